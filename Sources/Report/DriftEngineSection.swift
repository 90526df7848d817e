internal import Schema

/// The rankings of second-opinion engines in a drift's page: a sentence an engine, then what moved.
enum DriftEngineSection {
  /// How many targets of an engine are shown.
  static let listed = 20

  static func html(_ engines: [EngineDrift]) -> String {
    engines.map { engine in
      let overlap = engine.rbo.isNaN ? "" : " Rank-biased overlap \(NumberText.fixed(engine.rbo, 4))."
      let text = "<p>\(HTMLText.escape(engine.sentence)).\(overlap)</p>\n"
      guard !engine.targets.isEmpty else { return text }
      return text
        + HTMLPage.table(
          ["target", "rank before", "rank after", "movement, log2", "beyond both rank intervals"],
          engine.targets.prefix(listed).map { target in
            [
              "<strong>\(HTMLText.escape(target.symbol))</strong> "
                + "<span class=\"dim\">\(HTMLText.escape(target.target))</span>",
              target.rankBefore.map(String.init) ?? "absent", target.rankAfter.map(String.init) ?? "absent",
              NumberText.fixed(target.delta, 2), target.isBeyondInterval ? "yes" : "no",
            ]
          }, numeric: [1, 2, 3])
    }.joined()
  }
}

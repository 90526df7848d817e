public import Schema

/// What `drift` prints on the terminal: the verdict first, then measures, causes, targets; never more than 25 lines.
public enum DriftSummary {
  /// The most lines it prints.
  public static let maximumLines = 25

  /// The summary; `gates` are sentences about conditions that hold.
  public static func text(_ findings: DriftFindings, gates: [String] = []) -> String {
    var lines = [HTMLText.terminal(findings.verdict), ""]
    lines.append(
      "rank-biased overlap \(NumberText.fixed(findings.rbo, 4)), Jaccard top 10 "
        + "\(NumberText.fixed(findings.jaccardTen, 3)), top 50 \(NumberText.fixed(findings.jaccardFifty, 3)), "
        + "tau \(NumberText.fixed(findings.kendallTau, 4)), median noise floor \(NumberText.fixed(findings.noiseFloor, 2))"
    )
    // Gates and one line of each further section keep their place; tables take what is left.
    let foot = gates.prefix(3).map { HTMLText.terminal($0) }
    var left = maximumLines - lines.count - foot.count
    func add(_ section: [String]) {
      lines += section
      left -= section.count
    }
    add(causes(findings, most: 5))
    let notes = notes(findings)
    add(targets(findings, most: max(1, min(10, left - notes.count - 3))))
    add(Array(notes.prefix(max(0, left))))
    return (lines + foot).prefix(maximumLines).joined(separator: "\n") + "\n"
  }

  private static func causes(_ findings: DriftFindings, most: Int) -> [String] {
    guard !findings.causes.isEmpty else { return [] }
    let isSampled = findings.causes.contains { $0.standardError > 0 }
    let rows = findings.causes.prefix(most).map { cause in
      [
        cause.kind.rawValue, cause.subject, short(cause.change, 44), NumberText.fixed(cause.share, 4),
        "\(cause.targets.count)",
      ] + (isSampled ? [NumberText.fixed(cause.standardError, 4)] : [])
    }
    var lines = table(
      ["kind", "component", "change", "share of 1 - RBO", "targets"] + (isSampled ? ["standard error"] : []), rows,
      numeric: [3, 4, 5])
    if findings.causes.count > most { lines.append("and \(findings.causes.count - most) more causes") }
    return [""] + lines
  }

  private static func targets(_ findings: DriftFindings, most: Int) -> [String] {
    let called = findings.targets.filter(\.called).sorted { abs($0.delta) > abs($1.delta) }
    guard !called.isEmpty else { return [] }
    let rows = called.prefix(most).map { target -> [String] in
      let channel = target.channels.first.flatMap { item -> String? in
        let isShare = item.before == item.after
        let before = isShare ? NumberText.fixed(item.shareBefore, 2) : NumberText.fixed(item.before, 1)
        let after = isShare ? NumberText.fixed(item.shareAfter, 2) : NumberText.fixed(item.after, 1)
        return before == after ? nil : "\(item.channel.rawValue) \(isShare ? "share" : "z") \(before) -> \(after)"
      }
      // Of several causes the second is named only where the first does not explain the movement.
      let named = target.causes.prefix(target.status == .oneCause ? 1 : 2)
      return [
        target.symbol.isEmpty ? target.target : target.symbol, target.rankBefore.map(String.init) ?? "absent",
        target.rankAfter.map(String.init) ?? "absent", NumberText.fixed(target.delta, 2),
        NumberText.fixed(target.floor, 2),
        short(
          named.map { "\(findings.causes[$0.cause].subject) \(NumberText.fixed($0.share, 2))" }
            .joined(separator: ", "), 40), short(target.reason.isEmpty ? channel ?? "" : target.reason, 40),
      ]
    }
    var lines = table(
      ["target", "before", "after", "movement", "floor", "because of", "through"], rows, numeric: [1, 2, 3, 4])
    if called.count > most { lines.append("and \(called.count - most) more called targets") }
    return [""] + lines
  }

  private static func notes(_ findings: DriftFindings) -> [String] {
    var lines: [String] = []
    for change in findings.changed where change.effect == .active || change.effect == .bundled {
      guard let first = change.details.first else { continue }
      lines.append(HTMLText.terminal("changed: \(change.subject): \(short(first, 100))"))
    }
    lines = Array(lines.prefix(3))
    if let strongest = findings.interactions.first {
      let names = strongest.causes.map { findings.causes[$0].subject }.joined(separator: " and ")
      lines.append(
        HTMLText.terminal(
          "interaction: \(strongest.target) needs both \(names) (\(NumberText.fixed(strongest.value, 2)))"
            + (findings.interactions.count > 1 ? ", and \(findings.interactions.count - 1) more" : "")))
    }
    for line in findings.inert.prefix(2) { lines.append("inert: \(HTMLText.terminal(short(line, 110)))") }
    if findings.inert.count > 2 { lines.append("inert: \(findings.inert.count - 2) more changes had no effect") }
    if let cut = findings.onTheCut.first {
      let more = findings.onTheCut.count > 1 ? " and \(findings.onTheCut.count - 1) more" : ""
      lines.append("on the cut (within 1e-9 of a threshold): \(HTMLText.terminal(cut))\(more)")
    }
    for engine in findings.engines.prefix(3) {
      let overlap = engine.rbo.isNaN ? "" : ", rank-biased overlap \(NumberText.fixed(engine.rbo, 4))"
      lines.append(HTMLText.terminal(engine.sentence + overlap))
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  private static func table(_ header: [String], _ rows: [[String]], numeric: Set<Int>) -> [String] {
    TerminalTable.render(header, rows, numeric: numeric).split(separator: "\n").map(String.init)
  }

  private static func short(_ text: String, _ length: Int) -> String {
    text.count > length ? "\(text.prefix(length - 1))…" : text
  }
}

public import Schema

/// The differences of two runs sorted by what a replay can do with them.
struct DriftPlayers {
  /// Changed bytes with the same content: no player.
  var same: [Int] = []
  /// Code of another version: it cannot be replayed.
  var code: [Int] = []
  /// What a replay can take from either run.
  var replayable: [Int] = []

  init(_ differences: [ComponentDifference]) {
    for (index, difference) in differences.enumerated() {
      if difference.hasSameContent {
        same.append(index)
      } else if difference.isCode {
        code.append(index)
      } else {
        replayable.append(index)
      }
    }
  }

  private static let families: [[RunComponent.Kind]] = [
    [.input, .samples], [.table], [.prior], [.setting], [.seed],
  ]

  /// Positions in `replayable` by family: inputs, mapping, priors, settings, seed.
  func families(_ differences: [ComponentDifference]) -> [[Int]] {
    Self.families.compactMap { family in
      let members = replayable.indices.filter { family.contains(differences[replayable[$0]].kind) }
      return members.isEmpty ? nil : members
    }
  }
}

/// Whose code the present program is, as far as the records of two runs say.
public enum ReplayVersion: Sendable, Hashable {
  /// That of both runs.
  case both
  /// That of the base run only.
  case base
  /// That of the new run only.
  case new
  /// Neither's: a replay would mix a third version in.
  case neither

  /// Decides from the components of both runs and of the present program.
  public init(base: [RunComponent], new: [RunComponent], present: [RunComponent]) {
    func fits(_ run: [RunComponent]) -> Bool {
      run.filter { $0.kind == .plugin || $0.kind == .core }.allSatisfy { own in
        present.contains { $0.kind == own.kind && $0.name == own.name && $0.digest == own.digest }
      }
    }
    switch (fits(base), fits(new)) {
    case (true, true): self = .both
    case (true, false): self = .base
    case (false, true): self = .new
    case (false, false): self = .neither
    }
  }
}

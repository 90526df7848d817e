internal import ReaderKit
internal import Mapping
internal import Drift
public import Schema

extension RunPlan {
  /// Every component whose change can change the result, sorted by kind and name.
  public var components: [RunComponent] {
    var list: [RunComponent] = []
    for input in inputs {
      list.append(
        RunComponent(
          kind: .input, name: input.name, digest: input.file.sha256 + input.declarationSuffix,
          label: RelativePath.name(of: input.file.relativePath) + input.declarationSuffix,
          path: input.file.relativePath))
    }
    list.append(
      RunComponent(
        kind: .samples, name: "samples", digest: samples.sha256, label: RelativePath.name(of: samples.relativePath),
        path: samples.relativePath))
    for table in tables {
      list.append(
        RunComponent(
          kind: .table, name: table.release.name, digest: table.file.sha256, label: table.release.release,
          path: table.file.relativePath))
    }
    for role in priors.keys.sorted() {
      guard let file = priors[role] else { continue }
      list.append(
        RunComponent(
          kind: .prior, name: role, digest: file.sha256, label: RelativePath.name(of: file.relativePath),
          path: file.relativePath))
    }
    list.append(RunComponent(kind: .setting, name: "contrast", digest: contrastText, label: contrastText))
    for setting in settings.resolved where setting.key != "seed" {
      list.append(RunComponent(kind: .setting, name: setting.key, digest: setting.value, label: setting.value))
    }
    list += PresentCode.components
    list.append(RunComponent(kind: .seed, name: "seed", digest: settings["seed"], label: settings["seed"]))
    return list
  }

  /// The components as a run records them: with content digests, and of the plugins those that read something.
  func components(contents: [String: String], plugins: Set<String>) -> [RunComponent] {
    components.filter { $0.kind != .plugin || plugins.contains($0.name) }.map { component in
      var known = component
      known.content = contents["\(component.kind.rawValue)/\(component.name)"] ?? ""
      return known
    }
  }

  /// The comparison in words.
  var contrastText: String {
    var text = "\(contrast.factor): \(contrast.caseLevel) against \(contrast.controlLevel)"
    if !contrast.covariates.isEmpty { text += ", covariates \(contrast.covariates.joined(separator: ", "))" }
    if let batch = contrast.batch { text += ", batch \(batch)" }
    return text
  }

  /// This plan with the given components as `other` has them: one coalition of a drift attribution.
  ///
  /// - Throws: `unsupported` for a component that cannot be replayed (another plugin or core version).
  func taking(_ differences: [ComponentDifference], from other: RunPlan) throws(OmicsError) -> RunPlan {
    var plan = self
    for difference in differences {
      switch difference.kind {
      case .input:
        plan.inputs.removeAll { $0.name == difference.name }
        plan.inputs += other.inputs.filter { $0.name == difference.name }
      case .samples: plan.samples = other.samples
      case .table:
        plan.tables.removeAll { $0.release.name == difference.name }
        plan.tables += other.tables.filter { $0.release.name == difference.name }
      case .prior: plan.priors[difference.name] = other.priors[difference.name]
      case .setting:
        if difference.name == "contrast" {
          plan.contrast = other.contrast
        } else {
          try plan.settings.set(difference.name, other.settings[difference.name], origin: "replay")
        }
      case .seed: try plan.settings.set("seed", other.settings["seed"], origin: "replay")
      case .plugin, .core, .unrecorded:
        throw OmicsError(
          .unsupported, "\(difference.kind.rawValue) \(difference.name) \(difference.summary) cannot be replayed",
          hint: "Replay needs the version that made the run.")
      }
    }
    let rank = Dictionary(
      uniqueKeysWithValues: (inputs + other.inputs).map(\.name).uniqued().enumerated().map { ($1, $0) })
    plan.inputs.sort { rank[$0.name, default: 0] < rank[$1.name, default: 0] }
    return plan
  }
}

extension RunPlan.Input {
  /// What the declaration adds to the file: words that change how it is read.
  var declarationSuffix: String {
    var parts: [String] = []
    if let format = declaration.format { parts.append("format \(format)") }
    if let measure = declaration.measure { parts.append("measure \(measure.rawValue)") }
    if let scale = declaration.scale { parts.append("scale \(scale.rawValue)") }
    if let identifiers = declaration.identifiers { parts.append("identifiers \(identifiers.rawValue)") }
    for key in declaration.options.keys.sorted() { parts.append("\(key) \(declaration.options[key] ?? "")") }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }
}

extension Array where Element: Hashable {
  /// The distinct elements in order of first appearance.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

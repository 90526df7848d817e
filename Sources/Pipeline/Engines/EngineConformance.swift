internal import Glibc
internal import Numerics
internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The conformance kit of engines: a small study with a planted target, run through the contract.
struct EngineConformance {
  let manifest: EngineManifest

  /// All checks on all engines of a manifest.
  func run() -> [PluginTest.Finding] {
    let readme = FolderListing.isFile("\(manifest.folder)/README.md")
    var findings = [
      PluginTest.Finding(
        check: "readme", caseName: "-", passed: readme, message: readme ? "" : "there is no README.md")
    ]
    for engine in manifest.engines {
      findings.append(check("contract", engine) { () throws(OmicsError) in try contract(engine) })
      findings.append(check("repetition", engine) { () throws(OmicsError) in try repetition(engine) })
      findings.append(check("missing-layer", engine) { () throws(OmicsError) in try missingLayer(engine) })
      findings.append(check("unknown-setting", engine) { () throws(OmicsError) in try unknownSetting(engine) })
    }
    return findings
  }

  private func check(
    _ name: String, _ engine: String, _ body: () throws(OmicsError) -> String?
  ) -> PluginTest.Finding {
    var trouble: String?
    do throws(OmicsError) { trouble = try body() } catch { trouble = error.description }
    return PluginTest.Finding(check: name, caseName: engine, passed: trouble == nil, message: trouble ?? "")
  }

  private func opinion(
    _ engine: String, _ input: EngineInput
  ) throws(OmicsError) -> (findings: EngineFindings, files: [EngineStage.File]) {
    let sheet = SampleTable(input.cohorts.flatMap(\.samples).map { Sample(name: $0) })
    let study = Study(name: "kit", sheet: sheet, datasets: [], matrices: [], symbols: [:], coverage: [])
    return try EngineProcess(id: engine, manifest: manifest, progress: .silent).run(
      input, study: study, isMapped: false,
      folder: RelativePath.join(ScratchFolder.path, "plumbline-kit-\(getpid())/\(engine)"))
  }

  private func contract(_ engine: String) throws(OmicsError) -> String? {
    let found = try opinion(engine, Self.study()).findings
    let place = found.ranking.firstIndex { $0.target == Self.planted }
    guard let place, place < 10 else { return "the planted target is not among the first ten" }
    return nil
  }

  private func repetition(_ engine: String) throws(OmicsError) -> String? {
    let (one, two) = (try opinion(engine, Self.study()).files, try opinion(engine, Self.study()).files)
    guard one.map(\.name) == two.map(\.name) else { return "a second run writes other files" }
    let other = zip(one, two).filter { $0.bytes != $1.bytes }.map(\.0.name)
    return other.isEmpty ? nil : "a second run writes other bytes: \(other.joined(separator: ", "))"
  }

  private func missingLayer(_ engine: String) throws(OmicsError) -> String? {
    var input = Self.study()
    for index in input.cohorts.indices { input.cohorts[index].protein = nil }
    return try opinion(engine, input).findings.ranking.isEmpty ? "without protein it ranks nothing" : nil
  }

  private func unknownSetting(_ engine: String) throws(OmicsError) -> String? {
    var input = Self.study()
    input.settings = ["no_such_setting": "1"]
    do throws(OmicsError) {
      _ = try opinion(engine, input)
    } catch {
      return nil
    }
    return "a setting it does not have is not refused"
  }

  // MARK: The study

  private static let planted = "T07"

  /// Sixty samples of forty targets in two layers and three batches; target 7 and its neighbours follow the label.
  private static func study() -> EngineInput {
    let (samples, targets) = (60, 40)
    var stream = RandomStream(seed: 1, name: "engine kit")
    let label = (0..<samples).map { Int8($0 % 2) }
    func name(_ target: Int) -> String { "T" + "\(100 + target)".dropFirst() }
    func layer() -> [Double] {
      (0..<samples).flatMap { sample in
        (0..<targets).map { target in
          let pull = target == 7 ? 3.0 : (5..<10).contains(target) ? 1.0 : 0
          return stream.normal() + 10 + (label[sample] == 1 ? pull : 0)
        }
      }
    }
    let network = (0..<targets - 1).map { NetworkEdge(a: name($0), b: name($0 + 1), weight: 1) }
    return EngineInput(
      cohorts: [
        CohortData(
          name: "kit", targets: (0..<targets).map(name), samples: (0..<samples).map { "S\(100 + $0)" }, label: label,
          batch: (0..<samples).map { $0 / 2 % 3 }, covariates: [], rna: layer(), protein: layer())
      ], symbols: [:], network: network,
      pathways: (0..<8).map { set in ("set\(set)", (set * 5..<set * 5 + 5).map(name)) }, seed: 1, settings: [:])
  }
}

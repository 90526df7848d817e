internal import OmicsIO
internal import Schema

/// The entities of a run's crate: descriptor, root, profiles, plan, tools, steps, actions, parameters, files.
struct RunCrateGraph {
  private let record: RunRecord
  private let recordDigest: String
  private let site = "https://plumbline.example/"

  init(record: RunRecord, recordDigest: String) {
    self.record = record
    self.recordDigest = recordDigest
  }

  /// All entities in a fixed order.
  var entities: [JSONValue] {
    var list = [descriptor, root] + profiles
    list += [plan, language, licence, operatorEntity, engine]
    list += record.stages.indices.flatMap { [tool($0), step($0)] }
    list += [runAction, organizeAction] + record.stages.indices.flatMap { [action($0), control($0)] }
    list += inputs.flatMap { [parameter($0.parameter, $0.name, "File", $0.id), file($0)] }
    list += settings.flatMap { setting in
      [
        parameter(setting.parameter, setting.key, "Text", setting.id),
        CrateEntity(setting.id, "PropertyValue").with("name", setting.key).with("value", setting.value)
          .with("exampleOfWork", id: setting.parameter),
      ]
    }
    list += outputs.flatMap { [parameter($0.parameter, $0.name, "File", $0.id), file($0)] }
    return list.map(\.json)
  }

  // MARK: The crate

  private static let profileNames = [
    ("https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"),
    ("https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"),
    ("https://w3id.org/ro/wfrun/provenance/0.5", "Provenance Run Crate", "0.5"),
    ("https://w3id.org/workflowhub/workflow-ro-crate/1.0", "Workflow RO-Crate", "1.0"),
  ]

  private var descriptor: CrateEntity {
    CrateEntity(RunCrate.fileName, "CreativeWork").with("about", id: "./").with(
      "conformsTo", ids: ["https://w3id.org/ro/crate/1.1", "https://w3id.org/workflowhub/workflow-ro-crate/1.0"])
  }

  private var root: CrateEntity {
    CrateEntity("./", "Dataset").with("name", "plumbline run of study \(record.study)")
      .with("description", "Targets ranked by plumbline, with evidence, ledger and provenance.")
      .with("datePublished", record.date).with("license", id: licenceID).with("author", id: operatorID)
      .with("publisher", id: operatorID)
      .with("conformsTo", ids: Self.profileNames.map(\.0))
      .with("hasPart", ids: ["plan.json"] + outputs.map(\.id) + inputs.map(\.id))
      .with("mainEntity", id: "plan.json")
      .with(
        "mentions", ids: ["#run", "#orchestration"] + record.stages.indices.flatMap { [actionID($0), controlID($0)] })
  }

  private var profiles: [CrateEntity] {
    Self.profileNames.map { CrateEntity($0.0, "CreativeWork").with("name", $0.1).with("version", $0.2) }
  }

  private let licenceID = "#licence"

  private var licence: CrateEntity {
    CrateEntity(licenceID, "CreativeWork").with("name", "As the inputs allow")
      .with("description", "The licence of the results follows from the licences of the inputs and tables.")
  }

  private let operatorID = "#operator"

  /// Who ran it is not recorded: a run's bytes do not depend on the person, the host or the day.
  private var operatorEntity: CrateEntity {
    CrateEntity(operatorID, "Organization").with("name", "Operator of the run (not recorded)").with("url", site)
  }

  // MARK: Plan, tools, steps

  private var plan: CrateEntity {
    var entity = CrateEntity("plan.json", "File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo")
      .with("name", "Resolved plan of study \(record.study)").with("encodingFormat", "application/json")
      .with("programmingLanguage", id: "#plan-language").with("version", RunRecord.schemaVersion)
      .with("url", site).with("conformsTo", id: "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE")
      .with("hasPart", ids: record.stages.indices.map(toolID))
      .with("step", ids: record.stages.indices.map(stepID))
      .with("input", ids: inputs.map(\.parameter) + settings.map(\.parameter))
      .with("output", ids: outputs.map(\.parameter))
    if let own = record.outputs.first(where: { $0.name == "plan.json" }) { entity = entity.with("sha256", own.sha256) }
    return entity
  }

  private var language: CrateEntity {
    CrateEntity("#plan-language", "ComputerLanguage").with("name", "plumbline plan").with("alternateName", "plan.json")
      .with("url", site).with("identifier", id: site)
  }

  private var engine: CrateEntity {
    CrateEntity("\(site)plumbline", "SoftwareApplication").with("name", "plumbline").with("url", site)
      .with("softwareVersion", version(.core))
  }

  private func toolID(_ index: Int) -> String { "\(site)stage/\(slug(record.stages[index].name))" }
  private func stepID(_ index: Int) -> String { "plan.json#step-\(index + 1)" }
  private func actionID(_ index: Int) -> String { "#action-\(index + 1)" }
  private func controlID(_ index: Int) -> String { "#control-\(index + 1)" }

  private func tool(_ index: Int) -> CrateEntity {
    let stage = record.stages[index]
    return CrateEntity(toolID(index), "SoftwareApplication").with("name", "stage \(stage.name)").with("url", site)
      .with("softwareVersion", "\(version(.core)) (stage version \(stage.version))")
      .with("input", ids: inputs.map(\.parameter))
  }

  private func step(_ index: Int) -> CrateEntity {
    CrateEntity(stepID(index), "HowToStep").with("position", "\(index + 1)").with("workExample", id: toolID(index))
  }

  // MARK: Actions

  private func timed(_ entity: CrateEntity) -> CrateEntity {
    let time = "\(record.date)T00:00:00+00:00"
    return entity.with("startTime", time).with("endTime", time).with("agent", id: operatorID)
  }

  private var runAction: CrateEntity {
    timed(
      CrateEntity("#run", "CreateAction").with("name", "Run of study \(record.study)").with(
        "instrument", id: "plan.json"
      )
      .with("description", "The times are the study's date; clock times stand in log.jsonl.")
    )
    .with("object", ids: inputs.map(\.id) + settings.map(\.id)).with("result", ids: outputs.map(\.id))
  }

  private var organizeAction: CrateEntity {
    timed(
      CrateEntity("#orchestration", "OrganizeAction").with("name", "Run of plumbline \(version(.core))")
        .with("instrument", id: engine.id)
    )
    .with("object", ids: record.stages.indices.map(controlID)).with("result", id: "#run")
  }

  private func action(_ index: Int) -> CrateEntity {
    let stage = record.stages[index]
    return timed(
      CrateEntity(actionID(index), "CreateAction").with("name", stage.name)
        .with("description", "\(stage.rowsIn) rows in, \(stage.rowsOut) rows out. \(stage.note)")
        .with("instrument", id: toolID(index))
    )
    .with("object", ids: inputs.filter { stage.name == "read" || stage.name.hasSuffix(" \($0.name)") }.map(\.id))
    .with("result", ids: outputs.filter { Self.isResult($0.name, of: stage.name) }.map(\.id))
  }

  /// Which files hold what a stage found: the account of reading, the outcomes of mapping, matrices, rankings.
  private static func isResult(_ file: String, of stage: String) -> Bool {
    let words = stage.split(separator: " ", maxSplits: 1)
    switch words.first {
    case "read": return file.hasPrefix("ledger")
    case "map":
      return words.count == 2 && file == "mapping/\(words[1].split(separator: "/").joined(separator: ".")).tsv"
    case "normalise", "align": return file.hasPrefix("harmonized/")
    default: return !file.contains("/") && !file.hasPrefix("ledger")
    }
  }

  private func control(_ index: Int) -> CrateEntity {
    CrateEntity(controlID(index), "ControlAction").with("name", "Control of \(record.stages[index].name)")
      .with("instrument", id: stepID(index)).with("object", id: actionID(index))
  }

  // MARK: Values

  private struct Named {
    var id: String
    var name: String
    var sha256: String
    var place: String
    var parameter: String
  }

  private var inputs: [Named] {
    record.components.filter { !$0.path.isEmpty }.map {
      let digest = String($0.digest.prefix(64))
      let name = $0.kind == .input ? $0.name : $0.name == $0.kind.rawValue ? $0.name : "\($0.kind.rawValue) \($0.name)"
      return Named(
        id: "ni:///sha-256;\(Base64URL.text(ofHex: digest))", name: name, sha256: digest,
        place: String($0.path.split(separator: "/").last ?? ""), parameter: "#parameter-\(slug(name))")
    }
    .uniqued(by: \.id)
  }

  /// The files of the folder but the plan, which is the workflow itself.
  private var outputs: [Named] {
    let all =
      record.outputs.filter { $0.name != "plan.json" }
      + [RunRecord.Output(name: "run.json", sha256: recordDigest)]
    return all.map {
      Named(id: $0.name, name: $0.name, sha256: $0.sha256, place: "", parameter: "#output-\(slug($0.name))")
    }
  }

  private struct Setting {
    var key: String
    var value: String
    var id: String { "#setting-\(key)" }
    var parameter: String { "#parameter-\(key)" }
  }

  private var settings: [Setting] { record.settings.map { Setting(key: $0.key, value: $0.value) } }

  private func parameter(_ id: String, _ name: String, _ type: String, _ example: String) -> CrateEntity {
    CrateEntity(id, "FormalParameter").with("name", name).with("additionalType", type).with("workExample", id: example)
      .with("conformsTo", id: "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE")
  }

  private func file(_ named: Named) -> CrateEntity {
    CrateEntity(named.id, "File").with("name", named.place.isEmpty ? named.name : named.place)
      .with("encodingFormat", Self.mediaType(named.place.isEmpty ? named.name : named.place)).with(
        "sha256", named.sha256
      )
      .with("exampleOfWork", id: named.parameter).with("about", ids: named.name == "README.md" ? ["./"] : [])
  }

  private static func mediaType(_ name: String) -> String {
    switch name.split(separator: ".").last.map(String.init) {
    case "tsv": "text/tab-separated-values"
    case "json": "application/json"
    case "html": "text/html"
    case "md": "text/markdown"
    case "yaml": "application/yaml"
    case "h5mu", "h5ad": "application/x-hdf5"
    case "gz": "application/gzip"
    case "csv": "text/csv"
    case "xml", "mzid": "application/xml"
    default: "text/plain"
    }
  }

  private func version(_ kind: RunComponent.Kind) -> String {
    record.components.first { $0.kind == kind }?.label ?? ""
  }

  private func slug(_ text: String) -> String {
    String(
      text.unicodeScalars.map { scalar -> Character in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": Character(scalar)
        default: "-"
        }
      })
  }
}

extension CrateEntity {
  /// The entity's own id.
  var id: String { json["@id"]?.text ?? "" }
}

extension Array {
  /// The first of the elements with each key.
  fileprivate func uniqued<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
    var seen: Set<Key> = []
    return filter { seen.insert(key($0)).inserted }
  }
}

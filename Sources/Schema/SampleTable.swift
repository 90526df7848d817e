/// One sample: the unit that has a column in an abundance table. Fields follow SDRF.
public struct Sample: Sendable, Hashable {
  /// The sample's name: unique in the dataset and the key that joins layers and sheets.
  public var name: String
  /// SDRF `source name`; empty when not stated.
  public var sourceName: String
  /// The individual; empty when not stated.
  public var subject: String
  /// SDRF `assay name`; empty when not stated.
  public var assay: String
  /// The raw file or run; empty when not stated.
  public var msRun: String
  /// The organism as stated (name or taxon id); empty when not stated.
  public var organism: String
  /// The condition under study; empty when not stated.
  public var condition: String
  /// The batch (plex, sequencing run, day); empty when not stated.
  public var batch: String
  /// The cohort; empty when not stated.
  public var cohort: String
  /// The label or channel (`TMT126`, `label free sample`); empty when not stated.
  public var channel: String
  /// Further characteristics and factors, as key and value, in file order.
  public var characteristics: [Feature.Attribute]

  /// A sample with a name; every other field is empty until set.
  public init(name: String) {
    self.name = name
    sourceName = ""
    subject = ""
    assay = ""
    msRun = ""
    organism = ""
    condition = ""
    batch = ""
    cohort = ""
    channel = ""
    characteristics = []
  }

  /// The value of a column by its canonical name, or of a characteristic; nil when there is no such column.
  public func value(of column: String) -> String? {
    switch column {
    case "sample": return name
    case "source_name": return sourceName
    case "subject": return subject
    case "assay": return assay
    case "ms_run": return msRun
    case "organism": return organism
    case "condition": return condition
    case "batch": return batch
    case "cohort": return cohort
    case "channel": return channel
    default: return characteristics.first { $0.key == column }?.value
    }
  }
}

/// The samples of a dataset, in file order; names are unique.
public struct SampleTable: Sendable, Hashable {
  /// The names of the fixed columns, in canonical order.
  public static let fixedColumns = [
    "sample", "source_name", "subject", "assay", "ms_run", "organism", "condition", "batch", "cohort", "channel",
  ]

  /// The rows.
  public var rows: [Sample]
  /// A table of these rows.
  public init(_ rows: [Sample] = []) { self.rows = rows }
  /// How many samples there are.
  public var count: Int { rows.count }

  /// The names of all characteristic columns, in order of first appearance.
  public var characteristicColumns: [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for row in rows {
      for attribute in row.characteristics where seen.insert(attribute.key).inserted { names.append(attribute.key) }
    }
    return names
  }

  /// The values of one column, a row each; nil when no row has it.
  public func column(_ name: String) -> [String]? {
    var values: [String] = []
    var found = false
    for row in rows {
      let value = row.value(of: name)
      if value != nil { found = true }
      values.append(value ?? "")
    }
    return found ? values : nil
  }
}

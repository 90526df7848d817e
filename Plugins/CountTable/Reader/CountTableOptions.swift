internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The options of the reader, checked.
struct CountTableOptions: Sendable {
  static let declared: [ReaderOption] = [
    ReaderOption(
      key: "cells", meaning: "whether barcodes of a MatrixMarket file are samples or summed to one",
      allowed: ["auto", "each", "sum"], standard: "auto"),
    ReaderOption(
      key: "decimal", meaning: "the decimal mark of all numbers", allowed: ["auto", "point", "comma"], standard: "auto"),
    ReaderOption(
      key: "delimiter", meaning: "what separates cells", allowed: ["auto", "tab", "comma", "semicolon", "space"],
      standard: "auto"),
    ReaderOption(key: "id-column", meaning: "the header name of the column of ids, for matrices; else the first"),
    ReaderOption(
      key: "kind", meaning: "what the rows are", allowed: ["auto", "gene", "transcript", "protein"], standard: "auto"),
    ReaderOption(
      key: "measure", meaning: "what the values measure",
      allowed: ["auto"] + Measure.allCases.filter(\.isQuantity).map(\.rawValue),
      standard: "auto"),
    ReaderOption(
      key: "missing",
      meaning: "further words for missing values, joined by bars; NA, NaN, null, N/A and the empty cell are known"),
    ReaderOption(key: "sample", meaning: "the sample's name, for files of one sample"),
    ReaderOption(
      key: "scale", meaning: "the scale of the values", allowed: ["auto"] + Scale.allCases.map(\.rawValue),
      standard: "auto"),
    ReaderOption(
      key: "strandedness", meaning: "which count column of STAR is the library's",
      allowed: ["auto", "unstranded", "forward", "reverse"], standard: "auto"),
  ]

  var cells: String
  var decimal: DecimalMark?
  var idColumn: String
  var missing: [String]
  var delimiter: UInt8?
  var kind: FeatureKind?
  var measure: Measure?
  var scale: Scale?
  var sample: String
  var strandedness: String

  init(_ options: ReaderOptions) throws(OmicsError) {
    let delimiters: [String: UInt8] = ["tab": 0x09, "comma": 0x2C, "semicolon": 0x3B, "space": 0x20]
    delimiter = delimiters[options["delimiter"]]
    cells = options["cells"]
    decimal = DecimalMark(rawValue: options["decimal"])
    idColumn = options["id-column"]
    missing = options["missing"].split(separator: "|").map(String.init)
    kind = FeatureKind(rawValue: options["kind"])
    measure = Measure(rawValue: options["measure"])
    scale = Scale(rawValue: options["scale"])
    sample = options["sample"]
    strandedness = options["strandedness"]
  }
}

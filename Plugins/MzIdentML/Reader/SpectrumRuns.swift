internal import OmicsIO
internal import ReaderKit
internal import Schema

/// The SpectraData of a file: one sample each, named by the base name of its location.
struct SpectrumRuns: ~Copyable {
  private struct Run {
    var location: String
    var line: Int
  }

  private var ids = IdentifierTable()
  private var runs: [Run] = []
  private var names: [String] = []

  /// How many SpectraData there are.
  var count: Int { runs.count }

  /// Takes a SpectraData.
  mutating func take(_ event: XMLElementEvent, into builder: inout DatasetBuilder) throws(OmicsError) {
    guard let id = try builder.required(.id, of: .spectraData, event) else { return }
    let (index, isNew) = ids.insert(id)
    guard isNew else {
      try builder.reject(
        OmicsError(
          .duplicate,
          "SpectraData \"\(String(decoding: id, as: UTF8.self))\" stands on line \(runs[index].line) already",
          at: builder.location(line: event.line, column: "id"), hint: "Ids must be unique: export the file again."))
      return
    }
    runs.append(Run(location: event.string(AttributeName.location.rawValue) ?? "", line: event.line))
  }

  /// Adds the samples, once all runs are known. Equal base names are told apart by the SpectraData's id.
  mutating func addSamples(to builder: inout DatasetBuilder) throws(OmicsError) {
    guard names.isEmpty else { return }
    var bases: [String] = []
    for (index, run) in runs.enumerated() {
      let base = Self.runName(run.location)
      bases.append(base.isEmpty || base == "UNKNOWN" ? ids.string(index) : base)
    }
    for (index, base) in bases.enumerated() {
      let isUnique = bases.count { $0 == base } == 1
      let name = isUnique ? base : "\(base)|\(ids.string(index))"
      names.append(name)
      var sample = Sample(name: name)
      sample.msRun = Self.fileName(runs[index].location)
      try builder.addSample(sample, line: runs[index].line)
    }
  }

  /// The sample name of a SpectraData; nil when there is none with this id.
  mutating func name(of id: UnsafeRawBufferPointer) -> String? {
    ids.find(id).flatMap { names.indices.contains($0) ? names[$0] : nil }
  }

  /// The file name of a location, without folders and without the endings of spectrum files.
  static func runName(_ location: String) -> String {
    var name = fileName(location)
    while let dot = name.lastIndex(of: "."), dot > name.startIndex,
      endings.contains(name[name.index(after: dot)...].lowercased())
    {
      name = String(name[..<dot])
    }
    return name
  }

  /// The file name of a location with its endings; `%20` and the like are resolved.
  static func fileName(_ location: String) -> String {
    let last = location.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
    guard last.contains("%") else { return last }
    var bytes: [UInt8] = []
    var rest = Array(last.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      let isHex =
        digits.count == 2 && digits.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0 & 0xDF) }
      if byte == UInt8(ascii: "%"), isHex, let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    let decoded = String(decoding: bytes, as: UTF8.self)
    return decoded.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{FFFD}" } ? last : decoded
  }

  private static let endings: Set<String> = [
    "mzml", "mzxml", "mzdata", "raw", "mgf", "apl", "wiff", "d", "dta", "ms2", "pkl", "asc", "gz", "xml",
  ]
}

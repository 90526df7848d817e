internal import OmicsIO
internal import Schema

/// A cell that lists values with their channels, as nested columns of Parquet hold them:
/// `sample_accession=S1,channel=TMT126,intensity=5.5;sample_accession=S2,…`.
struct ListedValues {
  /// A value of the list.
  struct Entry {
    /// The channel; empty where the run has one alone.
    var channel: String
    /// The source of the sample; empty when not stated.
    var source: String
    /// The value.
    var value: NumberCell
  }

  let entries: [Entry]

  /// Cuts a cell.
  ///
  /// - Throws: `value` for an element without a value's name, or with one that is no number.
  init(_ text: String, _ list: DelimitedTable.Values.List, _ missing: MissingSpellings) throws(OmicsError) {
    var entries: [Entry] = []
    for element in text.split(separator: ";") {
      var fields: [String: String] = [:]
      for field in element.split(separator: ",") {
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { continue }
        fields[String(parts[0])] = String(parts[1])
      }
      guard var written = list.value.compactMap({ fields[$0] }).first else {
        throw OmicsError(
          .value, "expected a list with \(list.value.joined(separator: " or ")), found \"\(element.prefix(60))\"")
      }
      let cell = written.withUTF8 { NumberParsing.cell(UnsafeRawBufferPointer($0), missing: missing) }
      switch cell {
      case .number, .missing, .notANumber: break
      case .infinite, .overflow, .text:
        throw OmicsError(.value, "expected a number, found \"\(written.prefix(60))\"")
      }
      let channel = list.channel.compactMap { fields[$0] }.first ?? ""
      entries.append(
        Entry(
          channel: list.single.contains(channel) ? "" : channel,
          source: list.source.compactMap { fields[$0] }.first ?? "", value: cell))
    }
    self.entries = entries
  }
}

internal import ReaderKit
internal import Schema

/// A row's peptide as bytes: plain residues and ProForma text, without a String where both are simple.
struct PeptideBytes {
  /// The residues.
  private(set) var residues: [UInt8] = []
  /// The ProForma text; the residues where there are no modifications.
  private(set) var proforma: [UInt8] = []

  /// Reads the cells of a row; null is an empty cell here.
  mutating func read(
    _ sequence: UnsafeRawBufferPointer, modifications cell: UnsafeRawBufferPointer, line: Int,
    into builder: inout DatasetBuilder
  ) {
    residues.removeAll(keepingCapacity: true)
    if sequence.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) {
      residues.append(contentsOf: sequence)
    } else {
      residues.append(contentsOf: ProForma.residues(String(decoding: sequence, as: UTF8.self)).utf8)
    }
    proforma.removeAll(keepingCapacity: true)
    if cell.isEmpty {
      proforma.append(contentsOf: residues)
    } else if !placeSimple(cell) {
      let text = PeptideNotation.proforma(
        String(decoding: residues, as: UTF8.self), modifications: String(decoding: cell, as: UTF8.self), line: line,
        into: &builder)
      proforma.removeAll(keepingCapacity: true)
      proforma.append(contentsOf: text.utf8)
    }
  }

  /// The usual cell, `5-UNIMOD:4,10-UNIMOD:35`: positions inside the sequence, in order, each with an accession.
  ///
  /// False for any other, of which nothing is believed.
  private mutating func placeSimple(_ cell: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    var placed = 0
    while index < cell.count {
      var position = 0
      let start = index
      while index < cell.count, cell[index] >= 0x30, cell[index] <= 0x39, position < 100_000 {
        position = position * 10 + Int(cell[index] - 0x30)
        index += 1
      }
      guard index > start, position >= max(1, placed), position <= residues.count, index < cell.count,
        cell[index] == 0x2D
      else { return false }
      index += 1
      let name = index
      while index < cell.count, cell[index] != 0x2C {
        guard Self.isLetterOrDigit(cell[index]) || cell[index] == 0x3A else { return false }
        index += 1
      }
      let accession = UnsafeRawBufferPointer(rebasing: cell[name..<index])
      guard accession.starts(with: "UNIMOD:".utf8) || accession.starts(with: "MOD:".utf8) else { return false }
      proforma.append(contentsOf: residues[placed..<position])
      placed = position
      proforma.append(UInt8(ascii: "["))
      proforma.append(contentsOf: accession)
      proforma.append(UInt8(ascii: "]"))
      if index < cell.count {
        index += 1
        // A comma at the end, or a blank after one, is for the careful way.
        guard index < cell.count else { return false }
      }
    }
    proforma.append(contentsOf: residues[placed...])
    return true
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

import Foundation
import Mapping
import OmicsIO
import Schema

/// The root of the checkout.
let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().path

/// A small HGNC export as text: id, symbol, name, status, aliases, previous, NCBI, UniProt, Ensembl.
func smallTable(_ rows: [[String]]) throws -> GeneIndex {
  let header = [
    "HGNC ID", "Approved symbol", "Approved name", "Status", "Alias symbols", "Previous symbols",
    "NCBI Gene ID(supplied by NCBI)", "UniProt ID(supplied by UniProt)", "Ensembl gene ID",
  ]
  let text = ([header] + rows).map { $0.joined(separator: "\t") }.joined(separator: "\n") + "\n"
  var source = ByteSource.bytes(Array(text.utf8), name: "small.tsv")
  return GeneIndex(try HgncTableReader.read(&source))
}

/// A shipped release.
func release(_ name: String) throws -> GeneIndex {
  var source = try ByteSource.file("\(checkout)/Mappings/hgnc/hgnc_\(name).tsv.gz")
  return GeneIndex(try HgncTableReader.read(&source))
}

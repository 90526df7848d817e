import Schema
import Testing

@Suite struct AccessionTests {
  private let base = Accession(namespace: .ensembl, local: "ENSG00000182378", version: "13")

  @Test func versionAndRawTextAreNotCompared() {
    let other = Accession(
      namespace: .ensembl, local: "ENSG00000182378", version: "9", raw: "ENSG00000182378.9")
    #expect(base == other)
    #expect(Set([base, other]).count == 1)
  }

  @Test func whatChangesIdentityIsCompared() {
    #expect(base != Accession(namespace: .ensembl, local: "ENSG00000182378", flags: ["PAR_Y"]))
    #expect(base != Accession(namespace: .local, local: "ENSG00000182378"))
    #expect(base != Accession(namespace: .ensembl, local: "ENSG00000182379"))
    #expect(
      Accession(namespace: .uniprot, local: "P04637", isoform: "2")
        != Accession(namespace: .uniprot, local: "P04637"))
  }

  @Test func text() {
    #expect(
      Accession(namespace: .uniprot, local: "P04637", isoform: "2").description
        == "uniprot:P04637-2")
    #expect(
      Accession(namespace: .ensembl, local: "E", flags: ["PAR_Y"]).description == "ensembl:E_PAR_Y")
    #expect(base.raw == "ENSG00000182378")
    #expect(Namespace.ensembl < Namespace.hgnc)
  }
}

import Schema
import Testing

@testable import OmicsIO

@Suite struct HDF5EncodingTests {
  @Test func anndataAttributesAreThere() throws {
    let scratch = CanonicalScratch()
    try AnnDataFile.write(CanonicalTextTests.small(), to: scratch("a.h5ad"))
    try HDF5Library.alone { () throws(OmicsError) in
      let root = try HDF5File(reading: scratch("a.h5ad")).root()
      #expect(try root.text("encoding-type") == "anndata")
      #expect(try root.text("encoding-version") == "0.1.0")
      #expect(try root.names() == ["X", "layers", "obs", "obsm", "obsp", "uns", "var", "varm", "varp"])
      let frame = try root.group("obs")
      #expect(try frame.text("encoding-type") == "dataframe")
      #expect(try frame.text("encoding-version") == "0.2.0")
      #expect(try frame.text("_index") == "_index")
      #expect(try frame.texts("column-order") == ["age"])
      #expect(try frame.dataset("_index").texts() == ["s1", "NA"])
      #expect(try frame.dataset("_index").text("encoding-type") == "string-array")
      #expect(try frame.dataset("age").texts() == ["61", ""])
      let matrix = try root.dataset("X")
      #expect(matrix.shape == [2, 2])
      #expect(try matrix.text("encoding-type") == "array")
      #expect(try matrix.text("plumbline-measure") == "intensity")
      #expect(try matrix.doubles()[2...] == [-0.0, 0.1])
      #expect(try root.group("uns").text("encoding-type") == "dict")
      #expect(try root.group("uns").group("plumbline").member("features.tsv") == .dataset)
    }
  }

  @Test func muDataMapsCountFromOne() throws {
    let scratch = CanonicalScratch()
    var second = CanonicalTextTests.small()
    second.samples.rows[0].name = "s9"
    try MuDataFile.write([("a", CanonicalTextTests.small()), ("b", second)], to: scratch("m.h5mu"))
    try HDF5Library.alone { () throws(OmicsError) in
      let root = try HDF5File(reading: scratch("m.h5mu")).root()
      #expect(try root.text("encoding-type") == "MuData")
      #expect(try root.group("mod").texts("mod-order") == ["a", "b"])
      #expect(try root.group("obs").dataset("_index").texts() == ["s1", "NA", "s9"])
      #expect(try root.group("obsmap").dataset("a").integers() == [1, 2, 0])
      #expect(try root.group("obsmap").dataset("b").integers() == [0, 2, 1])
      #expect(try root.group("varmap").dataset("b").integers() == [0, 0, 1, 2])
    }
  }

  @Test func textsWithNulAreStoredReadably() {
    #expect(HDF5Text.storable("a\u{0}b") == "a\\x00b")
    #expect(HDF5Text.storable("plain") == "plain")
  }
}

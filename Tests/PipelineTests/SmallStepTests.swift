import Schema
import Testing

@testable import Pipeline

@Suite struct RelativePathTests {
  @Test func texts() {
    #expect(RelativePath.from("/a/b", to: "/a/c/d") == "../c/d")
    #expect(RelativePath.from("/a/b", to: "/a/b") == ".")
    #expect(RelativePath.from("/a/./b/../c", to: "/a/c/x") == "x")
    #expect(RelativePath.from("runs/1", to: "study/rna.tsv") == "../../study/rna.tsv")
    #expect(RelativePath.short("runs/1/../../study") == "study" && RelativePath.short("/a/runs/1/../../b") == "/a/b")
    #expect(RelativePath.short("runs/..") == "." && RelativePath.short("runs/../../b") == "../b")
    #expect(RelativePath.join("d", "x") == "d/x")
    #expect(RelativePath.join("d", "/x") == "/x")
    #expect(RelativePath.join(".", "x") == "x")
    #expect(RelativePath.folder(of: "a/b") == "a")
    #expect(RelativePath.folder(of: "a") == ".")
    #expect(RelativePath.folder(of: "/a") == "/")
    #expect(RelativePath.name(of: "a/b//") == "b")
  }
}

@Suite struct TableTextTests {
  @Test func cells() {
    var table = TableText(["a", "b"])
    table.append([.text(""), .number(.nan)])
    table.append([.text("x\ty\nz"), .number(0.1)])
    table.append([.whole(nil), .flag(nil)])
    table.append([.whole(-3), .flag(true)])
    #expect(
      String(decoding: table.bytes, as: UTF8.self) == "a\tb\nNA\tNA\nx y z\t0.1\nNA\tNA\n-3\ttrue\n")
  }
}

@Suite struct LayerMatrixJoinTests {
  private func matrix(_ targets: [String], _ samples: [String], _ values: [Double]) -> LayerMatrix {
    LayerMatrix(
      layer: .proteomics, cohort: "c", measure: .intensity, targets: targets, samples: samples, values: values,
      featureCounts: targets.map { Int($0) ?? 0 })
  }

  @Test func unionOfTargetsSideBySide() throws {
    let joined = try LayerMatrixJoin.sideBySide(
      matrix(["2", "10"], ["a", "b"], [1, 2, 3, 4]), matrix(["2", "7"], ["c"], [5, 6]))
    #expect(joined.targets == ["2", "7", "10"])
    #expect(joined.samples == ["a", "b", "c"])
    #expect(joined.values.map { $0.isNaN ? -1 : $0 } == [1, -1, 2, 3, -1, 4, 5, 6, -1])
    #expect(joined.featureCounts == [2, 7, 10])
  }

  @Test func aSampleInBothIsRefused() {
    let error = #expect(throws: OmicsError.self) {
      _ = try LayerMatrixJoin.sideBySide(matrix(["2"], ["a"], [1]), matrix(["2"], ["a"], [1]))
    }
    #expect(error?.code == .duplicate)
  }
}

@Suite struct SampleJoinTests {
  @Test func byNameThenAssayThenRun() {
    var sheet = SampleTable([Sample(name: "s1"), Sample(name: "s2"), Sample(name: "s3"), Sample(name: "s4")])
    sheet.rows[1].assay = "run 2"
    sheet.rows[2].msRun = "folder/three.raw"
    var dataset = Dataset(layer: .proteomics)
    dataset.samples = SampleTable([
      Sample(name: "run 2"), Sample(name: "s1"), Sample(name: "three"), Sample(name: "s4"), Sample(name: "other"),
    ])
    let table = AbundanceTable(
      kind: .protein, measure: .intensity, scale: .linear, features: [], samples: [0, 1, 2, 3, 4], values: [])
    let join = SampleJoin(table, dataset: dataset, sheet: sheet, rows: [0, 1, 2])
    #expect(join.rowOfColumn == [1, 0, 2, nil, nil])
    #expect(join.notInSheet == ["s4", "other"])
  }

  @Test func baseNames() {
    #expect(SampleJoin.baseName("/x/y.mzML.gz") == "y")
    #expect(SampleJoin.baseName(#"D:\data\run1.raw"#) == "run1")
    #expect(SampleJoin.baseName("plain") == "plain")
  }
}

@Suite struct TranscriptGenesTests {
  @Test func exactBarAndVersion() {
    var annotation = Dataset(layer: .annotation)
    annotation.annotation.append(
      AnnotationTable.Row(
        seqname: "1", source: "s", feature: "transcript", start: 1, end: 2,
        attributes: [.init("gene_id", "ENSG00000000001.3"), .init("transcript_id", "ENST00000000001.4")]))
    let genes = TranscriptGenes([annotation])
    #expect(!genes.isEmpty)
    for id in ["ENST00000000001.4", "ENST00000000001", "ENST00000000001.9", "ENST00000000001.4|x|y"] {
      #expect(genes.gene(of: id) == "ENSG00000000001.3")
    }
    #expect(genes.gene(of: "ENST00000000002") == nil)
    var dataset = Dataset(layer: .transcriptomics)
    dataset.features = FeatureTable([
      Feature(id: "ENST00000000001", kind: .transcript), Feature(id: "ENST00000000002", kind: .transcript),
    ])
    let (named, unknown) = genes.withGenes(dataset)
    #expect(unknown == 1)
    #expect(named.features.rows.map(\.accession) == ["ENSG00000000001.3", "ENST00000000002"])
  }
}

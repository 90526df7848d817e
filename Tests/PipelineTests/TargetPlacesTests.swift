import Schema
import Testing

@testable import Pipeline

@Suite struct TargetPlacesTests {
  private func dataset(_ genes: [(id: String, name: String, seqname: String, start: Int)]) -> Dataset {
    var dataset = Dataset(layer: .transcriptomics)
    dataset.annotation.genes = genes.map { gene in
      var model = GeneModel(id: gene.id)
      (model.name, model.seqname, model.start, model.end) = (gene.name, gene.seqname, gene.start, gene.start + 9)
      return model
    }
    return dataset
  }

  @Test func byIdOrNameAsTheyStandWithoutATable() {
    let places = TargetPlaces.of(
      [dataset([("E1", "A", "chr3", 100), ("E2", "", "chr4", 5), ("E3", "C", "chrX;chrY", 7)])], resolver: nil)
    #expect(places["E1"] == places["A"] && places["A"]?.start == 100 && places["A"]?.end == 109)
    #expect(places["E2"]?.seqname == "chr4")
    #expect(places["C"] == nil && places[""] == nil)
  }

  @Test func aChromosomePrecedesItsPatchesWhateverTheOrder() {
    let rows = [("E1", "A", "chr6_alt_12", 3), ("E2", "A", "chr6", 90), ("E3", "A", "chr6", 70)]
    let (there, back) = (
      TargetPlaces.of([dataset(rows)], resolver: nil), TargetPlaces.of([dataset(rows.reversed())], resolver: nil)
    )
    #expect(there["A"]?.start == 70 && there == back)
  }
}

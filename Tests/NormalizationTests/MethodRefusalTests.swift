import Foundation
import Normalization
import Numerics
import Schema
import Testing

/// Each refusal of a method: its code, and the words by which a user knows what is wrong.
@Suite struct MethodRefusalTests {
  private func expect(
    _ text: String, _ code: OmicsError.Code, _ words: String, _ change: (inout MethodInput) -> Void = { _ in },
    at location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let call = EveryMethodTests.Call(text)
    let card = try #require(MethodRegistry.method(call.name)).card
    var input = EveryMethodTests.input(card)
    change(&input)
    let error = #expect(throws: OmicsError.self, sourceLocation: location) {
      _ = try EveryMethodTests.apply(call, input)
    }
    #expect(error?.code == code, "\(text): \(error?.message ?? "")", sourceLocation: location)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")", sourceLocation: location)
  }

  private func emptied(_ input: inout MethodInput, keeping rows: Int) {
    for row in rows..<input.ids.count { input.values[row, 2] = .nan }
    for row in 0..<rows { input.values[row, 2] = 20 + Double(row) }
  }

  @Test func partsAndSettings() throws {
    try expect("combat", .usage, "needs --batch") { $0.batches = nil }
    try expect("maxlfq", .usage, "needs --feature-column") { $0.featureGroups = nil }
    try expect("mindet q=2", .usage, "takes a number from 0.0 to 1.0")
    try expect("topn n=0", .usage, "takes a whole number from 1")
    try expect("knn rule=nearest", .usage, "takes impute or sklearn")
    try expect("logcpm prior_count=0", .usage, "above 0")
    try expect("combat-seq shrink_disp=true", .usage, "needs shrink=true")
    try expect("tmm", .refused, "no rows") { input in
      input.values = Matrix(rows: 0, columns: EveryMethodTests.count)
      input.ids = []
    }
    try expect("vsn", .refused, "negative value -1.0 in row \"r5\", sample \"s1\"") { $0.values[5, 1] = -1 }
    try expect("median", .refused, "takes logarithms") { $0.scale = .linear }
    try expect("median", .refused, "the value 101.0 in row \"r5\", sample \"s1\"") { $0.values[5, 1] = 101 }
    try expect("sum", .refused, "no row names a group") { $0.featureGroups = $0.ids.map { _ in "" } }
  }

  @Test func counts() throws {
    func noRowWithoutZero(_ input: inout MethodInput) {
      for row in input.ids.indices { input.values[row, row % EveryMethodTests.count] = 0 }
    }
    try expect("rle", .value, "library factors cannot be computed", noRowWithoutZero)
    try expect("ratio", .refused, "every gene contains at least one zero", noRowWithoutZero)
    try expect("tmm", .value, "library size of sample \"s2\" is zero") { input in
      input.values.setColumn(2, to: [Double](repeating: 0, count: input.ids.count))
    }
    try expect("upperquartile", .value, "upper quartile of sample \"s2\" is zero") { input in
      for row in 10..<input.ids.count { input.values[row, 2] = 0 }
    }
    try expect("ratio", .value, "lengths must be positive") { $0.lengths = $0.values }
    func controls(_ ids: [String]) -> (inout MethodInput) -> Void {
      { $0.tables["control_genes"] = SettingTable(file: "genes.tsv", header: ["gene"], rows: ids.map { [$0] }) }
    }
    try expect("poscounts", .missing, "control gene \"who\" is not in the matrix", controls(["r4", "who"]))
    try expect("poscounts", .missing, "names no row", controls([]))
    // A sample whose counts stand where no other row's geometric mean can be used.
    try expect("poscounts", .refused, "sample \"s0\" shares no row") { input in
      controls(["r5"])(&input)
      input.values[5, 0] = 0
    }
    try expect("vst fit_type=mean", .refused, "within 2 orders of magnitude") { input in
      input.values = Matrix(rows: input.ids.count, columns: EveryMethodTests.count, repeating: 50)
    }
  }

  @Test func logarithms() throws {
    try expect("quantile", .refused, "sample \"s2\" has 1 values") { self.emptied(&$0, keeping: 1) }
    try expect("median", .value, "sample \"s2\" has no value") { self.emptied(&$0, keeping: 0) }
    for method in ["mindet", "minprob", "qrilc", "knn rule=sklearn"] {
      try expect(method, .refused, "sample \"s2\" has no value") { self.emptied(&$0, keeping: 0) }
    }
    try expect("qrilc", .refused, "QRILC takes up to 90 %") { self.emptied(&$0, keeping: 3) }
    try expect("knn", .refused, "more than colmax") { self.emptied(&$0, keeping: 3) }
    try expect("minprob", .refused, "no spread to draw with") { input in
      for row in input.ids.indices {
        for column in 0..<EveryMethodTests.count where column != row % EveryMethodTests.count {
          input.values[row, column] = .nan
        }
        input.values[row, row % EveryMethodTests.count] = 20
      }
    }
    try expect("remove-batch-effect", .usage, "needs --batch or --set covariates") { $0.batches = nil }
    func covariates(_ samples: [String], _ cell: String) -> (inout MethodInput) -> Void {
      { $0.tables["covariates"] = SettingTable(file: "c", header: ["sample", "x"], rows: samples.map { [$0, cell] }) }
    }
    try expect("remove-batch-effect", .missing, "no row for sample \"s0\"", covariates(["s1"], "1"))
    try expect(
      "remove-batch-effect", .value, "found \"tall\"", covariates((0..<EveryMethodTests.count).map { "s\($0)" }, "tall")
    )
  }

  @Test func batches() throws {
    try expect("combat ref_batch=q", .missing, "no batch \"q\"")
    try expect("combat", .refused, "only one batch") { $0.batches = $0.samples.map { _ in "x" } }
    try expect("combat", .refused, "no row can be adjusted") { input in
      input.values = Matrix(rows: input.ids.count, columns: EveryMethodTests.count, repeating: 3)
    }
    func covariates(_ columns: [[Double]]) -> (inout MethodInput) -> Void {
      { input in
        input.design = DesignColumns(
          matrix: Matrix(columns: columns, rows: EveryMethodTests.count), names: columns.map { _ in "c" }, formula: "~")
      }
    }
    let isY = EveryMethodTests.batches.map { $0 == "y" ? 1.0 : 0 }
    let isB = EveryMethodTests.groups.map { $0 == "b" ? 1.0 : 0 }
    try expect(
      "combat", .refused, "The covariate is confounded with batch! Remove the covariate and rerun ComBat",
      covariates([isY]))
    try expect("combat", .refused, "The covariates are confounded! Please remove one or more", covariates([isB, isB]))
    try expect(
      "combat", .refused,
      "At least one covariate is confounded with batch! Please remove confounded covariates and rerun ComBat",
      covariates([isB, isY]))
  }

  @Test func transcripts() throws {
    func expect(
      _ set: [String: String], _ code: OmicsError.Code, _ words: String, samples: Int = 1, isGeneLevel: Bool = false,
      header: [String] = ["tx", "gene"]
    ) throws {
      var input = MethodInput(
        values: Matrix(rows: 0, columns: samples), ids: [], samples: ["a"], measure: .estimatedCount, scale: .linear)
      input.quantifications = (0..<samples).map { _ in
        TranscriptQuantification(
          sample: "a", ids: ["t1"], counts: [3], tpm: [1], lengths: [10], isGeneLevel: isGeneLevel)
      }
      input.tables["tx2gene"] = SettingTable(file: "tx2gene.tsv", header: header, rows: [["t1", "g1"]])
      let error = #expect(throws: OmicsError.self) {
        _ = try TranscriptSummaryMethod.apply(input, MethodSettings(TranscriptSummaryMethod.card, given: set))
      }
      #expect(error?.code == code && error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
    try expect([:], .usage, "takes quantification files", samples: 0)
    try expect(["tx_out": "true"], .refused, "genes, not transcripts", isGeneLevel: true)
    try expect([:], .malformed, "needs two columns", header: ["tx"])
  }
}

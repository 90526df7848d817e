import Schema
import Testing

@testable import Pipeline

@Suite struct SexBalanceTests {
  private func cohort() -> CohortData {
    CohortData(
      name: "c", targets: [], samples: (0..<40).map { "s\($0)" }, label: (0..<40).map { Int8($0 < 20 ? 0 : 1) },
      batch: [Int](repeating: 0, count: 40), covariates: [], rna: nil, protein: nil)
  }

  private func sheet(_ column: String, _ sex: (Int) -> String) -> SampleTable {
    SampleTable(
      (0..<40).map { index in
        var sample = Sample(name: "s\(index)")
        sample.characteristics = [.init(column, sex(index))]
        return sample
      })
  }

  @Test func alikeAndNotAlike() {
    #expect(SexBalance.isBalanced([cohort()], sheet: sheet("sex") { $0 % 2 == 0 ? "male" : "female" }) == true)
    #expect(SexBalance.isBalanced([cohort()], sheet: sheet("Gender") { _ in "Female" }) == true)
    #expect(SexBalance.isBalanced([cohort()], sheet: sheet("sex") { $0 < 24 ? "M" : "F" }) == false)
  }

  @Test func unknownIsUnknown() {
    #expect(SexBalance.isBalanced([cohort()], sheet: sheet("age") { "\($0)" }) == nil)
    #expect(SexBalance.isBalanced([cohort()], sheet: sheet("sex") { _ in "not recorded" }) == nil)
  }
}

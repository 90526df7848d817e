import Schema
import Testing

@Suite struct SampleTableTests {
  private var table: SampleTable {
    var first = Sample(name: "a")
    first.batch = "p1"
    first.characteristics = [.init("sex", "f"), .init("age", "4")]
    var second = Sample(name: "b")
    second.characteristics = [.init("stage", "II"), .init("sex", "m")]
    return SampleTable([first, second])
  }

  @Test func columns() {
    #expect(table.count == 2)
    #expect(table.characteristicColumns == ["sex", "age", "stage"])
    #expect(table.column("sample") == ["a", "b"])
    #expect(table.column("batch") == ["p1", ""])
    #expect(table.column("sex") == ["f", "m"])
    #expect(table.column("age") == ["4", ""])
    #expect(table.column("absent") == nil)
  }

  @Test(arguments: SampleTable.fixedColumns) func everyFixedColumnIsThere(_ column: String) {
    #expect(Sample(name: "a").value(of: column) == (column == "sample" ? "a" : ""))
  }
}

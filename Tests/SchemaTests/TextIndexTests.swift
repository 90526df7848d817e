import Schema
import Testing

@Suite struct TextIndexTests {
  @Test("finds every text that was added, and no other")
  func find() {
    var texts = TextColumn()
    var index = TextIndex()
    func row(_ text: String, _ texts: TextColumn, _ index: TextIndex) -> Int? {
      var text = text
      return text.withUTF8 { bytes in
        let bytes = UnsafeRawBufferPointer(bytes)
        return index.find(TextIndex.hash(bytes)) { texts.equals($0, bytes) }
      }
    }
    for number in 0..<3000 {
      var text = "id\(number)"
      let isNew = text.withUTF8 { bytes in
        let bytes = UnsafeRawBufferPointer(bytes)
        return index.add(number, bytes) { texts.equals($0, bytes) }
      }
      #expect(isNew)
      texts.append(text)
    }
    let lost = (0..<3000).filter { (number: Int) in row("id\(number)", texts, index) != number }
    #expect(lost.isEmpty)
    #expect(row("id3000", texts, index) == nil)
    var again = "id7"
    let isNew = again.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      return index.add(9, bytes) { texts.equals($0, bytes) }
    }
    #expect(!isNew)
  }

  @Test("lists of names keep order and repeats")
  func names() {
    var lists = NameLists()
    for name in ["a", "b", "a"] { lists.add(name) }
    lists.endRow()
    lists.endRow()
    lists.add("b")
    lists.endRow()
    #expect(lists.count == 3)
    #expect(lists[0] == ["a", "b", "a"] && lists[1].isEmpty && lists[2] == ["b"])
  }
}

import Schema
import Synchronization
import Testing

@testable import Numerics

@Suite struct ParallelMapTests {
  @Test(arguments: [1, 2, 7]) func orderAndCoverage(_ threads: Int) throws {
    #expect(parallelMap(count: 1_000, threads: threads) { $0 * $0 } == (0..<1_000).map { $0 * $0 })
    #expect(parallelMap(count: 0, threads: threads) { $0 }.isEmpty)
    #expect(parallelMap(count: 5, threads: threads) { "\($0)" } == ["0", "1", "2", "3", "4"])
    let blocks = Mutex<[Range<Int>]>([])
    parallelForEachBlock(count: 103, blockSize: 10, threads: threads) { range in blocks.withLock { $0.append(range) } }
    let sorted = blocks.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
    #expect(sorted == (0..<11).map { $0 * 10..<min($0 * 10 + 10, 103) })
  }

  @Test func firstErrorWins() {
    do throws(OmicsError) {
      _ = try parallelMapThrowing(count: 50, threads: 4) { index throws(OmicsError) -> Int in
        if index % 7 == 6 { throw OmicsError(.value, "index \(index)") }
        return index
      }
      Issue.record("no error")
    } catch {
      #expect(error.message == "index 6")
    }
  }

  @Test func limit() {
    #expect(ThreadLimit.current >= 1)
    ThreadLimit.set(3)
    #expect(ThreadLimit.current == 3)
    ThreadLimit.set(0)
    #expect(ThreadLimit.current >= 1)
  }
}

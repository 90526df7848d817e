import Foundation
import Schema
import Testing

@testable import Deconvolution

/// Parts kept between runs change nothing but the time.
@Suite struct LedgerMemoryTests {
  /// A memory in a dictionary that counts what was asked and found.
  private final class Shelf: @unchecked Sendable {
    private let lock = NSLock()
    private var parts: [LedgerMemory.Part: [UInt8]] = [:]
    private(set) var kept = 0

    var memory: LedgerMemory {
      LedgerMemory(
        recall: { part in self.lock.withLock { self.parts[part] } },
        keep: { part, bytes in
          self.lock.withLock {
            self.parts[part] = bytes
            self.kept += 1
          }
        })
    }

    func cut(_ part: LedgerMemory.Part) { lock.withLock { parts[part] = parts[part].map { Array($0.dropLast()) } } }
    func spoil(_ part: LedgerMemory.Part) {
      lock.withLock { parts[part] = parts[part].map { [UInt8](repeating: 0xFF, count: $0.count) } }
    }
  }

  @Test func keptPartsGiveTheSameResultAndDamageIsComputedAgain() throws {
    let (engine, input) = (SimulatedInput.engine(), SimulatedInput.cohort("a"))
    let plain = try engine.rank([input])
    let shelf = Shelf()
    let first = try engine.rank([input], memory: shelf.memory)
    #expect(shelf.kept == 2)
    let second = try engine.rank([input], memory: shelf.memory)
    #expect(shelf.kept == 2, "nothing is computed twice")
    for result in [first, second] {
      #expect(result.ranking == plain.ranking)
      #expect(result.floors == plain.floors)
      #expect(result.exceeding == plain.exceeding)
    }
    shelf.cut(.halves)
    shelf.spoil(.calibration)
    let third = try engine.rank([input], memory: shelf.memory)
    #expect(shelf.kept == 4)
    #expect(third.ranking == plain.ranking && third.floors == plain.floors)
  }

  @Test func numbersComeBackBitForBit() throws {
    let numbers = [0.0, -0.0, 1.5, .nan, -.infinity, .leastNonzeroMagnitude]
    let bytes = LedgerMemory.bytes(numbers)
    let back = try #require(LedgerMemory.numbers(bytes, count: numbers.count))
    #expect(zip(numbers, back).allSatisfy { $0.bitPattern == $1.bitPattern })
    #expect(LedgerMemory.numbers(bytes, count: 5) == nil)
  }
}

internal import Dispatch
public import Schema
internal import Synchronization

/// Calls a body once for every block of consecutive indices, on several threads.
///
/// The blocks are `0..<blockSize`, `blockSize..<2 * blockSize` and so on, whatever the number of threads, so a body that
/// keeps its sums inside a block gives the same bytes on any machine load. Returns when all blocks are done.
/// `threads` is `ThreadLimit.current` unless given.
public func parallelForEachBlock(
  count: Int, blockSize: Int, threads: Int? = nil, _ body: @Sendable (Range<Int>) -> Void
) {
  precondition(blockSize > 0, "a block holds at least one index")
  guard count > 0 else { return }
  let blocks = (count + blockSize - 1) / blockSize
  let workers = min(max(1, threads ?? ThreadLimit.current), blocks)
  if workers == 1 {
    for block in 0..<blocks { body(block * blockSize..<min((block + 1) * blockSize, count)) }
    return
  }
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let block = next.add(1, ordering: .relaxed).oldValue
      if block >= blocks { return }
      body(block * blockSize..<min((block + 1) * blockSize, count))
    }
  }
}

/// The results of a body for the indices 0 to `count - 1`, in order, computed on several threads.
///
/// `threads` is `ThreadLimit.current` unless given. The body must not depend on the order of the calls.
public func parallelMap<Value: Sendable>(
  count: Int, threads: Int? = nil, _ body: @Sendable (Int) -> Value
) -> [Value] {
  [Value](unsafeUninitializedCapacity: max(count, 0)) { buffer, initialized in
    if let start = buffer.baseAddress {
      nonisolated(unsafe) let slots = start
      parallelForEachBlock(count: count, blockSize: 1, threads: threads) { range in
        for index in range { (slots + index).initialize(to: body(index)) }
      }
    }
    initialized = max(count, 0)
  }
}

/// Like `parallelMap` for a body that may fail; throws the error of the lowest failing index.
public func parallelMapThrowing<Value: Sendable>(
  count: Int, threads: Int? = nil, _ body: @Sendable (Int) throws(OmicsError) -> Value
) throws(OmicsError) -> [Value] {
  let outcomes = parallelMap(count: count, threads: threads) { index -> Result<Value, OmicsError> in
    do throws(OmicsError) { return .success(try body(index)) } catch { return .failure(error) }
  }
  var values: [Value] = []
  values.reserveCapacity(outcomes.count)
  for outcome in outcomes { values.append(try outcome.get()) }
  return values
}

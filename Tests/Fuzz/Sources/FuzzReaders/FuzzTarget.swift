import CountTableReader
import FuzzDriver
import Glibc
import GtfReader
import MzIdentMLReader
import MzTabReader
import OmicsIO
import ReaderKit
import Schema

/// The reader under test, chosen by the environment: `FUZZ_FORMAT=gtf`; without it recognition chooses.
private let format: String? = getenv("FUZZ_FORMAT").map { String(cString: $0) }

private let registry = ReaderRegistry([
  CountTableFileReader.self, GtfFileReader.self, MzIdentMLFileReader.self, MzTabFileReader.self,
])

/// One input of libFuzzer: a whole file. A located error is a right answer; a trap, a hang, or an internal fault (a ledger
/// that does not balance among them) is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = bytes.map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? []
  do throws(OmicsError) {
    var source = ByteSource.bytes(input, name: "input")
    _ = try DatasetReading.read(&source, registry: registry, format: format)
  } catch {
    if error.exitCode == .fault { fatalError("\(error.message)") }
  }
  return 0
}

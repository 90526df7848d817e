internal import OmicsIO
internal import Report
internal import Schema

/// `drift_junit.xml`: every gate as a test case, for CI systems that show JUnit reports.
enum DriftJUnit {
  static func bytes(_ outcome: DriftOutcome) -> [UInt8] {
    let failed = outcome.gates.filter { $0.kind == .fail && $0.holds }.count
    let warned = outcome.gates.filter { $0.kind == .warn && $0.holds }.count
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"plumbline drift\" tests=\"\(outcome.gates.count)\" failures=\"\(failed)\">\n"
    text += "  <testsuite name=\"\(HTMLText.escape("\(outcome.base) to \(outcome.new)"))\" "
    text += "tests=\"\(outcome.gates.count)\" failures=\"\(failed)\" skipped=\"\(warned)\">\n"
    for gate in outcome.gates {
      let found = "\(gate.condition): found \(shortestText(gate.value))"
      text += "    <testcase classname=\"drift.\(gate.kind.rawValue)\" name=\"\(HTMLText.escape(gate.condition))\">"
      if gate.holds {
        // A warning is no failure; JUnit knows only "skipped" for what is neither.
        let element = gate.kind == .fail ? "failure" : "skipped"
        text += "<\(element) message=\"\(HTMLText.escape(found))\"/>"
      }
      text += "</testcase>\n"
    }
    text += "    <system-out>\(HTMLText.escape(outcome.findings.verdict))</system-out>\n"
    return Array((text + "  </testsuite>\n</testsuites>\n").utf8)
  }
}

import Schema
import Testing

@testable import Pipeline

@Suite struct EngineRequestsTests {
  private func requests(_ engines: String, _ settings: String = "") throws -> [EngineRequests.Request] {
    var all = RunSettings()
    try all.set("engines", engines, origin: "flag")
    try all.set("engines.settings", settings, origin: "flag")
    return try EngineRequests(all).requests
  }

  @Test func enginesAndTheirSettings() throws {
    #expect(try requests("").isEmpty)
    #expect(
      try requests("factors, gated", "gated.folds=3, gated.note=a=b") == [
        .init(id: "factors", settings: [:]), .init(id: "gated", settings: ["folds": "3", "note": "a=b"]),
      ])
  }

  @Test(arguments: [("gated,gated", ""), ("gated", "factors.folds=3"), ("gated", "folds=3"), ("gated", "gated.folds")])
  func whatMakesNoSenseIsRefused(_ pair: (String, String)) {
    #expect(throws: OmicsError.self) { try requests(pair.0, pair.1) }
  }

  @Test func anUnknownEngineNamesTheNearest() throws {
    let error = #expect(throws: OmicsError.self) { try EngineCatalog(folders: []).engine("gatde") }
    #expect(error?.code == .usage)
  }
}

import Schema
import Testing

@testable import Pipeline

@Suite struct RunSettingsTests {
  @Test func documentationIsSortedAndUnique() {
    let keys = RunSettings.documentation.map(\.key)
    #expect(keys == keys.sorted())
    #expect(Set(keys).count == keys.count)
    #expect(RunSettings.documentation.allSatisfy { !$0.meaning.isEmpty && !$0.standard.isEmpty })
  }

  @Test(arguments: RunSettings.documentation.map(\.key)) func everyKeyCanBeSet(_ key: String) throws {
    var settings = RunSettings()
    let standard = settings
    try settings.set(key, "other", origin: "flag")
    #expect(settings[key] == "other")
    #expect(settings != standard)
    #expect(settings.resolved.filter { $0.origin != "default" } == [.init(key: key, value: "other", origin: "flag")])
  }

  @Test func defaultsAreThoseDocumented() {
    #expect(RunSettings().resolved.map(\.key) == RunSettings.documentation.map(\.key))
    #expect(RunSettings().resolved.map(\.value) == RunSettings.documentation.map(\.standard))
  }

  @Test func numbersAreChecked() throws {
    var settings = RunSettings()
    #expect(try settings.integer("seed", atLeast: 0) == 1)
    #expect(throws: OmicsError.self) { try settings.integer("seed", atLeast: 2) }
    #expect(throws: OmicsError.self) { try settings.number("ranking.fdr", in: 0.1...1) }
    try settings.set("seed", "x", origin: "flag")
    #expect(throws: OmicsError.self) { try settings.integer("seed", atLeast: 0) }
    #expect(throws: OmicsError.self) { try settings.set("sed", "1", origin: "flag") }
  }

  @Test func originsDoNotCountForEquality() throws {
    var settings = RunSettings()
    try settings.set("seed", "1", origin: "flag")
    #expect(settings == RunSettings())
  }
}

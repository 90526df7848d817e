import Testing

@testable import Pipeline

@Suite struct ShippedFoldersTests {
  @Test func givenFoldersComeFirstAndTheWorkingFolderLast() {
    let folders = ShippedFolders.search(
      "Mappings", given: ["mine"], environment: "one::two", executable: "/opt/bin/plumbline")
    #expect(folders == ["mine", "one", "two", "/opt/bin/../share/plumbline/Mappings", "Mappings"])
  }

  @Test func aBuiltCommandFindsItsCheckoutFromAnyFolder() {
    let folders = ShippedFolders.search(
      "Plugins", given: [], environment: nil, executable: "/home/me/plumbline/.build/x86/release/plumbline")
    #expect(folders.contains("/home/me/plumbline/Plugins"))
  }

  @Test func withoutAnExecutableOnlyTheWorkingFolderIsLeft() {
    #expect(ShippedFolders.search("Plugins", given: [], environment: nil, executable: "") == ["Plugins"])
  }

  @Test func aFolderWithTwoNamesIsSearchedOnce() {
    let folders = ShippedFolders.search("Mappings", given: ["/tmp", "/tmp/../tmp"], environment: "/", executable: "")
    #expect(folders == ["/tmp", "/", "Mappings"])
  }
}

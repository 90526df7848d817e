import Testing
import Workspace

@Suite struct WorkspaceLocationTests {
  @Test func orderOfWords() {
    func at(_ given: String?, _ environment: String?, _ data: String?, _ home: String?) -> String? {
      WorkspaceLocation(given: given, environment: environment, dataHome: data, home: home)?.folder
    }
    #expect(at("ws", "/env", "/data", "/home/u") == "ws")
    #expect(at(nil, "/env", "/data", "/home/u") == "/env")
    #expect(at("", "", "/data", "/home/u") == "/data/plumbline")
    #expect(at(nil, nil, "/data/", nil) == "/data/plumbline")
    #expect(at(nil, nil, "relative", "/home/u") == "/home/u/.local/share/plumbline")
    #expect(at(nil, nil, nil, "/") == "/.local/share/plumbline")
    #expect(at(nil, nil, nil, nil) == nil)
    #expect(at("", "", "", "") == nil)
  }

  @Test func originIsSaid() {
    #expect(
      WorkspaceLocation(given: nil, environment: "e", dataHome: nil, home: nil)?.origin
        == .environment)
    #expect(
      WorkspaceLocation(given: nil, environment: nil, dataHome: nil, home: "/h")?.origin
        == .homeFolder)
  }
}

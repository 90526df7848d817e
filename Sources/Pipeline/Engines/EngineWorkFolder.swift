internal import Glibc
internal import OmicsIO
internal import Schema
internal import Workspace

/// Where engine plugins work while they run: in the workspace, by the digest of all that can change their result, so
/// that a run that was killed finds its checkpoints again.
enum EngineWorkFolder {
  static func path(_ plan: RunPlan) -> String {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    let workspace = WorkspaceLocation(
      given: nil, environment: variable("PLUMBLINE_WORKSPACE"), dataHome: variable("XDG_DATA_HOME"),
      home: variable("HOME"))
    var key = ""
    for component in plan.components { key += "\(component.kind.rawValue)\t\(component.name)\t\(component.digest)\n" }
    return "\(workspace?.folder ?? ScratchFolder.path)/engines/\(SHA256Digest.hex(of: Array(key.utf8)))"
  }
}

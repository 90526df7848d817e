internal import Glibc

/// Where files stand that are not kept: `TMPDIR`, else `/tmp`.
enum ScratchFolder {
  static var path: String {
    guard let given = getenv("TMPDIR"), given.pointee != 0 else { return "/tmp" }
    return String(cString: given)
  }
}

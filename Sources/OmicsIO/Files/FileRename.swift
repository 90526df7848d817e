internal import Glibc
internal import Schema

extension FileCall {
  /// Gives a file its final name; without `replace` only when nothing is there.
  static func rename(_ old: String, to new: String, replace: Bool) throws(OmicsError) {
    if replace {
      if retrying({ Glibc.rename(old, new) }) != 0 { throw unwritable(new, errno) }
      return
    }
    // A hard link never replaces, so no other process's file can be lost between a look and a rename.
    if retrying({ link(old, new) }) == 0 {
      _ = unlink(old)
      return
    }
    switch errno {
    case EEXIST: throw AtomicTarget.alreadyThere(new)
    case EPERM, EOPNOTSUPP, ENOSYS, EMLINK, EACCES:
      // A file system without hard links: look, then rename.
      if kind(new) != nil { throw AtomicTarget.alreadyThere(new) }
      if retrying({ Glibc.rename(old, new) }) != 0 { throw unwritable(new, errno) }
    default: throw unwritable(new, errno)
    }
  }
}

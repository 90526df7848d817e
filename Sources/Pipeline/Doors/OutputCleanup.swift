internal import OmicsIO

/// Removes what an interrupted command has begun to write.
public enum OutputCleanup {
  /// Makes ready for signals; to be called before handlers are installed.
  public static func prepare() { PendingOutputs.prepare() }

  /// Removes all temporary files and folders; callable from a signal handler.
  public static func removePending() { PendingOutputs.removeAll() }
}

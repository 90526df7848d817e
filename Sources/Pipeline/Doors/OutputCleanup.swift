internal import OmicsIO

/// Removes what an interrupted command has begun to write.
public enum OutputCleanup {
  /// Removes all temporary files and folders; callable from a signal handler.
  public static func removePending() { PendingOutputs.removeAll() }
}

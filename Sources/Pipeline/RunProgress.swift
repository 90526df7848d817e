/// Where a run says what it is doing; the command prints it, tests ignore it.
public struct RunProgress: Sendable {
  private let report: @Sendable (String) -> Void

  /// A progress that hands each step's words to `report`.
  public init(_ report: @escaping @Sendable (String) -> Void) { self.report = report }

  /// A progress that says nothing.
  public static let silent = RunProgress { _ in }

  /// Says what is being done now.
  func step(_ words: String) { report(words) }
}

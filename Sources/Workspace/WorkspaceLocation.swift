/// Where the workspace is, decided from what the caller says and from nothing else.
///
/// The order is: the folder given on the command line, `PLUMBLINE_WORKSPACE`, the XDG data folder, the home folder.
/// An empty text counts as not given, as the XDG Base Directory Specification asks; a relative `XDG_DATA_HOME` is
/// ignored for the same reason.
public struct WorkspaceLocation: Sendable, Hashable {
  /// What decided.
  public enum Origin: String, Sendable, CaseIterable {
    /// `--workspace`.
    case option
    /// `PLUMBLINE_WORKSPACE`.
    case environment
    /// `XDG_DATA_HOME`.
    case dataFolder = "data_folder"
    /// `HOME`.
    case homeFolder = "home_folder"
  }

  /// The folder.
  public let folder: String
  /// What decided.
  public let origin: Origin

  /// Resolves the folder; nil when nothing says where a workspace could be.
  ///
  /// - Parameters:
  ///   - given: the value of `--workspace`.
  ///   - environment: the value of `PLUMBLINE_WORKSPACE`.
  ///   - dataHome: the value of `XDG_DATA_HOME`.
  ///   - home: the value of `HOME`.
  public init?(given: String?, environment: String?, dataHome: String?, home: String?) {
    if let given, !given.isEmpty {
      self.init(folder: given, origin: .option)
    } else if let environment, !environment.isEmpty {
      self.init(folder: environment, origin: .environment)
    } else if let dataHome, dataHome.hasPrefix("/") {
      self.init(folder: Self.join(dataHome, "plumbline"), origin: .dataFolder)
    } else if let home, home.hasPrefix("/") {
      self.init(folder: Self.join(home, ".local/share/plumbline"), origin: .homeFolder)
    } else {
      return nil
    }
  }

  private init(folder: String, origin: Origin) {
    self.folder = folder
    self.origin = origin
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}

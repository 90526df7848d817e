internal import Glibc
public import Schema

/// A program that is run as a child: no shell, no environment but what is given, limits on all it may use.
///
/// The child stands in a process group of its own, which is killed as a whole when it takes too long or says too much,
/// and dies with this process.
public struct ChildProcess: Sendable {
  /// The program's absolute path: nothing is searched for.
  public var executable: String
  /// The arguments after the program's name.
  public var arguments: [String]
  /// The whole environment of the child.
  public var environment: [String: String]
  /// The folder it starts in.
  public var folder: String
  /// The file it reads as standard input; nil gives it nothing to read.
  public var input: String?
  /// What it may use.
  public var limits: Limits

  /// What a child may use; nil leaves a limit to the system.
  public struct Limits: Sendable, Hashable {
    /// Seconds by the clock.
    public var seconds: Double?
    /// Seconds on a processor.
    public var processorSeconds: Int?
    /// Bytes of address space.
    public var memory: Int?
    /// Bytes of one file it writes.
    public var fileSize: Int?
    /// Processes of its user.
    public var processes: Int?
    /// Bytes on standard output.
    public var output: Int
    /// Bytes on standard error.
    public var errors: Int

    /// Limits.
    public init(
      seconds: Double? = nil, processorSeconds: Int? = nil, memory: Int? = nil, fileSize: Int? = nil,
      processes: Int? = nil, output: Int = 1 << 30, errors: Int = 1 << 20
    ) {
      self.seconds = seconds
      self.processorSeconds = processorSeconds
      self.memory = memory
      self.fileSize = fileSize
      self.processes = processes
      self.output = output
      self.errors = errors
    }
  }

  /// How a child ended.
  public enum Ending: Sendable, Hashable {
    /// It ended by itself with this code.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)
    /// It was killed for taking longer than allowed.
    case outOfTime
    /// It was killed for writing more than allowed to standard output or error.
    case flooded

    /// The ending in words.
    public var words: String {
      switch self {
      case .exited(let code): "it ended with exit code \(code)"
      case .signalled(let number): "signal \(number) (\(strsignal(number).map { String(cString: $0) } ?? "?")) ended it"
      case .outOfTime: "it took longer than allowed and was ended"
      case .flooded: "it wrote more than allowed and was ended"
      }
    }
  }

  /// A program with what it is given.
  public init(
    executable: String, arguments: [String] = [], environment: [String: String] = [:], folder: String,
    input: String? = nil, limits: Limits = Limits()
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.input = input
    self.limits = limits
  }

  /// Runs the child to its end; every piece of its output is handed on as it comes.
  ///
  /// - Parameters:
  ///   - output: takes pieces of standard output.
  ///   - errors: takes pieces of standard error.
  /// - Throws: `plugin` when the program cannot be started; what the takers throw, after the child is killed.
  public func run(
    output: (UnsafeRawBufferPointer) throws(OmicsError) -> Void,
    errors: (UnsafeRawBufferPointer) throws(OmicsError) -> Void
  ) throws(OmicsError) -> Ending {
    let running = try RunningChild(starting: self)
    do throws(OmicsError) {
      let cut = try running.drain(limits, output: output, errors: errors)
      return running.end(cut)
    } catch {
      _ = running.end(.flooded)
      throw error
    }
  }
}

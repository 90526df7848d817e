internal import Glibc
internal import OmicsIO
public import Schema

/// A reader that is a program of its own, in any language.
///
/// The program is started as `command recognize` with the first bytes of a file, or `command read` with all of it, on
/// standard input; what it prints is parsed as untrusted. It is started without a shell, with an environment of four
/// variables, in an empty folder, under limits; what goes wrong with it is a `plugin` error (exit 7).
public struct ExecutableReader: Sendable {
  /// What a program may use.
  public struct Limits: Sendable, Hashable {
    /// Seconds by the clock.
    public var seconds: Double
    /// Bytes of address space.
    public var memory: Int
    /// Bytes of output.
    public var output: Int
    /// Processes and threads it may start.
    public var processes: Int

    /// Limits; the standard ones are 600 seconds, 4 GiB, 1 GiB of output, 64 processes.
    public init(seconds: Double = 600, memory: Int = 4 << 30, output: Int = 1 << 30, processes: Int = 64) {
      self.seconds = seconds
      self.memory = memory
      self.output = output
      self.processes = processes
    }
  }

  /// What it says of its format.
  public var format: FormatDescriptor
  /// The program's absolute path.
  public var program: String
  /// Words before `recognize` and `read`.
  public var arguments: [String]
  /// Texts of which one must stand in a head: the program is not started for other files.
  public var needles: [String]
  /// How to get what it needs.
  public var install: String
  /// What it may use.
  public var limits: Limits
  /// Asked before every start: whether the program is the one that is trusted.
  public var authorize: @Sendable () throws(OmicsError) -> Void

  /// A reader.
  public init(
    format: FormatDescriptor, program: String, arguments: [String] = [], needles: [String], install: String = "",
    limits: Limits = Limits(), authorize: @escaping @Sendable () throws(OmicsError) -> Void = {}
  ) {
    self.format = format
    self.program = program
    self.arguments = arguments
    self.needles = needles
    self.install = install
    self.limits = limits
    self.authorize = authorize
  }

  /// The reader as a plugin.
  public var plugin: ReaderPlugin {
    ReaderPlugin(
      kind: .executable, format: format, recognize: { recognize($0) },
      read: { (options, source, builder) throws(OmicsError) in try read(options, &source, into: &builder) })
  }

  // MARK: Recognise

  private func recognize(_ head: FileHead) -> Recognition {
    guard head.columns == nil, needles.contains(where: { head.text.contains($0) }) else { return .none }
    do throws(OmicsError) {
      let folder = try TemporaryFolder()
      let input = try folder.write("input", head.bytes)
      var quick = limits
      quick.seconds = min(limits.seconds, 30)
      let said = try start("recognize", input: input, name: head.name, quick, in: folder)
      if let complaint = said.complaints.first(where: { $0.severity == .error }) {
        return refused(OmicsError(.malformed, complaint.message, at: complaint.location))
      }
      return try judgement(said.output)
    } catch {
      return refused(error)
    }
  }

  private func refused(_ error: OmicsError) -> Recognition {
    Recognition(confidence: 0.9, evidence: ["it looks like \(format.name)"], refusal: error)
  }

  /// One line: confidence, version, and evidence, each behind a tab.
  private func judgement(_ output: [UInt8]) throws(OmicsError) -> Recognition {
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let cells = (lines.first ?? "").split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard lines.count == 2, lines[1].isEmpty, let confidence = NumberParsing.double(cells[0]),
      (0...1).contains(confidence), cells.count >= 3 || confidence == 0
    else {
      throw failure("its answer to recognize is not \"confidence<TAB>version<TAB>evidence\"")
    }
    // Its own word alone does not outweigh a reader of this program.
    return Recognition(
      confidence: min(confidence, 0.95), version: cells.count > 1 ? cells[1] : "", evidence: Array(cells.dropFirst(2)))
  }

  // MARK: Read

  private func read(
    _ options: ReaderOptions, _ source: inout ByteSource, into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let folder = try TemporaryFolder()
    let input = try folder.write("input", from: &source)
    let said = try start("read", input: input, name: builder.file, limits, in: folder)
    for complaint in said.complaints {
      if complaint.severity == .error {
        try builder.reject(
          OmicsError(
            .malformed, complaint.message, at: builder.location(line: complaint.location?.line)))
      } else {
        var own = complaint
        own.location?.file = builder.file
        builder.diagnose(own)
      }
    }
    guard !builder.hasErrors else { return }
    do throws(OmicsError) {
      builder.dataset = try CanonicalStream.dataset(said.output, name: "output of \(format.plugin)")
      guard builder.dataset.ledger.units.contains(where: { builder.dataset.ledger[$0].read > 0 }) else {
        throw OmicsError(.missing, "the output has no ledger of the records read")
      }
      try builder.dataset.ledger.assertBalance()
    } catch {
      throw failure("what it printed is no canonical text", causes: [error])
    }
    if !said.words.isEmpty { builder.note("plugin-words", "the plugin also said: \(said.words.prefix(500))") }
  }

  // MARK: Run

  private struct Answer {
    var output: [UInt8]
    var complaints: [Diagnostic]
    var words: String
  }

  private func start(
    _ verb: String, input: String, name: String, _ limits: Limits, in folder: TemporaryFolder
  ) throws(OmicsError) -> Answer {
    try authorize()
    guard access(program, X_OK) == 0 else {
      throw failure("its program is not there or may not be run")
    }
    let work = "\(folder.path)/work"
    guard mkdir(work, 0o700) == 0 else {
      throw OmicsError(.unwritable, "cannot make a temporary folder", at: SourceLocation(file: work))
    }
    let child = ChildProcess(
      executable: program, arguments: arguments + [verb],
      environment: [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": work, "PLUMBLINE_FILE_NAME": name,
      ], folder: work, input: input,
      limits: .init(
        seconds: limits.seconds, processorSeconds: Int(limits.seconds.rounded(.up)) + 1, memory: limits.memory,
        fileSize: limits.output, processes: Self.running() + limits.processes, output: limits.output, errors: 1 << 20))
    var output: [UInt8] = []
    var errors: [UInt8] = []
    let ending = try child.run(
      output: { output.append(contentsOf: $0) }, errors: { errors.append(contentsOf: $0) })
    let (complaints, words) = ExecutableWords.parse(errors, file: name)
    switch ending {
    case .exited(0): return Answer(output: output, complaints: complaints, words: words)
    case .exited(3) where complaints.contains { $0.severity == .error }:
      return Answer(output: [], complaints: complaints, words: words)
    case .exited(69):
      throw failure(complaints.first?.message ?? "something it needs is not installed", hint: install)
    default:
      let last = complaints.last { $0.severity == .error }?.message ?? words
      throw failure(ending.words, hint: last.isEmpty ? nil : "Its last words: \(last.suffix(400))")
    }
  }

  private func failure(_ what: String, hint: String? = nil, causes: [OmicsError] = []) -> OmicsError {
    OmicsError(
      .plugin, "plugin \(format.plugin) failed: \(what)", at: SourceLocation(file: program),
      hint: hint.flatMap { $0.isEmpty ? nil : $0 }, causes: causes)
  }

  /// Processes and threads now on the machine: the limit of a user counts them all.
  private static func running() -> Int {
    guard let file = fopen("/proc/loadavg", "re") else { return 1 << 15 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, 128, file) != nil else { return 1 << 15 }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let parts = text.split(separator: " ")
    return parts.count > 3 ? parts[3].split(separator: "/").last.flatMap { Int($0) } ?? 1 << 15 : 1 << 15
  }
}

internal import CLaunch
internal import Glibc
internal import Schema

/// A child process between its start and its end.
struct RunningChild {
  private let process: pid_t
  private let streams: (output: Int32, errors: Int32)
  private let deadline: Double?

  init(starting child: ChildProcess) throws(OmicsError) {
    var descriptors: [Int32] = []
    func giveUp(_ what: String, _ code: Int32) -> OmicsError {
      for descriptor in descriptors { Glibc.close(descriptor) }
      return OmicsError(
        .plugin, "cannot \(what): \(SystemMessage.text(code))", at: SourceLocation(file: child.executable))
    }
    let input = FileCall.retrying { open(child.input ?? "/dev/null", O_RDONLY | O_CLOEXEC) }
    guard input >= 0 else { throw giveUp("open the input of the program", errno) }
    descriptors.append(input)
    var output: [Int32] = [0, 0]
    var errors: [Int32] = [0, 0]
    guard launch_pipe(&output) == 0 else { throw giveUp("make a pipe", errno) }
    descriptors += output
    guard launch_pipe(&errors) == 0 else { throw giveUp("make a pipe", errno) }
    descriptors += errors
    let words = CStringList([child.executable] + child.arguments)
    let variables = CStringList(child.environment.keys.sorted().map { "\($0)=\(child.environment[$0] ?? "")" })
    defer {
      words.free()
      variables.free()
    }
    var limits = launch_limits()
    limits.address_space = UInt64(child.limits.memory ?? 0)
    limits.cpu_seconds = UInt64(child.limits.processorSeconds ?? 0)
    limits.file_size = UInt64(child.limits.fileSize ?? 0)
    limits.processes = UInt64(child.limits.processes ?? 0)
    var started: pid_t = 0
    // A program that was just written may still be held open by a child of this process that has not begun.
    for attempt in 0..<6 {
      started = launch_program(
        child.executable, words.pointers, variables.pointers, child.folder, input, output[1], errors[1], &limits)
      guard started == -ETXTBSY, attempt < 5 else { break }
      usleep(20_000)
    }
    process = started
    streams = (output[0], errors[0])
    deadline = child.limits.seconds.map { Self.now() + $0 }
    guard process > 0 else { throw giveUp("start the program", -process) }
    for descriptor in [input, output[1], errors[1]] { Glibc.close(descriptor) }
  }

  /// Reads both streams to their ends.
  ///
  /// - Returns: why the child must be killed; nil when it closed both streams by itself.
  func drain(
    _ limits: ChildProcess.Limits, output: (UnsafeRawBufferPointer) throws(OmicsError) -> Void,
    errors: (UnsafeRawBufferPointer) throws(OmicsError) -> Void
  ) throws(OmicsError) -> ChildProcess.Ending? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    var open = [streams.output, streams.errors]
    var room = [limits.output, limits.errors]
    while open.contains(where: { $0 >= 0 }) {
      var waiting = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      var patience: Int32 = -1
      if let deadline {
        let left = deadline - Self.now()
        if left <= 0 { return .outOfTime }
        patience = Int32(min(left * 1000, 1e6).rounded(.up))
      }
      guard poll(&waiting, nfds_t(waiting.count), patience) > 0 else { continue }
      for index in 0..<2 where waiting[index].revents != 0 {
        let count = read(open[index], buffer.baseAddress, buffer.count)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 {
          open[index] = -1
          continue
        }
        room[index] -= count
        if room[index] < 0 { return .flooded }
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        if index == 0 { try output(piece) } else { try errors(piece) }
      }
    }
    return nil
  }

  /// Kills what must be killed, waits for the child and says how it ended.
  func end(_ cut: ChildProcess.Ending?) -> ChildProcess.Ending {
    Glibc.close(streams.output)
    Glibc.close(streams.errors)
    var cut = cut
    if cut != nil { kill(-process, SIGKILL) }
    var status: Int32 = 0
    while true {
      // A child may close its streams and go on: its time is still counted.
      let isTimed = cut == nil && deadline != nil
      let ended = waitpid(process, &status, isTimed ? WNOHANG : 0)
      if ended == process || (ended < 0 && errno != EINTR) { break }
      guard ended == 0, let deadline else { continue }
      if Self.now() > deadline {
        cut = .outOfTime
        kill(-process, SIGKILL)
      } else {
        usleep(2000)
      }
    }
    // Whatever the child left running goes with it.
    kill(-process, SIGKILL)
    if let cut { return cut }
    let number = status & 0x7F
    return number == 0 ? .exited((status >> 8) & 0xFF) : .signalled(number)
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// A list of words as C programs take it, ended by a null pointer.
private struct CStringList {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ words: [String]) {
    count = words.count
    pointers = .allocate(capacity: words.count + 1)
    for (index, word) in words.enumerated() { pointers[index] = strdup(word) }
    pointers[words.count] = nil
  }

  func free() {
    for index in 0..<count { Glibc.free(pointers[index]) }
    pointers.deallocate()
  }
}

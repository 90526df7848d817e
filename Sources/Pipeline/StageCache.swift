internal import OmicsIO
internal import Schema
internal import Synchronization
internal import Workspace

/// Results of stages kept for the next run: small ones in this process, all of them in a workspace if there is one.
///
/// A store that cannot be read or written costs time, never a result: the stage is computed again.
public final class StageCache: Sendable {
  /// What was asked of the cache, in order.
  struct Event: Sendable {
    var key: StageKey
    var isHit: Bool
  }

  /// The largest value kept in the process besides the store.
  private static let smallBytes = 1 << 20

  private struct State {
    var small: [String: [UInt8]] = [:]
    var events: [Event] = []
    var trouble: OmicsError?
  }

  private let state = Mutex(State())
  private let catalog: WorkspaceCatalog?
  private let store: StageStore?

  /// A cache within this process alone.
  public convenience init() { self.init(nil) }

  init(_ catalog: WorkspaceCatalog?, byteCap: Int = StageStore.standardByteCap) {
    self.catalog = catalog
    store = catalog.map { StageStore($0, byteCap: byteCap) }
  }

  /// The value of a key; nil when it must be computed.
  func value(for key: StageKey) -> [UInt8]? {
    if let small = state.withLock({ $0.small[key.digest] }) { return noted(key, small) }
    do throws(OmicsError) {
      return noted(key, try store?.value(for: key))
    } catch {
      state.withLock { $0.trouble = error }
      return noted(key, nil)
    }
  }

  private func noted(_ key: StageKey, _ value: [UInt8]?) -> [UInt8]? {
    state.withLock { $0.events.append(Event(key: key, isHit: value != nil)) }
    return value
  }

  /// Keeps a value.
  func keep(_ bytes: [UInt8], for key: StageKey) {
    if bytes.count <= Self.smallBytes { state.withLock { $0.small[key.digest] = bytes } }
    do throws(OmicsError) {
      try store?.store(bytes, for: key)
    } catch {
      state.withLock { $0.trouble = error }
    }
  }

  /// The events since the last call, for the run's log.
  func takeEvents() -> [JSONValue] {
    state.withLock { state in
      defer { state.events = [] }
      return state.events.map { event in
        .members([
          "event": .string("stage"), "stage": .string(event.key.stage), "cached": .bool(event.isHit),
          "key_sha256": .string(event.key.digest), "key": .string(event.key.text),
        ])
      }
    }
  }

  /// What the store could not do, as a remark; nil when all went well.
  var trouble: Diagnostic? {
    state.withLock { state in
      state.trouble.map {
        Diagnostic(.note, "stage-cache", "the stage cache could not be used: \($0.message)", at: $0.location)
      }
    }
  }

  /// The catalogue behind the store.
  var workspace: WorkspaceCatalog? { catalog }

  /// The keys of a stage in the store, the most recently used first.
  func keys(of stage: String) throws(OmicsError) -> [StageKey] {
    guard let store else { return [] }
    return try store.keyTexts(of: stage).compactMap { StageKey(text: $0) }
  }
}

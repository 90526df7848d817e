internal import CTorch

/// What libtorch said when a call failed.
public struct TensorError: Error, Sendable, CustomStringConvertible {
  /// Its words.
  public let description: String

  /// An error with words.
  public init(description: String) { self.description = description }

  static var last: TensorError { TensorError(description: String(cString: ct_error())) }
}

/// A tensor of libtorch with its gradient history; single precision unless asked otherwise.
///
/// Not shared between threads: an engine computes on one.
public final class Tensor {
  let handle: OpaquePointer

  init(_ handle: OpaquePointer?) throws(TensorError) {
    guard let handle else { throw .last }
    self.handle = handle
  }

  deinit { ct_free(handle) }

  /// A dense tensor of row-major values.
  public convenience init(_ values: [Double], shape: [Int], isDouble: Bool = false) throws(TensorError) {
    guard values.count == shape.reduce(1, *) else {
      throw TensorError(description: "\(values.count) values do not fill the shape \(shape)")
    }
    let sizes = shape.map(Int64.init)
    try self.init(
      values.withUnsafeBufferPointer { ct_dense($0.baseAddress, sizes, Int32(sizes.count), isDouble ? 1 : 0) })
  }

  /// A sparse matrix of coordinates and values; coordinates that stand twice are added up.
  public convenience init(
    rows: [Int], columns: [Int], values: [Double], height: Int, width: Int, isDouble: Bool = false
  ) throws(TensorError) {
    try self.init(
      ct_sparse(
        rows.map(Int64.init), columns.map(Int64.init), values, Int64(values.count), Int64(height), Int64(width),
        isDouble ? 1 : 0))
  }

  /// The sizes of its dimensions.
  public var shape: [Int] { (0..<Int(ct_rank(handle))).map { Int(ct_size(handle, Int32($0))) } }

  /// The values in row-major order.
  public func values() throws(TensorError) -> [Double] {
    var values = [Double](repeating: 0, count: Int(ct_count(handle)))
    guard ct_read(handle, &values, Int64(values.count)) == 0 else { throw .last }
    return values
  }

  /// The only value.
  public func value() throws(TensorError) -> Double {
    let all = try values()
    guard all.count == 1 else { throw TensorError(description: "the tensor holds \(all.count) values, not one") }
    return all[0]
  }

  /// Makes this a leaf whose gradient is kept.
  @discardableResult
  public func requiringGradient() throws(TensorError) -> Tensor {
    guard ct_require_gradient(handle) == 0 else { throw .last }
    return self
  }

  /// Computes the gradients of this single value with respect to all leaves.
  public func backward() throws(TensorError) { guard ct_backward(handle) == 0 else { throw .last } }

  /// The gradient that `backward` left on this leaf.
  public func gradient() throws(TensorError) -> Tensor { try Tensor(ct_gradient(handle)) }

  /// Overwrites the values in place.
  public func assign(_ values: [Double]) throws(TensorError) {
    guard ct_assign(handle, values, Int64(values.count)) == 0 else { throw .last }
  }
}

/// The library's state: one thread, deterministic algorithms, a device.
public enum TorchRuntime {
  /// Where tensors stand.
  public enum Device: String, Sendable, CaseIterable {
    /// CUDA where it is, else the processor.
    case automatic = "auto"
    /// The processor.
    case cpu
    /// CUDA.
    case cuda
  }

  /// Starts on a device and gives the one in use.
  ///
  /// - Throws: when CUDA is asked for and the installed libtorch has none.
  @discardableResult
  public static func start(_ device: Device) throws(TensorError) -> Device {
    let hasCuda = ct_has_cuda() == 1
    if device == .cuda && !hasCuda {
      throw TensorError(description: "the installed libtorch has no CUDA; use device=cpu")
    }
    let used: Device = device == .automatic ? (hasCuda ? .cuda : .cpu) : device
    guard ct_start(used == .cuda ? 1 : 0) >= 0 else { throw .last }
    return used
  }
}

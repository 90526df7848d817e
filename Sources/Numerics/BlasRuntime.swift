internal import CBlas

/// The linear-algebra library behind the matrix doors, pinned to one thread.
///
/// The same bytes come out only for the same number of threads and the same processor kernel, so the number of threads
/// is fixed to 1 before the first use and the kernel's name is there to be recorded. Parallel work is done over
/// independent blocks (`parallelMap`) instead.
public enum BlasRuntime {
  private static let pinned: Void = openblas_set_num_threads(1)

  /// Pins the library to one thread; every door calls this first, and calling it again is free.
  public static func prepare() { pinned }

  /// The processor kernel in use, such as `SkylakeX`: part of a run's provenance.
  public static var coreName: String {
    prepare()
    return text(openblas_get_corename())
  }

  /// The library's build description, such as `OpenBLAS 0.3.21 DYNAMIC_ARCH …`.
  public static var configuration: String {
    prepare()
    return text(openblas_get_config())
  }

  /// The number of threads the library uses: 1.
  public static var threads: Int {
    prepare()
    return Int(openblas_get_num_threads())
  }

  private static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
    guard let pointer else { return "" }
    return String(cString: pointer)
  }
}

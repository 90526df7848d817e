internal import CBlas

/// The two vector operations that inner loops of coordinate descent are made of (BLAS level 1, one thread).
public enum VectorKernel {
  /// The sum of products of `count` numbers (ddot).
  public static func dot(_ count: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    BlasRuntime.prepare()
    return cblas_ddot(Int32(count), a, 1, b, 1)
  }

  /// Adds `scale` times `count` numbers to others (daxpy).
  public static func add(
    _ count: Int, _ scale: Double, _ a: UnsafePointer<Double>, to b: UnsafeMutablePointer<Double>
  ) {
    BlasRuntime.prepare()
    cblas_daxpy(Int32(count), scale, a, 1, b, 1)
  }
}

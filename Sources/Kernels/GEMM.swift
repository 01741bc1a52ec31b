internal import COpenBLAS

/// A type in which BLAS multiplies matrices. Sums of integers are exact while they fit its significand.
package protocol BLASScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// Integers of this many bits, sign apart, are exact.
  static var exactBits: Int { get }
  /// `c = a * transpose(b)`: a is rows x inner, b is columns x inner, c is rows x columns; all row-major. The
  /// row strides of a and c may exceed their widths.
  static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Self>, stride: Int, _ b: UnsafePointer<Self>,
    into c: UnsafeMutablePointer<Self>, stride: Int)
}

extension Float: BLASScalar {
  package static let exactBits = 24

  package static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Float>, stride lda: Int, _ b: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, stride ldc: Int
  ) {
    BLASThreads.useCaller()
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(columns), blasint(inner), 1, a,
      blasint(lda), b, blasint(inner), 0, c, blasint(ldc))
  }
}

extension Double: BLASScalar {
  package static let exactBits = 53

  package static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Double>, stride lda: Int,
    _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>, stride ldc: Int
  ) {
    BLASThreads.useCaller()
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(columns), blasint(inner), 1, a,
      blasint(lda), b, blasint(inner), 0, c, blasint(ldc))
  }
}

/// Batches are spread over the cores by the callers, so each BLAS call stays on its caller's thread.
private enum BLASThreads {
  private static let once: Void = openblas_set_num_threads(1)
  static func useCaller() { once }
}

internal import COpenBLAS

/// Products of row-major matrices as gradients need them; each call stays on its caller's thread.
package enum MatrixProduct {
  /// `c = a * b` in 32-bit floats: a is rows x inner, b is inner x columns. Row strides may exceed widths.
  package static func plain(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Float>, stride lda: Int, _ b: UnsafePointer<Float>,
    stride ldb: Int, into c: UnsafeMutablePointer<Float>, stride ldc: Int
  ) {
    BLASThreads.useCaller()
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(columns), blasint(inner), 1, a, blasint(lda),
      b, blasint(ldb), 0, c, blasint(ldc))
  }

  /// `c = c + transpose(a) * b` in 32-bit floats: a is inner x rows, b is inner x columns. Row strides may exceed widths.
  package static func addTransposed(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Float>, stride lda: Int, _ b: UnsafePointer<Float>,
    stride ldb: Int, into c: UnsafeMutablePointer<Float>, stride ldc: Int
  ) {
    BLASThreads.useCaller()
    cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, blasint(rows), blasint(columns), blasint(inner), 1, a, blasint(lda),
      b, blasint(ldb), 1, c, blasint(ldc))
  }

  /// The same of doubles.
  package static func addTransposed(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Double>, stride lda: Int, _ b: UnsafePointer<Double>,
    stride ldb: Int, into c: UnsafeMutablePointer<Double>, stride ldc: Int
  ) {
    BLASThreads.useCaller()
    cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, blasint(rows), blasint(columns), blasint(inner), 1, a, blasint(lda),
      b, blasint(ldb), 1, c, blasint(ldc))
  }
}

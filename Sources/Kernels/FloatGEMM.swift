internal import COpenBLAS

/// Matrix products in float32, by OpenBLAS on the calling thread.
package enum FloatGEMM {
  /// One thread a call: callers spread independent work over the cores themselves.
  private static let isConfigured: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// `c[i, j] = sum over k of a[i, k] * b[j, k]`, all row-major, with the distance from row to row of each.
  ///
  /// - Precondition: `a` holds `rows` rows of `inner` values, `b` `columns` rows of `inner`, `c` `rows` of `columns`.
  package static func multiply(
    rows: Int, columns: Int, inner: Int, a: UnsafePointer<Float>, aStride: Int, b: UnsafePointer<Float>,
    bStride: Int, c: UnsafeMutablePointer<Float>, cStride: Int
  ) {
    guard isConfigured, rows > 0, columns > 0, inner > 0 else { return }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(columns), blasint(inner), 1, a,
      blasint(aStride), b, blasint(bStride), 0, c, blasint(cStride))
  }
}

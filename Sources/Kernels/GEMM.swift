internal import COpenBLAS

/// A type in which BLAS multiplies matrices. Sums of integers are exact while they fit its significand.
package protocol BLASScalar: BinaryFloatingPoint, BitwiseCopyable, Codable, SIMDScalar, Sendable {
  /// Integers of this many bits, sign apart, are exact.
  static var exactBits: Int { get }
  /// An integer of the type's width.
  associatedtype BitPattern: FixedWidthInteger & UnsignedInteger
  /// Sign, exponent and fraction from the highest bit on.
  var bitPattern: BitPattern { get }
  /// The number of those bits.
  init(bitPattern: BitPattern)
  /// `c = a * transpose(b)`: a is rows x inner, b is columns x inner, c is rows x columns; all row-major. The
  /// row strides of a and c may exceed their widths.
  static func multiply(
    rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<Self>, stride: Int, _ b: UnsafePointer<Self>,
    into c: UnsafeMutablePointer<Self>, stride: Int)

  // The loops over elements, written once as generics; each type's own copies are compiled for it.

  /// `table[code]` for every code.
  static func look(up codes: [UInt32], in table: [Self]) -> [Self]
  /// The linear part of a convolution: exact as long as every sum of magnitudes stays below `2^exactBits`.
  ///
  /// Weights are outputs x terms; the result is batch x pixels x outputs.
  static func convolve(
    _ inputs: [Self], batch: Int, shape: ConvolutionShape, weights: [Self], padding: Self
  ) -> [Self]
  /// The same with terms by a rule, and weights as `ConvolutionShape.packed` makes them.
  static func convolve(
    _ inputs: [Self], batch: Int, shape: ConvolutionShape, packed weights: [Self], padding: Self, rule: LaneRule
  ) -> [Self]
  /// The largest magnitude of some numbers; 0 of none.
  static func largestMagnitude(of numbers: [Self]) -> Self
  /// The codes of sums, rows of one a channel.
  static func round(_ sums: [Self], by affine: AffineRound) -> [UInt32]
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

  package static func look(up codes: [UInt32], in table: [Float]) -> [Float] { lookUp(codes, table) }

  package static func convolve(
    _ inputs: [Float], batch: Int, shape: ConvolutionShape, weights: [Float], padding: Float
  ) -> [Float] {
    convolution(inputs, batch: batch, shape: shape, weights: weights, padding: padding)
  }

  package static func convolve(
    _ inputs: [Float], batch: Int, shape: ConvolutionShape, packed weights: [Float], padding: Float, rule: LaneRule
  ) -> [Float] {
    laneConvolution(inputs, batch: batch, shape: shape, weights: weights, padding: padding, rule: rule)
  }

  package static func largestMagnitude(of numbers: [Float]) -> Float { largest(of: numbers) }

  package static func round(_ sums: [Float], by affine: AffineRound) -> [UInt32] { affine.codes(sums) }
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

  package static func look(up codes: [UInt32], in table: [Double]) -> [Double] { lookUp(codes, table) }

  package static func convolve(
    _ inputs: [Double], batch: Int, shape: ConvolutionShape, weights: [Double], padding: Double
  ) -> [Double] {
    convolution(inputs, batch: batch, shape: shape, weights: weights, padding: padding)
  }

  package static func convolve(
    _ inputs: [Double], batch: Int, shape: ConvolutionShape, packed weights: [Double], padding: Double, rule: LaneRule
  ) -> [Double] {
    laneConvolution(inputs, batch: batch, shape: shape, weights: weights, padding: padding, rule: rule)
  }

  package static func largestMagnitude(of numbers: [Double]) -> Double { largest(of: numbers) }

  package static func round(_ sums: [Double], by affine: AffineRound) -> [UInt32] { affine.codes(sums) }
}

/// Batches are spread over the cores by the callers, so each BLAS call stays on its caller's thread.
enum BLASThreads {
  /// On processors that are newer than the library its kernels are chosen here: measured 8 and 108 GFLOP/s.
  private static let once: Void = {
    mantissa_choose_kernels()
    mantissa_keep_memory()
    openblas_set_num_threads(1)
  }()
  static func useCaller() { once }
}

@inline(__always)
private func lookUp<T: BLASScalar>(_ codes: [UInt32], _ table: [T]) -> [T] {
  table.withUnsafeBufferPointer { table in codes.map { table[Int($0)] } }
}

internal import Arithmetic
internal import BigInt
internal import Kernels
package import QuantizedIR
internal import Support

/// A layer's sums with the products and the accumulator that its plan names, as real numbers: what training goes forward by
/// where they are not those of real arithmetic.
package struct ProductSums: Sendable {
  private let linear: Linear
  private var input: TensorType
  /// Weights are rounded with regard to it; nil where it is exact or they are not.
  private let effective: EffectiveWeights?
  private let correction: Double
  /// Nil where accumulators cut or round: the golden kernel sums then.
  private let reals: RealSums<Double>?

  /// - Parameters:
  ///   - linear: a layer of a verified network that reads codes of `input`.
  ///   - fitsWeights: see `LayerSettings`.
  ///   - corrects: whether affines make up for the mean error of approximate products.
  package init(_ linear: Linear, input: TensorType, fitsWeights: Bool, corrects: Bool) {
    self.linear = linear
    self.input = input
    let product = linear.multiplier.rule
    var effective = fitsWeights && !product.isExact ? EffectiveWeights(linear.weightFormat, multiplier: product) : nil
    effective?.prepare()
    self.effective = effective
    correction = corrects ? 1 / (1 + product.meanError) : 1
    reals = RealSums(real: linear, input: input)
  }

  /// Whether sums of real products, added in real numbers, are the layer's.
  package static func areReal(_ linear: Linear) -> Bool {
    linear.multiplier.rule.isExact && linear.accumulator == .exact
  }

  /// The same sums of codes that another scale is for.
  package func reading(scale: Double) -> ProductSums {
    var result = self
    result.input.scale = scale
    return result
  }

  /// The codes of real weights, outputs along the first axis; the scale is found where it is nil.
  package func rounded(_ weights: [Float], scale: Double? = nil) -> RoundedWeights {
    RoundedWeights(
      rounding: Tensor(shape: linear.weights.shape, values: weights), to: linear.weightFormat, effective: effective,
      scale: scale)
  }

  /// Sums with some weights, ready for any number of samples.
  package struct Step: Sendable {
    /// Of codes of samples, in real units; the layer's bias and what follows are not in them.
    package let sums: @Sendable (_ codes: [UInt32], _ batch: Int) -> [Float]
  }

  /// Makes weights of a step ready. Sums are in 64-bit floats where they are exact ones of the plan, and rounded once.
  package func step(_ weights: RoundedWeights) -> Step {
    let scales = weights.scales.map { $0 * input.scale * correction }
    guard let reals else { return goldenStep(weights, scales: scales.map { Float($0) }) }
    let prepared = reals.prepared(weights.codes.values)
    let zero = zeroSums(reals, prepared)
    return Step { codes, batch in
      let sums = reals.sums(codes, batch: batch, weights: prepared).sums
      return sums.indices.map { Float((sums[$0] - zero[$0 % zero.count]) * scales[$0 % scales.count]) }
    }
  }

  /// What each output sums where every activation is the zero point.
  private func zeroSums(_ reals: RealSums<Double>, _ weights: RealSums<Double>.Weights) -> [Double] {
    guard input.zeroPoint != 0 else { return [0] }
    let places = linear.geometry.output(of: input.shape, channels: linear.outputs)
    let codes = [UInt32](repeating: input.zeroPointCode, count: input.shape.count)
    return Array(reals.sums(codes, batch: 1, weights: weights).sums[..<min(linear.outputs, places.count)])
  }

  private func goldenStep(_ weights: RoundedWeights, scales: [Float]) -> Step {
    var linear = linear
    let single = Format(FloatFormat(exponentWidth: 8, fractionWidth: 23))
    linear.weights = weights.codes
    linear.lowest = single.number.lowestCode
    linear.highest = single.number.highestCode
    // The register depends on the weights; there is one for those of the plan's formats.
    guard (try? linear.accumulate(linear.accumulator, input: input.format)) != nil else { return Step { _, _ in [] } }
    let ones = [Int](repeating: 1, count: linear.outputs)
    linear.affine = Affine(
      multipliers: ones, offsets: ones.map { _ in 0 }, exponent: linear.accumulatorShape.lsb, multiplierWidth: 2)
    linear.absorbZeroPoint(of: input)
    let output = TensorType(
      shape: linear.geometry.output(of: input.shape, channels: linear.outputs), format: single)
    let kernel = QuantizedOperation.linear(linear).kernel(inputs: [input], output: output)
    return Step { codes, batch in
      kernel([codes], batch).enumerated().map { Float(bitPattern: $1) * scales[$0 % scales.count] }
    }
  }
}

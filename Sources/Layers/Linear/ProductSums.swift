internal import Arithmetic
internal import BigInt
package import QuantizedIR
internal import Support

/// A layer's sums with the products and the accumulator that its plan names, as real numbers: what training goes forward by
/// where they are not those of real arithmetic.
package struct ProductSums: Sendable {
  private let linear: Linear
  private var input: TensorType
  /// Weights are rounded with regard to it; nil where it is exact or they are not.
  private let fitted: (any Multiplier)?
  private let correction: Double

  /// - Parameters:
  ///   - linear: a layer of a verified network that reads codes of `input`.
  ///   - fitsWeights: see `LayerSettings`.
  ///   - corrects: whether affines make up for the mean error of approximate products.
  package init(_ linear: Linear, input: TensorType, fitsWeights: Bool, corrects: Bool) {
    self.linear = linear
    self.input = input
    let product = linear.multiplier.rule
    fitted = fitsWeights && !product.isExact ? product : nil
    correction = corrects ? 1 / (1 + product.meanError) : 1
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
      rounding: Tensor(shape: linear.weights.shape, values: weights), to: linear.weightFormat, multiplier: fitted,
      scale: scale)
  }

  /// The sums, rounded once to 32-bit floats, in real units; the layer's bias and what follows are not in them.
  package func sums(_ codes: [UInt32], weights: RoundedWeights, batch: Int) -> [Float] {
    var linear = linear
    let single = Format(FloatFormat(exponentWidth: 8, fractionWidth: 23))
    linear.weights = weights.codes
    linear.lowest = single.number.lowestCode
    linear.highest = single.number.highestCode
    // The register depends on the weights; there is one for those of the plan's formats.
    guard (try? linear.accumulate(linear.accumulator, input: input.format)) != nil else { return [] }
    let ones = [Int](repeating: 1, count: linear.outputs)
    linear.affine = Affine(
      multipliers: ones, offsets: ones.map { _ in 0 }, exponent: linear.accumulatorShape.lsb, multiplierWidth: 2)
    linear.absorbZeroPoint(of: input)
    let output = TensorType(
      shape: linear.geometry.output(of: input.shape, channels: linear.outputs), format: single)
    let found = QuantizedOperation.linear(linear).kernel(inputs: [input], output: output)([codes], batch)
    let scales = weights.scales.map { Float($0 * input.scale * correction) }
    return found.enumerated().map { place, code in Float(bitPattern: code) * scales[place % scales.count] }
  }
}

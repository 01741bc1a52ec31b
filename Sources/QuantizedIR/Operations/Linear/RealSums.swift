internal import Arithmetic
package import Kernels
internal import Support

/// A layer's sums in machine floats: of exact products by BLAS, of logarithmic ones in lanes.
///
/// Sums of integers are exact as long as they fit the significand; others err by `Weights.errors` at most.
package struct RealSums<T: BLASScalar>: Sendable {
  private let linear: Linear
  private let shape: ConvolutionShape
  private let logarithmic: LogarithmicProduct?
  private let rule: LaneRule?
  private let inputs: OperandReals<T>
  private let padding: T
  /// Powers of two.
  private let weightUnit: Int
  /// What complementing a product takes away from it.
  private let one: T

  /// What numbers and sums count.
  enum Unit {
    /// The least bit of activations and of the register; sums have to fit the type.
    case least
    /// Real numbers.
    case one
  }

  /// Weights ready to be multiplied.
  package struct Weights: Sendable {
    fileprivate var factors: [T]
    /// Where weights are above 0 and below, 1; empty where products are not complemented.
    fileprivate var signs: (above: [Float], below: [Float])
    /// For each output, by how much a sum may err, divided by the largest activation; 0 where sums are whole.
    var errors: [Double]
    /// What comes to that, whatever the activations are.
    var constantError: Double
  }

  /// Nil where the multiplier is neither exact nor logarithmic, or numbers in real units might leave the type's range.
  init?(_ linear: Linear, input: TensorType, unit: Unit) {
    let rule = linear.multiplier.rule
    logarithmic = (rule as? any LogarithmicMultiplier)?.core
    guard rule.isExact || logarithmic != nil else { return nil }
    let (weight, activation) = (linear.weightFormat.number.operandShape, input.format.number.operandShape)
    let inputUnit: Int
    switch unit {
    case .least: (inputUnit, weightUnit) = (activation.lsb, linear.accumulatorShape.lsb - activation.lsb)
    case .one:
      guard T.exactBits == Double.exactBits, [weight, activation].allSatisfy(\.isModest) else { return nil }
      (inputUnit, weightUnit) = (0, 0)
    }
    self.linear = linear
    shape = linear.shape(input: input)
    self.rule = logarithmic == nil ? nil : .logarithms(areWhole: unit == .least)
    inputs = OperandReals(input.format, unit: inputUnit, logarithmic: logarithmic)
    padding = inputs.decode([input.zeroPointCode])[0]
    let lsb = weight.lsb + activation.lsb - inputUnit - weightUnit
    one = logarithmic?.usesOnesComplement == true ? T(sign: .plus, exponent: T.Exponent(lsb), significand: 1) : 0
  }

  /// Sums in real units as they stand, roundings of 64-bit floats apart, for weights that change; nil where accumulators cut or
  /// round, and where the type's range does not do.
  package init?(real linear: Linear, input: TensorType) {
    guard linear.accumulator == .exact else { return nil }
    self.init(linear, input: input, unit: .one)
  }

  /// Makes weights ready, which are codes of the layer's format, outputs x terms.
  package func prepared(_ codes: [UInt32]) -> Weights {
    let palette = CodePalette(codes)
    let values: [T] = palette.codes.map {
      OperandReals.value(of: $0, linear.weightFormat, unit: weightUnit, logarithmic)
    }
    let weights = palette.places.map { values[Int($0)] }
    var factors = weights
    if let logarithmic {
      // 3/64 is what a product with its bias taken away adds.
      let logarithms = values.map { T.logarithm($0, plus: logarithmic.isCompensated ? 3 : 0) }
      factors = shape.packed(palette.places.map { logarithms[Int($0)] })
    }
    return Weights(
      factors: factors,
      signs: one == 0 ? ([], []) : (weights.map { $0 > 0 ? 1 : 0 }, weights.map { $0 < 0 ? 1 : 0 }),
      errors: errors(weights), constantError: constantError(values))
  }

  /// The sums of codes, and the largest activation where it counts.
  package func sums(_ codes: [UInt32], batch: Int, weights: Weights) -> (sums: [T], largest: T) {
    let activations = inputs.decode(codes)
    let largest = weights.errors.isEmpty ? 0 : max(T.largestMagnitude(of: activations), padding.magnitude)
    guard let rule else {
      let sums = T.convolve(activations, batch: batch, shape: shape, weights: weights.factors, padding: padding)
      return (sums, largest)
    }
    var sums = T.convolve(
      activations, batch: batch, shape: shape, packed: weights.factors, padding: padding, rule: rule)
    if one != 0 { takeOnes(from: &sums, activations, batch, weights) }
    return (sums, largest)
  }

  /// Complementing a product takes 1 more away than changing its sign does: so many as there are pairs of unlike signs.
  private func takeOnes(from sums: inout [T], _ activations: [T], _ batch: Int, _ weights: Weights) {
    let zero = T.logarithmicZero
    for (isAbove, factors) in [(true, weights.signs.below), (false, weights.signs.above)] {
      func has(_ number: T) -> Float { (isAbove ? number > zero : number < 0) ? 1 : 0 }
      let places = activations.map(has)
      guard places.contains(1) || has(padding) == 1 else { continue }
      let counts = Float.convolve(places, batch: batch, shape: shape, weights: factors, padding: has(padding))
      for place in sums.indices { sums[place] -= T(counts[place]) * one }
    }
  }
}

/// How far sums in real units may be off.
///
/// A sum of n products that are rounded each, added in any order with a rounding each time, is off by n u / (1 - n u) times
/// the sum of the products' magnitudes at most, u = 2^-53 (Higham, Accuracy and Stability of Numerical Algorithms, 3.1). A
/// logarithmic product is below 4 times that of magnitudes: operands with their lowest bit set are below twice theirs, with
/// 3/64 added a product is below 9/8 of the exact one, and a complemented one below twice an integer. Stand-ins for 0 add up
/// to less than 2^-509 times the largest number each.
extension RealSums {
  private var growth: Double { logarithmic == nil ? 1 : 4 }
  private var vanishing: Double { logarithmic == nil ? 0 : Double(shape.terms) * 0x1p-500 }

  private func errors(_ weights: [T]) -> [Double] {
    if case .logarithms(areWhole: true)? = rule { return [] }
    let terms = shape.terms
    let share = growth * Double(terms + 8) * 0x1p-52
    return (0..<shape.outputs).map { output in
      weights[output * terms..<(output + 1) * terms].reduce(0) { $0 + Double($1.magnitude) } * share + vanishing
    }
  }

  private func constantError(_ weights: [T]) -> Double {
    Double(weights.reduce(0) { max($0, $1.magnitude) }) * vanishing
  }
}

extension OperandShape {
  /// Whether products of such numbers, and sums and affines of those, stay normal 64-bit floats.
  fileprivate var isModest: Bool { lsb >= -300 && lsb + significandWidth + maximumShift <= 250 }
}

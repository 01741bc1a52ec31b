package import Arithmetic

/// Rounds weights to the codes whose approximate products come nearest, on the average over activations, to the exact
/// products of the weights.
///
/// A logarithmic product with a weight of a given fraction errs by an amount of its own: the code for a weight of a bad
/// fraction is chosen a little larger. That costs no hardware. What all products err by alike is left to the affine.
package struct EffectiveWeights: Sendable {
  private let number: any NumberFormat
  private let multiplier: any Multiplier
  private let mean: Double
  /// Mean relative error of the products with a weight, by its significand and sign.
  private var errors: [Operand: Double] = [:]

  package init(_ format: Format, multiplier: any Multiplier) {
    number = format.number
    self.multiplier = multiplier
    mean = multiplier.meanError
  }

  /// The code for a weight, in units of its scale.
  package mutating func code(_ weight: Double) -> UInt32 {
    var best = number.encode(weight)
    guard weight != 0, weight.isFinite else { return best }
    var least = distance(best, weight)
    var next = weight
    for _ in 0..<4 {
      next = weight * (1 + mean) / (1 + error(number.encode(next)))
      // The nearest code and those beside it: errors jump from one fraction to the next.
      for factor in [1, 1 - 1e-3, 1 + 1e-3, 0.95, 1.05] {
        let code = number.encode(next * factor)
        let found = distance(code, weight)
        if found < least { (best, least) = (code, found) }
      }
    }
    return best
  }

  private mutating func distance(_ code: UInt32, _ weight: Double) -> Double {
    let value = number.double(of: code) ?? 0
    return (value * (1 + error(code)) / (1 + mean) - weight).magnitude
  }

  /// Over activations of 16 bits with evenly spaced fractions.
  private mutating func error(_ code: UInt32) -> Double {
    var weight = number.operand(of: code)
    guard weight.significand != 0 else { return 0 }
    weight.shift = 0
    if let known = errors[weight] { return known }
    let (found, exact) = Self.activations.reduce(into: (0.0, 0.0)) { sums, activation in
      let product = multiplier.product(weight, activation)
      sums.0 += Double(sign: .plus, exponent: product.shift, significand: Double(product.significand))
      sums.1 += Double(weight.significand) * Double(activation.significand)
    }
    errors[weight] = found / exact - 1
    return found / exact - 1
  }

  private static let activations = (0..<64).map {
    Operand(negative: false, significand: 0x8000 + 512 * $0 + 256, shift: 0)
  }
}

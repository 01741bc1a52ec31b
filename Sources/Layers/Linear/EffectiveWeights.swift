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
  /// What is known of codes, where there are few.
  private var known: [Known?]

  private struct Known {
    /// What products with the code make of it, `mean` apart.
    var effect: Double
    /// By what a weight is divided whose products err as this code's do.
    var factor: Double
  }

  package init(_ format: Format, multiplier: any Multiplier) {
    number = format.number
    self.multiplier = multiplier
    mean = multiplier.meanError
    known = format.width <= 16 ? Array(repeating: nil, count: 1 << format.width) : []
  }

  /// Finds what it needs of every code, for those who round often.
  package mutating func prepare() {
    for code in known.indices where number.hasValue(UInt32(code)) { _ = self[UInt32(code)] }
  }

  /// The code for a weight, in units of its scale.
  package mutating func code(_ weight: Double) -> UInt32 {
    var best = number.encode(weight)
    guard weight != 0, weight.isFinite else { return best }
    var least = (self[best].effect - weight).magnitude
    var (nearest, next) = (best, Double.nan)
    for _ in 0..<4 {
      let found = weight * (1 + mean) / self[nearest].factor
      if found == next { break }
      next = found
      // The nearest code and those beside it: errors jump from one fraction to the next.
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 5) { reals in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 5) { codes in
          for (place, factor) in Self.factors.enumerated() { reals[place] = next * factor }
          number.encode(UnsafeBufferPointer(reals), into: codes)
          nearest = codes[0]
          for code in codes {
            let distance = (self[code].effect - weight).magnitude
            if distance < least { (best, least) = (code, distance) }
          }
        }
      }
    }
    return best
  }

  private static let factors = [1, 1 - 1e-3, 1 + 1e-3, 0.95, 1.05]

  private subscript(code: UInt32) -> Known {
    mutating get {
      if Int(code) < known.count, let found = known[Int(code)] { return found }
      let factor = 1 + error(code)
      let found = Known(effect: (number.double(of: code) ?? 0) * factor / (1 + mean), factor: factor)
      if Int(code) < known.count { known[Int(code)] = found }
      return found
    }
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

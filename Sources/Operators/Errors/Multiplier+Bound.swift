internal import Arithmetic
internal import Foundation

/// What a multiplier promises, in words for READMEs.
extension Multiplier {
  /// The formula, with the operands a and b.
  var formula: String {
    guard let core = (self as? any LogarithmicMultiplier)?.core else { return "a * b" }
    let cut = core.kept.map { ", fa and fb cut to \($0 - 1) bits" + (core.setsLowest ? " with the last one set" : "") }
    let ones = core.usesOnesComplement ? ", signs by ones' complement" : ""
    return "+-2^floor(s) * (1 + s - floor(s)), s = (ka + fa) + (kb + fb)" + (core.isCompensated ? " + 3/64" : "")
      + " with |a| = 2^ka * (1 + fa) and |b| = 2^kb * (1 + fb)" + (cut ?? "") + ones
  }

  /// The error against the exact product, before and after a rounding to `format`.
  func errorBound(rounded format: (any OperatorFormat)?) -> String {
    let rounding = format?.roundingBound
    guard let core = (self as? any LogarithmicMultiplier)?.core else { return rounding ?? "exact" }
    let (low, high) = core.relativeBounds
    let text = String(format: "relative, between %.2f %% and %+.2f %%", 100 * low, 100 * high)
      .replacingOccurrences(of: "+0.00", with: "0")
    let signs = core.usesOnesComplement ? "; signs by ones' complement are off by one unit" : ""
    return text + (rounding.map { ", then rounded: \($0)" } ?? "; what is below the unit is cut off") + signs
  }
}

extension OperatorFormat {
  /// How far a rounded result is from the exact one.
  var roundingBound: String { "correctly rounded: \(roundingRule)" }
}

extension LogarithmicProduct {
  /// The relative errors of products of numbers of any length, before anything is cut off below the unit.
  ///
  /// The error of Mitchell's product is worst where both fractions are 1/2 and best at 0 and 1; cutting the operands to
  /// fractions of w - 1 bits moves each operand within a cell of a grid, whose corners are searched.
  package var relativeBounds: (low: Double, high: Double) {
    guard let kept, kept <= 9 else {
      return isCompensated ? Self.compensatedBounds : (-1.0 / 9, 0)
    }
    let cells = 1 << (kept - 1)
    let step = 1 / Double(cells)
    var (low, high) = (0.0, 0.0)
    for i in 0..<cells {
      for j in 0..<cells {
        let (x, y) = (Double(i) * step, Double(j) * step)
        let taken = (setsLowest ? Double(i | 1) * step : x) + (setsLowest ? Double(j | 1) * step : y)
        let product = Self.power(taken)
        low = min(low, product / ((1 + x + step) * (1 + y + step)) - 1)
        high = max(high, product / ((1 + x) * (1 + y)) - 1)
      }
    }
    return (low, high)
  }

  /// 2^floor(s) * (1 + s - floor(s)).
  private static func power(_ s: Double) -> Double { exp2(s.rounded(.down)) * (1 + s - s.rounded(.down)) }

  /// With fractions f and g: lowest at f = g = (1 - 3/64) / 2 where the sum reaches 1, highest at f = g = 0, or 1.
  private static var compensatedBounds: (low: Double, high: Double) {
    let half = (1 - 3.0 / 64) / 2
    return (2 / ((1 + half) * (1 + half)) - 1, 3.0 / 64)
  }
}

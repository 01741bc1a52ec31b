package import Arithmetic
internal import QuantizedIR
internal import Support

/// Fits the scale and zero point of a fixed-point tensor to its values.
package enum RangeFit {
  /// The scale without zero point that makes the mean square error least, among shrunken ranges.
  package static func symmetric(_ values: [Double], format: Format) -> Double {
    let (low, high) = format.limits
    let top = values.map { $0 < 0 ? ($0 / min(low, -1)) : ($0 / max(high, 1)) }.max() ?? 0
    guard top > 0 else { return 1 }
    return best(values, low: low, high: high) { shrink in (top * shrink, 0) }.scale
  }

  /// The scale, and for unsigned formats the zero point, that cover `range` when shrunk by the factor that makes
  /// the mean square error over `values` least; no shrinking without values.
  package static func fit(
    range: ClosedRange<Double>, values: [Double], format: Format
  ) -> (scale: Double, zeroPoint: Int) {
    let (low, high) = format.limits
    let (lower, upper) = (min(range.lowerBound, 0), max(range.upperBound, 0))
    guard upper > lower else { return (1, 0) }
    return best(values, low: low, high: high) { shrink in
      if low < 0 {
        return (scale(max(upper / max(high, 1), lower / low) * shrink), 0)
      }
      let scale = scale((upper - lower) * shrink / (high - low))
      return (scale, Int(min(high, max(low, (low - lower * shrink / scale).rounded(.toNearestOrEven)))))
    }
  }

  /// The power of two by which values are divided so that rounding them makes the least mean square error.
  ///
  /// Among the scales that keep the largest value in range and those up to 2^20 above and 2^8 below them.
  package static func powerOfTwo(_ values: [Double], format: Format) -> Double {
    let step = Swift.max(1, values.count / 4096)
    let some = stride(from: 0, to: values.count, by: step).map { values[$0] }
    guard let top = some.map(\.magnitude).max(), top > 0, top.isFinite else { return 1 }
    // Integers of 60 bits hold the values and every code is found by the format's own batch encoder.
    let unit = Int(top.exponent) - 60
    let integers = some.map { Int128(($0 * Double(sign: .plus, exponent: -unit, significand: 1)).rounded()) }
    let highest = Int(top.exponent) - Int(format.limits.high.exponent)
    var (best, least) = (0, Double.infinity)
    // What codes stand for, where there are few, once for all scales.
    var table = [Double](repeating: .nan, count: format.width <= 16 ? 1 << format.width : 0)
    func known(_ code: UInt32) -> Double {
      if Int(code) < table.count, !table[Int(code)].isNaN { return table[Int(code)] }
      let found = format.number.double(of: code) ?? 0
      if Int(code) < table.count { table[Int(code)] = found }
      return found
    }
    for power in (highest - 8...highest + 20).sorted(by: { ($0.magnitude, $0) < ($1.magnitude, $1) }) {
      let scale = Double(sign: .plus, exponent: power, significand: 1)
      let codes = format.encode(integers, exponent: unit - power)
      var error = 0.0
      for (code, value) in zip(codes, some) {
        let difference = known(code) * scale - value
        error += difference * difference
      }
      if error < least { (best, least) = (power, error) }
    }
    return Double(sign: .plus, exponent: best, significand: 1)
  }

  /// The scale of a tensor, to 10 bits: ranges differ in their last bits from one machine's matrix product to another's;
  /// scales must not.
  package static func scale(_ exact: Double) -> Double { Dyadic(exact)?.rounded(toBits: 10).double ?? 1 }

  private static func best(
    _ values: [Double], low: Double, high: Double, _ candidate: (Double) -> (scale: Double, zeroPoint: Int)
  ) -> (scale: Double, zeroPoint: Int) {
    var best = candidate(1)
    guard !values.isEmpty else { return best }
    var least = Double.infinity
    for step in 0..<25 {
      let (scale, zero) = candidate(1 - Double(step) * 0.03)
      if let error = squareError(values, low: low, high: high, scale: scale, zero: Double(zero), below: least) {
        (least, best) = (error, (scale, zero))
      }
    }
    return best
  }

  /// The sum of the squares of what rounding changes, one value after another; nil once it is not below a bound.
  ///
  /// - Precondition: `low` and `high` are whole.
  private static func squareError(
    _ values: [Double], low: Double, high: Double, scale: Double, zero: Double, below bound: Double
  ) -> Double? {
    typealias Part = SIMD8<Double>
    func squares(_ value: Part) -> Part {
      var code = value / scale + zero
      code.replace(with: low, where: code .< low)
      code.replace(with: high, where: code .> high)
      // The nearest whole numbers, ties to even: doubles from 2^52 on are whole.
      code = (code + 0x1.8p52) - 0x1.8p52
      let difference = (code - zero) * scale - value
      return difference * difference
    }
    var error = 0.0
    let whole = values.count - values.count % Part.scalarCount
    values.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: whole, by: Part.scalarCount) where error < bound {
        let part = squares(bytes.loadUnaligned(fromByteOffset: 8 * start, as: Part.self))
        for lane in part.indices { error += part[lane] }
      }
    }
    for value in values[whole...] { error += squares(Part(repeating: value))[0] }
    return error < bound ? error : nil
  }
}

extension Format {
  /// The format of the weights of layers whose weights are all 1.
  package static let unitWeight = Format(BinaryFormat())
}

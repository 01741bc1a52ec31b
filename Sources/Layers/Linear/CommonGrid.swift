internal import Arithmetic
internal import BigInt
package import QuantizedIR
package import Support

/// Grids through 0 that hold several real numbers.
package enum CommonGrid {
  /// Bits of the widest tensor.
  static let mostBits = 32
  /// Bits of the widest integer that every 32-bit float of its size is.
  static let floatBits = 24
  /// How far, relative to their size, numbers may lie off a grid: what rounding two scales to 32-bit floats moves them.
  static let tolerance = 0x1p-22

  /// The coarsest units whose multiples the numbers are: exactly, and then within the tolerance.
  package static func units(of numbers: [Double]) -> [Double] {
    let magnitudes = Set(numbers.map(\.magnitude)).subtracting([0])
    guard let least = magnitudes.min(), magnitudes.allSatisfy(\.isFinite) else { return [] }
    let near = (1...64).first { parts in
      magnitudes.allSatisfy { isWhole($0 / least * Double(parts)) }
    }
    return [exact(magnitudes), near.map { least / Double($0) }].compactMap { $0 }
  }

  /// Whether a number is a multiple of 1, within the tolerance.
  static func isWhole(_ number: Double) -> Bool {
    number.magnitude < 0x1p20 && (number - number.rounded()).magnitude <= tolerance * number.magnitude
  }

  private static func exact(_ magnitudes: Set<Double>) -> Double? {
    let parts = magnitudes.compactMap { Dyadic($0) }
    guard let exponent = parts.map(\.exponent).min(), let top = parts.map(\.exponent).max(), top - exponent < 200 else {
      return nil
    }
    let divisor = parts.reduce(BigInt(0)) { $0.greatestCommonDivisor(with: $1.rounded(toMultipleOf: exponent)) }
    return Dyadic(divisor, exponent: exponent).double
  }

  /// The narrowest fixed-point type of at most 32 bits on a grid of the numbers, from `least` to `most`; nil where none is.
  package static func type(_ shape: Shape, holding numbers: [Double], least: Double, most: Double) -> TensorType? {
    for unit in units(of: numbers) {
      let (lowest, highest) = (min(0, (least / unit).rounded()), max(0, (most / unit).rounded()))
      guard lowest >= -0x1p31, highest < (lowest < 0 ? 0x1p31 : 0x1p32), lowest < highest else { continue }
      return TensorType(
        shape: shape, format: Format(fixedPoint(lowest: Int(lowest), highest: Int(highest))), scale: unit)
    }
    return nil
  }
}

extension LayerContext {
  /// The type of a result of multiples of numbers between two others, which bounds keep within them: exact where 32 bits
  /// hold it, else what the settings have, over all that can be reached or as samples ask for, with a remark.
  ///
  /// Offsets and bounds make it finer only as far as the model's own floats hold the result. Nil where the settings' format
  /// has no scale to choose.
  func naturalType(holding numbers: [Double], offsets: [Double] = [], least: Double, most: Double) -> TensorType? {
    let (least, most) = (clamped(least), clamped(most))
    let bounds = [lower, upper].filter(\.isFinite)
    func type(_ numbers: [Double]) -> TensorType? {
      CommonGrid.type(output.shape, holding: numbers, least: least, most: most)
    }
    if let exact = type(numbers + offsets + bounds),
      exact.format.width <= CommonGrid.floatBits || exact.scale == type(numbers)?.scale
    {
      return exact
    }
    let format = settings.activations
    guard case .range = format.scaling, least < most || least != 0 else { return nil }
    let (scale, zeroPoint) =
      fitted
      ?? RangeFit.fit(
        // A little room, because scales are rounded to few bits.
        range: min(least, 0) * 1.005...max(most, 0) * 1.005, values: [], format: format)
    remarks?.add(
      "tensor '\(tensor)' has no exact format: it is rounded to \(format) in steps of \(scale)"
    )
    return TensorType(shape: output.shape, format: format, scale: scale, zeroPoint: zeroPoint)
  }
}

extension TensorType {
  /// The real value of the lowest bit, and the lowest and the highest real value.
  package var grid: (unit: Double, least: Double, most: Double) {
    let number = format.number
    return (
      Double(sign: .plus, exponent: number.operandShape.lsb, significand: scale), real(number.lowestCode),
      real(number.highestCode)
    )
  }
}

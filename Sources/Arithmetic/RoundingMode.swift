package import BigInt
internal import Support

/// Which of the two integers around a number it becomes; the names are QONNX's, where "up" is away from zero and "down"
/// towards it.
package enum RoundingMode: String, Hashable, Codable, Sendable, CaseIterable {
  /// To the nearest, ties to even.
  case halfEven = "HALF_EVEN"
  /// To the nearest, ties to odd: what ties to even become when an odd number is added after the rounding.
  case halfOdd = "HALF_ODD"
  /// To the nearest, ties away from zero.
  case halfUp = "HALF_UP"
  /// To the nearest, ties towards zero.
  case halfDown = "HALF_DOWN"
  /// Down.
  case floor = "FLOOR"
  /// Up.
  case ceil = "CEIL"
  /// Away from zero.
  case up = "UP"
  /// Towards zero.
  case down = "DOWN"

  /// The parameter `ROUNDING` of the cell `fixed_encode`.
  package var cellMode: Int {
    switch self {
    case .halfEven: 0
    case .halfOdd: 1
    case .halfUp: 2
    case .halfDown: 3
    case .floor: 4
    case .ceil: 5
    case .up: 6
    case .down: 7
    }
  }

  /// As comments say it.
  package var text: String {
    switch self {
    case .halfEven: "the nearest code, ties to even"
    case .halfOdd: "the nearest code, ties to odd"
    case .halfUp: "the nearest code, ties away from zero"
    case .halfDown: "the nearest code, ties towards zero"
    case .floor: "the next code below"
    case .ceil: "the next code above"
    case .up: "the next code away from zero"
    case .down: "the next code towards zero"
    }
  }

  /// The integer that `x` is rounded to, computed as QONNX does in x's own precision.
  package func round<T: BinaryFloatingPoint>(_ x: T) -> T {
    let sign: T = x < 0 ? -1 : 1
    return switch self {
    case .halfEven: x.rounded(.toNearestOrEven)
    case .halfOdd: x.magnitude.rounded(.down) + 0.5 == x.magnitude ? 2 * x - x.rounded(.toNearestOrEven) : x.rounded()
    case .halfUp: sign * (x.magnitude + 0.5).rounded(.down)
    case .halfDown: sign * (x.magnitude - 0.5).rounded(.up)
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .up: x.rounded(.awayFromZero)
    case .down: x.rounded(.towardZero)
    }
  }

  /// The least integer that, in units of `2^-places`, is rounded to `level` or more; `places` at least 1.
  package func least(reaching level: BigInt, places: Int) -> BigInt { first(reaching: level, places: places) }

  /// The same for 128 bits.
  package func least(reaching level: Int128, places: Int) -> Int128 { first(reaching: level, places: places) }

  private func first<T: BinaryInteger>(reaching level: T, places: Int) -> T {
    (level - 1) << T(places) + rest(below: level, places: places)
  }

  /// `value * 2^-places` rounded to an integer; `places` at least 1.
  package func round(_ value: BigInt, places: Int) -> BigInt {
    round(value, above: value.floorShifted(right: places), places: places)
  }

  /// The same, for at most 120 places.
  package func round(_ value: Int128, places: Int) -> Int128 {
    round(value, above: value >> Int128(places), places: places)
  }

  private func round<T: BinaryInteger>(_ value: T, above floor: T, places: Int) -> T {
    value - floor << T(places) >= rest(below: floor + 1, places: places) ? floor + 1 : floor
  }

  /// How far above `level` - 1, in units of `2^-places`, the numbers that are rounded to `level` begin.
  private func rest<T: BinaryInteger>(below level: T, places: Int) -> T {
    let (unit, half) = (T(1) << T(places), T(1) << T(places - 1))
    return switch self {
    case .halfEven: level.isMultiple(of: 2) ? half : half + 1
    case .halfOdd: level.isMultiple(of: 2) ? half + 1 : half
    case .halfUp: level > 0 ? half : half + 1
    case .halfDown: level > 0 ? half + 1 : half
    case .floor: unit
    case .ceil: 1
    case .up: level > 0 ? 1 : unit
    case .down: level > 0 ? unit : 1
    }
  }
}

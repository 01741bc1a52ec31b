/// How a quantizer makes an integer of a number; the names are QONNX's.
package enum QuantizerRounding: String, Hashable, Codable, Sendable, CaseIterable {
  /// To the nearest, ties to even.
  case halfEven = "HALF_EVEN"
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

  /// Reads a model's spelling, in any case; `ROUND` is `HALF_EVEN`.
  package init?(spelling: String) {
    let name = spelling.uppercased()
    self.init(rawValue: name == "ROUND" ? "HALF_EVEN" : name)
  }

  /// The integer that `x` is rounded to, computed as QONNX does in x's own precision.
  package func round<T: BinaryFloatingPoint>(_ x: T) -> T {
    let sign: T = x < 0 ? -1 : 1
    return switch self {
    case .halfEven: x.rounded(.toNearestOrEven)
    case .halfUp: sign * (x.magnitude + 0.5).rounded(.down)
    case .halfDown: sign * (x.magnitude - 0.5).rounded(.up)
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .up: x.rounded(.awayFromZero)
    case .down: x.rounded(.towardZero)
    }
  }
}

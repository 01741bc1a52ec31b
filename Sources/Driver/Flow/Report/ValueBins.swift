import Arithmetic
import QuantizedIR

/// Equal bins over the values that a tensor's format has, or, where it has values far beyond the tensor's, over the tensor's.
struct ValueBins: Encodable, Sendable {
  /// Where the first bin begins.
  var start: Double
  /// Of every bin.
  var width: Double
  /// Bins, of which the outermost take what lies outside, too.
  var count: Int

  private static let most = 48

  /// - Parameter seen: some of the tensor's values.
  init(_ type: TensorType, seen: ClosedRange<Double>) {
    let ends = type.limits
    let reach = max(ends.upperBound - ends.lowerBound, .leastNormalMagnitude)
    let isNear = reach <= 4 * (seen.upperBound - seen.lowerBound)
    // A few values far beyond the format do not squeeze those within it.
    let low = max(min(isNear ? ends.lowerBound : .infinity, seen.lowerBound), ends.lowerBound - reach / 4)
    let high = min(max(isNear ? ends.upperBound : -.infinity, seen.upperBound), ends.upperBound + reach / 4)
    let span = high > low ? high - low : reach
    guard let unit = type.unit, unit.isNormal else {
      width = span / Double(Self.most - 4)
      start = low - 2 * width
      count = Self.most
      return
    }
    // Whole steps of the format, each in the middle of its share of a bin.
    width = unit * max(1, (span / unit / Double(Self.most - 4)).rounded(.up))
    start = ends.lowerBound - unit / 2 + width * (((low - ends.lowerBound) / width).rounded(.down) - 2)
    let bins = (high - start) / width
    count = bins.isFinite ? max(1, Int(min(bins, Double(2 * Self.most - 3))) + 3) : Self.most
  }

  /// The bin of a value; nil for what is no number, and where scales are beyond all numbers.
  func place(_ value: Double) -> Int? {
    let place = ((value - start) / width).rounded(.down)
    return place.isNaN ? nil : Int(max(0, min(Double(count - 1), place)))
  }

  /// Whether bins can be drawn.
  var isFinite: Bool { start.isFinite && width.isFinite && width > 0 }
}

extension TensorType {
  /// The least and the greatest real value of a code.
  var limits: ClosedRange<Double> {
    let (low, high) = format.limits
    let ends = [low, high].map { scale * ($0 - Double(zeroPoint)) }
    return min(ends[0], ends[1])...max(ends[0], ends[1])
  }

  /// The real distance of neighbouring codes where it is the same for all, as in fixed point; else nil.
  var unit: Double? {
    let shape = format.number.operandShape
    guard format.number is any FixedPointFormat, shape.maximumShift == 0 else { return nil }
    return Double(sign: .plus, exponent: shape.lsb, significand: scale)
  }
}

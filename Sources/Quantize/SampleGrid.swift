internal import Arithmetic
internal import Layers
package import QuantizedIR
package import Support

/// The format of an input whose samples several quantizers read, or one behind arithmetic.
package struct SampleGrid: Sendable {
  /// The type of the input's tensor.
  package var type: TensorType
  /// Whether every sample has a code that all readers take as they take the sample.
  package var isExact: Bool

  /// Bits of an input that is no quantizer's own, at least.
  private static let leastBits = 16
  /// What hls4ml takes where nothing is stated: -32 to 32 in steps of 1/1024.
  private static let plain = (unit: 0x1p-10, limit: 32.0)

  /// - Parameters:
  ///   - isComplete: whether nothing but the readers uses the input; else it is also as fine, and reaches as far, as inputs
  ///     are of which nothing is known.
  ///   - samples: the range of the samples that are known.
  package init(shape: Shape, readers: [SampleReader], isComplete: Bool, samples: ClosedRange<Double>?) {
    let lines = readers.flatMap(\.lines)
    guard !lines.isEmpty, lines.allSatisfy(\.isFinite) else {
      let most = max(samples.map { max(-$0.lowerBound, $0.upperBound) } ?? 0, Self.plain.limit)
      let format = FixedFormat(
        width: 12 + Int(min(most, 0x1p20).exponent) - (most.significand == 1 ? 1 : 0), fraction: 10)
      (type, isExact) = (TensorType(shape: shape, format: Format(format)), false)
      return
    }
    var numbers: [Double] = []
    var (least, most) = (0.0, 0.0)
    var finest = Double.infinity
    for line in lines {
      numbers += [line.spacing, line.place]
      finest = min(finest, line.spacing)
      (least, most) = (min(least, line.least), max(most, line.most))
    }
    if !isComplete {
      (least, most) = (min(least, -Self.plain.limit), max(most, Self.plain.limit - Self.plain.unit))
      if let samples { (least, most) = (min(least, samples.lowerBound), max(most, samples.upperBound)) }
      numbers.append(Self.plain.unit)
      finest = min(finest, Self.plain.unit)
    }
    // Between two borders there is a code, too.
    let exact = CommonGrid.units(of: numbers).lazy
      .compactMap { Self.type(shape, unit: $0 / 2, least: least, most: most) }.first
    isExact = exact != nil && isComplete
    type = exact ?? Self.widest(shape, finest: finest / 64, least: least, most: most)
  }

  /// Nil past 32 bits.
  private static func type(_ shape: Shape, unit: Double, least: Double, most: Double) -> TensorType? {
    let (lowest, highest) = ((least / unit).rounded(.down), (most / unit).rounded(.up))
    let isSigned = least < 0
    guard lowest >= -0x1p31, highest < (isSigned ? 0x1p31 : 0x1p32), lowest < highest else { return nil }
    let format = fixedPoint(lowest: isSigned ? Int(lowest) : 0, highest: Int(highest))
    return TensorType(shape: shape, format: Format(format), scale: unit)
  }

  /// As fine as 32 bits allow, and no finer than asked for.
  private static func widest(_ shape: Shape, finest: Double, least: Double, most: Double) -> TensorType {
    var unit = Double(sign: .plus, exponent: Int(finest.exponent), significand: 1)
    let coarsest = max(-least, most, unit)
    while unit < coarsest {
      if let type = type(shape, unit: unit, least: least, most: most) {
        if type.format.width >= leastBits { return type }
        unit /= 2
        continue
      }
      unit *= 2
    }
    return TensorType(shape: shape, format: Format(FixedFormat(width: 32)), scale: coarsest / 0x1p30)
  }
}

/// Where, on a line through an input's values, a quantizer's levels change.
private struct Borders {
  /// The distance between a border and the next level's middle, or the next border.
  var spacing: Double
  /// One of them.
  var place: Double
  var least: Double
  var most: Double

  var isFinite: Bool { [spacing, place, least, most].allSatisfy(\.isFinite) && spacing > 0 }
}

extension SampleReader {
  /// One for every channel whose arithmetic differs.
  fileprivate var lines: [Borders] {
    let counts = steps.map { if case .affine(let scale, let shift) = $0 { max(scale.count, shift.count) } else { 1 } }
    return (0..<(counts.max() ?? 1)).compactMap { borders(channel: $0) }
  }

  /// In the input's values: steps are undone from the last one to the first. Nil where every sample has one level.
  private func borders(channel: Int) -> Borders? {
    var (least, most) = reach
    let divisor = Double(quantization.divisor)
    var spacing = divisor / 2
    if case .floats(let exponent, let fraction, _) = quantization.grid {
      spacing *= Double(sign: .plus, exponent: 1 - (1 << (exponent - 1)) - fraction, significand: 1)
    }
    var place = -Double(quantization.offset) * divisor
    for step in steps.reversed() {
      switch step {
      case .affine(let scale, let shift):
        let (factor, summand) = (Double(scale[channel % scale.count]), Double(shift[channel % shift.count]))
        guard factor != 0 else { return nil }
        func undone(_ value: Double) -> Double { (value - summand) / factor }
        (least, most) = (min(undone(least), undone(most)), max(undone(least), undone(most)))
        (spacing, place) = (spacing / factor.magnitude, undone(place))
      case .clip(let lower, let upper):
        least = min(max(least, Double(lower)), Double(upper))
        most = max(min(most, Double(upper)), Double(lower))
      }
    }
    return Borders(spacing: spacing, place: place, least: least, most: most)
  }

  /// The real values of the outermost levels.
  private var reach: (Double, Double) {
    let cut = Double(sign: .plus, exponent: quantization.shift ?? 0, significand: 1)
    let (divisor, offset) = (Double(quantization.divisor), Double(quantization.offset))
    switch quantization.grid {
    case .integers(let lowest, let highest):
      return ((Double(lowest) * cut - offset) * divisor, (Double(highest) * cut - offset) * divisor)
    case .signs: return (-divisor, divisor)
    case .floats(_, _, let largest): return (-Double(largest) * divisor, Double(largest) * divisor)
    }
  }
}

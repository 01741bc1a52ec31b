internal import Arithmetic
import BigInt
internal import QuantizedIR
internal import Support

extension LinearForm {
  /// Steps of all lines together that are counted one by one.
  private static let mostSteps = 1 << 23

  /// The affine of two lines that computes a function of two slopes of the layer's result.
  func bentAffine(_ context: LayerContext, _ sums: Sums, _ bend: Bend) throws(Failure) -> Affine {
    let lines = lines(context, sums)
    let sides = lines.enumerated().map { bend.sides(of: $1, channel: $0) }
    let target = OutputLevels(context)
    let levels = (sides.map(\.above) + sides.map(\.below)).map { target.line($0) }
    try target.checkFinite(levels)
    guard context.quantization?.grid != .signs else {
      throw Failure(at: "activation", "a sign of a function of two slopes is no affine")
    }
    // No sum lies past these.
    let limit = BigInt(1) << sums.shape.width
    let borders = sides.map { min(max(Dyadic($0.border)?.rounded(toMultipleOf: 0) ?? 0, -limit), limit) }
    var both: Affine
    if context.isStated {
      both = try target.affine(
        levels, steps: steps(context, sums, bend, lines, levels, borders, target), sumWidth: sums.shape.width,
        remarks: context.remarks)
    } else {
      let unit = Double(sign: .plus, exponent: target.lsb, significand: 1)
      both = try Affine(
        slopes: levels.map { $0.slope * unit }, starts: levels.map { $0.start * unit },
        width: context.settings.affineWidth, exponent: context.settings.affineExponent, sumWidth: sums.shape.width,
        output: context.output.format)
    }
    let count = lines.count
    both.below = Affine.Below(
      borders: borders, multipliers: Array(both.multipliers[count...]), offsets: Array(both.offsets[count...]))
    (both.multipliers, both.offsets) = (Array(both.multipliers[..<count]), Array(both.offsets[..<count]))
    return both
  }

  /// The step functions of the lines above and then of those below the borders; nil where sums are too long to count.
  ///
  /// A side on which no sum lies has the steps of the other.
  private func steps(
    _ context: LayerContext, _ sums: Sums, _ bend: Bend, _ lines: [Line], _ levels: [Line], _ borders: [BigInt],
    _ target: OutputLevels
  ) -> [SumSteps]? {
    guard let ranges = sumRanges(context, sums) else { return nil }
    let count = lines.count
    return levels.indices.map { place in
      let (o, isAbove) = (place % count, place < count)
      let (range, line) = (ranges[cyclic: o], lines[o])
      let border = Int(Int128(min(max(borders[o], BigInt(range.lowerBound)), BigInt(range.upperBound) + 1)))
      let isOne = border == range.lowerBound || border > range.upperBound
      let own = isOne ? (border > range.upperBound ? count + o : o) : place
      return SumSteps(
        range: isOne ? range : isAbove ? border...range.upperBound : range.lowerBound...border - 1,
        slope: levels[own].slope, start: levels[own].start, most: max(1 << 12, Self.mostSteps / levels.count)
      ) { sum in
        target.level(bend.value(Float(line.slope * Double(sum) + line.start), channel: o))
      }
    }
  }
}

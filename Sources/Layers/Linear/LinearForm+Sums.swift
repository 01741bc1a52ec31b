internal import Arithmetic
import BigInt
package import QuantizedIR
package import Support

/// A layer whose codes are its sums, all of them, and what they stand for.
package struct BareSums: Sendable {
  package var linear: Linear
  package var type: TensorType
  /// Real results over codes: one line for all channels, or one for each.
  package var lines: [Line]
  /// The codes that occur, as integers, by line.
  package var ranges: [ClosedRange<Int>]
}

extension BareSums {
  /// The codes that the context's quantizer gives the sums, searched one by one.
  package func quantized(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    let target = OutputLevels(context)
    return try CodeFunction(input: type, output: context.output, tables: lines.count, ranges: ranges) { code, table in
      let real = lines[cyclic: table].value(at: type.format.integer(of: code))
      return context.output.format.number.encode(Double(target.level(real)))
    }.operation()
  }
}

extension LinearForm {
  /// The layer without its affine; nil where its sums are cut, or longer than a code.
  package func bareSums(_ context: LayerContext) throws(Failure) -> BareSums? {
    let sums = try sums(context)
    guard constants == outputs, var ranges = sumRanges(context, sums) else { return nil }
    var lines = lines(context, sums)
    guard lines.allSatisfy({ $0.slope.isFinite && $0.start.isFinite }) else { return nil }
    var offsets = [Int](repeating: 0, count: outputs)
    if let slope = lines.first?.slope, slope != 0, lines.allSatisfy({ $0.slope == slope }) {
      // Channels whose biases are whole sums share one line.
      let starts = lines.map { ($0.start - lines[0].start) / slope }
      if starts.allSatisfy({ $0 == $0.rounded() && $0.magnitude < 0x1p40 }) {
        offsets = starts.map { Int($0) }
        lines = [lines[0]]
      }
    }
    ranges = zip(ranges, offsets).map { $0.lowerBound + $1...$0.upperBound + $1 }
    let lowest = ranges.map(\.lowerBound).min() ?? 0
    let highest = ranges.map(\.upperBound).max() ?? 0
    guard lowest >= -0x8000_0000, highest <= (lowest < 0 ? 0x7fff_ffff : 0xffff_ffff) else { return nil }
    let format = Format(fixedPoint(lowest: lowest, highest: highest))
    var linear = sums.linear
    linear.affine = Affine(
      multipliers: offsets.map { _ in 1 }, offsets: offsets.map { BigInt($0) }, exponent: 0, multiplierWidth: 2)
    (linear.lowest, linear.highest) = (format.number.lowestCode, format.number.highestCode)
    linear.absorbZeroPoint(of: context.inputs[0])
    return BareSums(
      linear: linear, type: TensorType(shape: context.output.shape, format: format), lines: lines,
      ranges: lines.count == 1 ? [lowest...highest] : ranges)
  }
}

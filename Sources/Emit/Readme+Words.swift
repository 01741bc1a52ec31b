internal import Arithmetic
internal import Cells
internal import PipelineIR
internal import Support

/// How the words of a port are read.
extension Readme {
  /// The values of a port's codes: all of them where there are few, else those at the borders of the code's bits.
  static func codes(_ format: Format) -> String {
    let mask = format.number.codeMask
    let codes = format.width <= 4 ? Array(0...mask) : [0, 1, mask >> 1, (mask >> 1) + 1, mask]
    return codes.map { code in
      "`\(code.digits(radix: 2, count: format.width))` is \(format.number.value(of: code).map { "\($0.double)" } ?? "no number")"
    }.joined(separator: ", ")
  }

  /// What the first word of the vectors says, lane by lane.
  static func example(_ port: Port, _ codes: [UInt32]) -> String {
    let coding = WordCoding(padded: port.stream)
    guard let word = coding.words(Array(codes.prefix(coding.lanes))).first else { return "" }
    let lanes = codes.prefix(min(2, coding.lanes)).enumerated().map { lane, code in
      let (pixel, channel) = lane.quotientAndRemainder(dividingBy: port.shape.channels)
      let (row, column) = pixel.quotientAndRemainder(dividingBy: port.shape.width)
      let digits = String(code, radix: 16)
      let element = "the element of row \(row), column \(column), channel \(channel)"
      guard let value = port.format.number.value(of: code)?.double else {
        return "lane \(lane) has code `\(digits)`, no number, for \(element)"
      }
      let real = "\(port.scale) * (\(value) - \(port.zeroPoint)) = \(port.scale * (value - Double(port.zeroPoint)))"
      return "lane \(lane) has code `\(digits)` of value \(value): \(element) is \(real)"
    }
    return "`\(word)`: " + lanes.joined(separator: "; ")
  }
}

import Arithmetic
import BigInt
import Support

extension CellTrial {
  /// An encoder: every integer of `inputWidth` bits up to 12, else random ones of every length.
  static func encode(
    _ spelling: String, inputWidth: Int, exponent: Int, lowest: UInt32? = nil, highest: UInt32? = nil, seed: UInt64 = 1
  ) throws -> CellTrial {
    let format = try Format(spelling).number
    let (low, high) = (lowest ?? format.lowestCode, highest ?? format.highestCode)
    let cell = format.encoderCell(inputWidth: inputWidth, exponent: exponent, lowest: low, highest: high)
    let integers = Self.integers(width: inputWidth, seed: seed)
    return CellTrial(
      name: "\(spelling) of \(inputWidth) bits * 2^\(exponent) in \(low)...\(high)", inputWidth: inputWidth,
      outputWidth: format.width, body: instance(cell, "u_encode", [("value", "in"), ("code", "out")]),
      cells: modules([cell]), inputs: integers.map { word($0, width: inputWidth) },
      expected: integers.map { integer in
        let code = format.encode(Dyadic(integer, exponent: exponent))
        let order = format.order(of: code)
        return BigUInt(order < format.order(of: low) ? low : order > format.order(of: high) ? high : code)
      })
  }

  private static func integers(width: Int, seed: UInt64) -> [BigInt] {
    if width <= 12 { return (-(1 << (width - 1))..<1 << (width - 1)).map { BigInt($0) } }
    var random = SplitMix64(seed: seed)
    let limit = BigInt(1) << (width - 1)
    let corners = [0, 1, -1, limit - 1, -limit, -limit + 1]
    return corners
      + (0..<3000).map { _ in
        let drawn = BigInt(BigUInt.randomInteger(withMaximumWidth: width - 1, using: &random))
        let length = Int(random.next() % UInt64(width))
        // Ties need zeros below, so half of the integers have few bits set.
        var value = drawn >> length
        if random.next() & 1 == 0 { value = (value >> max(0, width - 30)) << Int(random.next() % UInt64(length + 1)) }
        return random.next() & 1 == 0 ? value : -value
      }
  }

  /// A comparison of every pair of codes.
  static func compare(_ spelling: String, codes: [UInt32]) throws -> CellTrial {
    let format = try Format(spelling).number
    let pairs = codes.flatMap { a in codes.map { (a, $0) } }
    let width = format.width
    let cell = format.compareCell()
    let ports = [("a", "in[\(2 * width - 1):\(width)]"), ("b", "in[\(width - 1):0]"), ("greater", "out")]
    return CellTrial(
      name: "compare \(spelling)", inputWidth: 2 * width, outputWidth: 1, body: instance(cell, "u_compare", ports),
      cells: modules([cell]), inputs: pairs.map { BigUInt($0) << width | BigUInt($1) },
      expected: try pairs.map { a, b in
        guard let left = format.value(of: a), let right = format.value(of: b) else {
          throw FormatError("a code has no value")
        }
        return left > right ? 1 : 0
      })
  }
}

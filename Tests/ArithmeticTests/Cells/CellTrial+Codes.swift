import Arithmetic
import BigInt
import Support

extension CellTrial {
  /// An encoder: every integer of `inputWidth` bits up to 12, else random ones of every length.
  static func encode(
    _ spelling: String, inputWidth: Int, exponent: Int, lowest: UInt32? = nil, highest: UInt32? = nil,
    rounding: RoundingMode = .halfEven, seed: UInt64 = 1
  ) throws -> CellTrial {
    let format = try Format(spelling).number
    let (low, high) = (lowest ?? format.lowestCode, highest ?? format.highestCode)
    let stated: [(name: String, value: CellUse.Value)] =
      rounding == .halfEven ? [] : [("ROUNDING", .integer(rounding.cellMode))]
    let cell = format.encoderCell(inputWidth: inputWidth, exponent: exponent, lowest: low, highest: high).with(stated)
    let integers = Self.integers(width: inputWidth, seed: seed)
    var inputs = Words(width: inputWidth)
    var expected = Words(width: format.width)
    let lsb = format.operandShape.lsb
    let isExact = rounding == .halfEven || exponent >= lsb
    let rounded = isExact ? integers : integers.map { rounding.round($0, places: lsb - exponent) }
    let codes = encode(rounded, exponent: isExact ? exponent : lsb, format: format)
    let (least, most) = (format.order(of: low), format.order(of: high))
    for (integer, code) in zip(integers, codes) {
      let order = format.order(of: code)
      inputs.append(integer)
      expected.append(Int128(order < least ? low : order > most ? high : code))
    }
    return CellTrial(
      name: "\(spelling) of \(inputWidth) bits * 2^\(exponent) in \(low)...\(high) \(rounding.rawValue)",
      body: instance(cell, "u_encode", [("value", "in"), ("code", "out")]), cells: modules([cell]), inputs: inputs,
      expected: expected)
  }

  /// By the textbook where the fast encoder does not reach; `BatchEncoderTests` hold the two equal.
  private static func encode(_ integers: [BigInt], exponent: Int, format: any NumberFormat) -> [UInt32] {
    let small = integers.compactMap { Int128(exactly: $0) }
    guard small.count == integers.count else {
      return integers.map { format.encode(Dyadic($0, exponent: exponent)) }
    }
    return [UInt32](unsafeUninitializedCapacity: small.count) { codes, used in
      small.withUnsafeBufferPointer { format.encode($0, exponent: exponent, into: codes) }
      used = small.count
    }
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
    let width = format.width
    let cell = format.compareCell()
    let ports = [("a", "in[\(2 * width - 1):\(width)]"), ("b", "in[\(width - 1):0]"), ("greater", "out")]
    let values = try codes.map { code in
      guard let value = format.value(of: code) else { throw FormatError("code \(code) has no value") }
      return value.double
    }
    var inputs = Words(width: 2 * width)
    var expected = Words(width: 1)
    for (a, left) in zip(codes, values) {
      for (b, right) in zip(codes, values) {
        inputs.append(Int128(a) << Int128(width) | Int128(b))
        expected.append(left > right ? 1 as Int128 : 0)
      }
    }
    return CellTrial(
      name: "compare \(spelling)", body: instance(cell, "u_compare", ports), cells: modules([cell]), inputs: inputs,
      expected: expected)
  }
}

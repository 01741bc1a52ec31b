import BigInt
import Verilog

/// A signed wire of `width` bits that holds the low `from` bits of a vector, two's complement.
func signedWire(_ name: String, _ width: Int, _ vector: Expression, _ from: Int) -> Item {
  let top = Expression.integer(from - 1)
  let value = width == from ? vector[top, 0] : .concat(.repetition(.integer(width - from), vector[top]), vector[top, 0])
  return .net(Net(.wire, name, top: .integer(width - 1), value: value, signed: true))
}

/// The same of a number.
func signedConstant(_ name: String, _ width: Int, _ value: BigInt) -> Item {
  .net(Net(.wire, name, top: .integer(width - 1), value: pattern(value, width: width), signed: true))
}

/// A number of any size as a literal of `width` bits, two's complement.
func pattern(_ value: BigInt, width: Int) -> Expression {
  if let short = Int128(exactly: value) { return .pattern(short, width: width) }
  var word = HexWord()
  word.append(value, bits: width)
  return .sized(width: width, radix: .hexadecimal, digits: word.text)
}

/// Two's complement `value` of `from` bits, widened to `to` bits.
func signExtended(_ value: Expression, from: Int, to: Int) -> Expression {
  guard to > from else { return value }
  return .concat(.repetition(.integer(to - from), value[.integer(from - 1)]), value)
}

internal import Arithmetic
internal import BigInt
internal import Support

/// The exact sum or difference of two codes as a two's complement integer, a bit wider than the operands.
struct IntegerSum: OperatorFunction {
  private let format: any NumberFormat
  private let subtracts: Bool
  private let table: OperandTable
  let width: Int

  init(_ format: Format, subtracts: Bool) {
    self.format = format.number
    self.subtracts = subtracts
    table = OperandTable(format.number)
    width = format.number.integerWidth + 1
  }

  func evaluate(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>
  ) {
    let words = (width + 63) / 64
    for index in a.indices {
      let (x, y) = (integer(a[index]), integer(b[index]))
      (subtracts ? x - y : x + y).write(width: width, to: results, at: index * words)
    }
  }

  private func integer(_ code: UInt32) -> BigInt {
    let operand = table[code]
    let magnitude = BigInt(operand.significand) << operand.shift
    return operand.negative ? -magnitude : magnitude
  }

  func exact(_ a: [UInt32], _ b: [UInt32]) -> ExtendedValue? {
    guard let x = format.value(of: a[0]), let y = format.value(of: b[0]) else { return nil }
    return ExtendedValue(subtracts ? x - y : x + y)
  }
}

internal import Arithmetic

/// An approximate product of two codes of one format, rounded to it once.
struct RoundedProduct: OperatorFunction {
  private let format: any OperatorFormat
  private let multiplier: any Multiplier
  private let overflow: Overflow
  private let operands: OperandTable

  init(_ format: any OperatorFormat, _ multiplier: any Multiplier, overflow: Overflow) {
    self.format = format
    self.multiplier = multiplier
    self.overflow = overflow
    operands = OperandTable(format)
  }

  func evaluate(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>
  ) {
    evaluate(format, multiplier, a, b, into: results)
  }

  private func evaluate<F: OperatorFormat, M: Multiplier>(
    _ format: F, _ multiplier: M, _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>
  ) {
    let unit = 2 * format.operandShape.lsb
    let table = operands.base
    let overflow = overflow
    for index in a.indices {
      let x = table?[Int(a[index])] ?? operands[a[index]]
      let y = table?[Int(b[index])] ?? operands[b[index]]
      // Zeros, infinities and what is no number are as in the exact product.
      guard x.significand != 0, y.significand != 0 else {
        results[index] = UInt64(format.multiply(a[index], b[index], overflow: overflow))
        continue
      }
      let product = multiplier.product(x, y)
      let number = MachineNumber(
        negative: product.negative, significand: product.significand, exponent: product.shift + unit)
      results[index] = UInt64(format.code(number, sticky: false, overflow: overflow))
    }
  }

  func exact(_ a: [UInt32], _ b: [UInt32]) -> ExtendedValue? { format.extended(a[0]) * format.extended(b[0]) }
}

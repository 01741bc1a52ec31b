internal import Arithmetic
internal import BigInt
internal import Support

/// A product of codes of any two formats as a two's complement integer.
struct IntegerProduct: OperatorFunction {
  let shape: OperandShape
  private let formats: [Format]
  private let multiplier: any Multiplier
  private let tables: [OperandTable]
  /// The product's unit over that of the operands.
  private let unit: Int

  init(_ formats: [Format], _ multiplier: any Multiplier) {
    let (a, b) = (formats[0].number.operandShape, formats[1].number.operandShape)
    self.formats = formats
    self.multiplier = multiplier
    tables = formats.map { OperandTable($0.number) }
    shape = multiplier.productShape(weight: a, activation: b)
    unit = shape.lsb - a.lsb - b.lsb
  }

  func evaluate(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>
  ) {
    if shape.integerWidth <= 64 {
      evaluateNarrow(multiplier, a, b, into: results)
    } else {
      let words = (shape.integerWidth + 63) / 64
      for index in a.indices {
        product(a[index], b[index]).write(width: shape.integerWidth, to: results, at: index * words)
      }
    }
  }

  private func evaluateNarrow<M: Multiplier>(
    _ multiplier: M, _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>
  ) {
    let mask = UInt64.max >> UInt64(64 - shape.integerWidth)
    let unit = unit
    if let first = tables[0].base, let second = tables[1].base {
      for index in a.indices {
        var sum = NarrowSum()
        multiplier.add(first + Int(a[index]), second + Int(b[index]), count: 1, unit: unit, to: &sum)
        results[index] = UInt64(truncatingIfNeeded: sum.value) & mask
      }
      return
    }
    for index in a.indices {
      var (x, y) = (tables[0][a[index]], tables[1][b[index]])
      var sum = NarrowSum()
      multiplier.add(&x, &y, count: 1, unit: unit, to: &sum)
      results[index] = UInt64(truncatingIfNeeded: sum.value) & mask
    }
  }

  /// The product in the shape's unit.
  func product(_ a: UInt32, _ b: UInt32) -> BigInt {
    multiplier.product(tables[0][a], tables[1][b]).integer(unit: unit)
  }

  func exact(_ a: [UInt32], _ b: [UInt32]) -> ExtendedValue? {
    guard let x = formats[0].number.value(of: a[0]), let y = formats[1].number.value(of: b[0]) else { return nil }
    return ExtendedValue(x * y)
  }
}

extension BigInt {
  /// Writes the low `width` bits of the two's complement form in 64-bit words from `start` on, the lowest first.
  func write(width: Int, to words: UnsafeMutableBufferPointer<UInt64>, at start: Int) {
    let bits = self < 0 ? BigUInt((BigInt(1) << width) + self) : magnitude
    let found = Array(bits.words)
    for index in 0..<(width + 63) / 64 { words[start + index] = index < found.count ? UInt64(found[index]) : 0 }
  }
}

package import Arithmetic
package import BigInt
internal import Support

/// Reads codes as integers in units of 2^(the operand shape's lsb), held exactly in some numeric type.
package struct CodeDecoder<T: Sendable>: Sendable {
  private let format: Format
  private let convert: @Sendable (BigInt) -> T
  /// The integer of every code; empty where the format has too many.
  package let table: [T]

  /// `convert` must keep every value of the format exact. Codes without a value read as 0.
  package init(_ format: Format, convert: @escaping @Sendable (BigInt) -> T) {
    self.format = format
    self.convert = convert
    table = format.width <= 16 ? (0..<UInt32(1) << UInt32(format.width)).map { convert(format.integer(of: $0)) } : []
  }

  /// The numbers of some codes, in their order.
  package func decode(_ codes: [UInt32]) -> [T] {
    guard !table.isEmpty else { return codes.map { convert(format.integer(of: $0)) } }
    return table.withUnsafeBufferPointer { table in codes.map { table[Int($0)] } }
  }
}

extension Format {
  /// The value of a code in units of 2^(the operand shape's lsb); 0 for codes without a value.
  package func integer(of code: UInt32) -> BigInt {
    if let narrow = number.integer(of: code) {
      return BigInt(sign: narrow < 0 ? .minus : .plus, magnitude: BigUInt(narrow.magnitude))
    }
    guard let value = number.value(of: code) else { return 0 }
    return value.floored(toMultipleOf: number.operandShape.lsb)
  }

  /// The largest magnitude of `integer(of:)`.
  package var largestInteger: BigUInt {
    max(integer(of: number.lowestCode).magnitude, integer(of: number.highestCode).magnitude)
  }

  /// The codes of `integers[i] * 2^exponent`.
  package func encode(_ integers: [Int128], exponent: Int) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: integers.count) { codes, used in
      integers.withUnsafeBufferPointer { number.encode($0, exponent: exponent, into: codes) }
      used = integers.count
    }
  }

  /// The codes nearest to some numbers.
  package func encode(_ reals: [Double]) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: reals.count) { codes, used in
      reals.withUnsafeBufferPointer { number.encode($0, into: codes) }
      used = reals.count
    }
  }

  /// The codes kept within `lowest...highest` in the order of their values.
  package func bounded(_ codes: [UInt32], lowest: UInt32, highest: UInt32) -> [UInt32] {
    if lowest == number.lowestCode && highest == number.highestCode { return codes }
    let (low, high) = (number.order(of: lowest), number.order(of: highest))
    return codes.map { code in
      let order = number.order(of: code)
      return order < low ? lowest : order > high ? highest : code
    }
  }
}

extension TensorType {
  /// The code that stands for the real value 0: padding.
  package var zeroPointCode: UInt32 { format.number.encode(Dyadic(zeroPoint)) }

  /// The zero point in units of the format's lowest bit, whether it is a value of the format or not (signs have no 0).
  package var zeroInteger: BigInt {
    zeroPoint == 0 ? 0 : Dyadic(zeroPoint).rounded(toMultipleOf: format.number.operandShape.lsb)
  }

  /// The real value of a code; NaN for codes without one.
  package func real(_ code: UInt32) -> Double {
    let number = format.number
    // Most are short integers of the lowest bit.
    if let narrow = number.integer(of: code) {
      // Wide integers take long to convert.
      let whole = Int64(exactly: narrow).map(Double.init) ?? Double(narrow)
      let value = Double(sign: .plus, exponent: number.operandShape.lsb, significand: whole)
      return scale * (value - Double(zeroPoint))
    }
    guard let value = number.value(of: code) else { return .nan }
    return scale * (value.double - Double(zeroPoint))
  }

  /// The code nearest to a real value; whole numbers are rounded before the zero point is added, as ONNX does.
  package func code(_ real: Double) -> UInt32 { codes([real])[0] }

  /// The same of many.
  package func codes(_ reals: [Double]) -> [UInt32] {
    let shape = format.number.operandShape
    let isWhole = shape.maximumShift == 0 && shape.lsb == 0 && zeroPoint != 0
    let (scale, zero) = (scale, Double(zeroPoint))
    return format.encode(reals.map { (isWhole ? ($0 / scale).rounded(.toNearestOrEven) : $0 / scale) + zero })
  }
}

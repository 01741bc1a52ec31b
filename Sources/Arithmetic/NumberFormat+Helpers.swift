package import Support

extension NumberFormat {
  /// The code of the smallest value: the most negative finite one, or 0 for unsigned formats.
  package var lowestCode: UInt32 { encode(Dyadic(-1, exponent: 1 << 12)) }

  /// The code of the largest finite value.
  package var highestCode: UInt32 { encode(Dyadic(1, exponent: 1 << 12)) }

  /// The code of +0, or of the value nearest to zero where the format has no zero.
  package var zeroCode: UInt32 { encode(.zero) }

  package func encode(_ value: Double) -> UInt32 {
    if value.isNaN || value == 0 { return zeroCode }
    guard value.isFinite else { return value < 0 ? lowestCode : highestCode }
    // A double is an integer of 53 bits and a power of two.
    let integer = Int128(value.significand * 0x1p52) * (value < 0 ? -1 : 1)
    return withUnsafePointer(to: integer) { integer in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1) { code in
        encode(UnsafeBufferPointer(start: integer, count: 1), exponent: Int(value.exponent) - 52, into: code)
        return code[0]
      }
    }
  }

  /// Each format's own copy is compiled for it.
  package func encode(_ reals: UnsafeBufferPointer<Double>, into codes: UnsafeMutableBufferPointer<UInt32>) {
    for index in reals.indices { codes[index] = encode(reals[index]) }
  }

  /// A code's value as a double; nil when it has no value.
  package func double(of code: UInt32) -> Double? {
    guard hasValue(code) else { return nil }
    let operand = operand(of: code)
    guard operand.significand != 0 else { return 0 }
    return Double(
      sign: operand.negative ? .minus : .plus, exponent: operand.shift + operandShape.lsb,
      significand: Double(operand.significand))
  }

  /// Bits of the two's complement integer that every operand fits in units of `2^operandShape.lsb`.
  package var integerWidth: Int { operandShape.integerWidth }

  /// The code's value in units of `2^operandShape.lsb`.
  ///
  /// nil when the format's operands may not fit (significand and largest shift over 126 bits together), or when the
  /// code has no value.
  package func integer(of code: UInt32) -> Int128? {
    let shape = operandShape
    guard shape.significandWidth + shape.maximumShift <= 126, hasValue(code) else { return nil }
    let decoded = operand(of: code)
    let magnitude = Int128(decoded.significand) << decoded.shift
    return decoded.negative ? -magnitude : magnitude
  }

  /// The largest code of the format's width, as a bit mask.
  package var codeMask: UInt32 { UInt32.max >> (32 - UInt32(width)) }
}

extension OperandShape {
  /// Bits of the two's complement integer that every operand of the shape fits in units of `2^lsb`.
  package var integerWidth: Int { significandWidth + maximumShift + (sign == .twosComplement ? 0 : 1) }

  /// Bits of a port that carries the shift: at least 1, tied to 0 when the shape has no shift.
  package var shiftWidth: Int {
    maximumShift == 0 ? 1 : Int.bitWidth - maximumShift.leadingZeroBitCount
  }
}

extension Operand {
  /// The exact value of an operand of the shape.
  package func value(in shape: OperandShape) -> Dyadic {
    let magnitude = Dyadic(significand, exponent: shift + shape.lsb)
    return negative ? -magnitude : magnitude
  }
}

extension Double {
  /// `(-1)^negative * significand * 2^exponent`: zero for NaN, and for infinities a number past the values of all formats.
  @inline(__always)
  var fields: (negative: Bool, significand: UInt64, exponent: Int) {
    let field = Int(truncatingIfNeeded: bitPattern &>> 52) & 0x7FF
    let fraction = bitPattern & 0xF_FFFF_FFFF_FFFF
    let significand = field == 0 ? fraction : 1 &<< 52 | fraction
    return (bitPattern &>> 63 != 0, self == self ? significand : 0, max(field, 1) &- 1075)
  }
}

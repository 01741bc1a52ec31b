internal import Support

/// Posits, whose regime may be bounded: sign, a run of equal bits (the regime), exponent, fraction.
///
/// Code 0 is zero and 10...0 is NaR, which has no value; negative codes are two's complement, so that codes are ordered as
/// integers are. The two kinds differ in their regime, and in how fast ways of reading and rounding use that.
package protocol PositFamily: OperatorFormat, ScaledFormat {
  /// Called es.
  var exponentWidth: Int { get }
  /// The most bits of a regime: a run that fills them has no end.
  var regimeWidth: Int { get }
  /// What cells take of the format.
  var cellParameters: [(name: String, value: CellUse.Value)] { get }
  /// The fields of a code that is neither 0 nor NaR; the significand has its hidden bit.
  func fields(of code: UInt32) -> (negative: Bool, scale: Int, significand: UInt64)
  /// The code of a significand of 64 bits or less, of which more follows where `sticky` is set.
  ///
  /// With `sticky` the number lies between `significand` and `significand + 1` units of `2^exponent`, and the
  /// significand has at least two bits more than the format's.
  func round(negative: Bool, significand: UInt64, exponent: Int, sticky: Bool) -> UInt32
}

extension PositFamily {
  /// Fraction bits beside the shortest regime; longer regimes leave fewer.
  package var fractionWidth: Int { max(0, width &- exponentWidth &- 3) }
  /// NaR, not a real: the result of what has no real result.
  package var notAReal: UInt32 { 1 &<< UInt32(truncatingIfNeeded: width &- 1) }
  /// The code of the largest value.
  package var largestCode: UInt32 { notAReal &- 1 }

  package func hasValue(_ code: UInt32) -> Bool { code != notAReal }

  /// The codes as two's complement integers; NaR lies below every value.
  package func order(of code: UInt32) -> Int64 {
    let unused = UInt32(32 - width)
    return Int64(Int32(bitPattern: code &<< unused) &>> Int32(unused))
  }

  /// Posits are finest around 1.
  package var scaling: TensorScaling { .powerOfTwo }

  package func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int, into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in integers.indices {
      let (significand, dropped, sticky) = integers[index].magnitude.leading64
      codes[index] = round(
        negative: integers[index] < 0, significand: significand, exponent: exponent + dropped, sticky: sticky)
    }
  }

  package func encode(_ reals: UnsafeBufferPointer<Double>, into codes: UnsafeMutableBufferPointer<UInt32>) {
    for index in reals.indices {
      let (negative, significand, exponent) = reals[index].fields
      codes[index] = round(negative: negative, significand: significand, exponent: exponent, sticky: false)
    }
  }

  /// The code of `(-1)^negative * significand * 2^exponent`, in machine words.
  package func encode(negative: Bool, significand: UInt64, exponent: Int) -> UInt32 {
    round(negative: negative, significand: significand, exponent: exponent, sticky: false)
  }
}

/// The arithmetic of posits: one zero, one NaR, no overflow and no underflow.
extension PositFamily {
  package var notANumber: UInt32 { notAReal }
  package var ordersNotANumber: Bool { true }
  package var propagatedCode: UInt32? { notAReal }
  /// NaR, as posits have no infinities.
  package func infinity(negative: Bool) -> UInt32 { notAReal }

  package func extended(_ code: UInt32) -> ExtendedValue {
    value(of: code).map { ExtendedValue($0) } ?? .notANumber
  }

  package func code(_ value: ExtendedValue, overflow: Overflow) -> UInt32 {
    switch value {
    case .zero: 0
    case .number(let number): encode(number)
    case .infinity, .notANumber: notAReal
    }
  }

  @inline(__always)
  package func number(of code: UInt32) -> MachineNumber {
    let fields = fields(of: code)
    return MachineNumber(
      kind: code == notAReal ? .notANumber : .finite, negative: fields.negative,
      significand: code == 0 ? 0 : fields.significand, exponent: fields.scale &- fractionWidth)
  }

  @inline(__always)
  package func code(_ number: MachineNumber, sticky: Bool, overflow: Overflow) -> UInt32 {
    round(negative: number.negative, significand: number.significand, exponent: number.exponent, sticky: sticky)
  }
}

extension PositFamily {
  package func decoderCell() -> CellUse? {
    CellUse(
      CellContract(.decoder, "posit_decode", canBeCut: true),
      cellParameters + [("SHIFT_WIDTH", .integer(operandShape.shiftWidth))],
      path: unpacking + [[.carry(operandShape.shiftWidth + operandShape.significandWidth)]])
  }

  package func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse {
    CellUse(
      CellContract(.encoder, "posit_encode", canBeCut: true),
      cellParameters + [
        ("INPUT_WIDTH", .integer(inputWidth)), ("EXPONENT", .integer(exponent)), ("LOWEST", parameter(lowest)),
        ("HIGHEST", parameter(highest)),
      ], path: encoding(inputWidth, exponent))
  }

  /// Whether cells know a bound of the regime.
  private var isBounded: Bool { cellParameters.contains { $0.name == "REGIME" } }

  /// The fields of a code: the shift of its tail, or a choice among the regime's places.
  private var unpacking: [[PathElement]] {
    isBounded ? [[.any(of: regimeWidth), .levels(3)]] : CellUse.normalizing(width - 1)
  }

  /// Normalization and rounding, as mantissa_posit_encode counts them.
  private func encoding(_ input: Int, _ exponent: Int) -> [[PathElement]] {
    let es = exponentWidth
    let upper = (isBounded ? regimeWidth : width - 2) << es
    let least = isBounded && width - 1 - regimeWidth > es ? width - 1 - regimeWidth - es : 0
    let lower = -upper - least - 1
    let top = exponent + input - 2
    let over = top < upper ? 0 : exponent >= upper ? input - 1 : top - upper + 1
    let under = exponent >= lower ? 0 : top < lower ? input - 1 : lower - exponent
    let number = min(over, 1) + input - 1 - over - under + min(under, 1) + 1
    let half = PathElement.shift(distances: 1 << ((bits(for: width - 1) + 1) / 2))
    return CellUse.normalizing(number) + [
      [.carry(bits(for: number)), half], [half, .any(of: width)], [.carry(width), .levels(1)],
    ]
  }

  package func compareCell() -> CellUse {
    CellUse(CellContract(.compare, "fixed_greater"), [("WIDTH", .integer(width)), ("SIGNED", 1)])
  }

  package func sumOperator(subtracts: Bool) -> OperatorCell? {
    OperatorCell(
      CellContract(.operation, "posit_add"), cellParameters + [("SUBTRACT", .flag(subtracts))], boundaries: 5)
  }

  package func comparisonOperator() -> OperatorCell? { nil }
}

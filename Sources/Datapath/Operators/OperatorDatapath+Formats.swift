package import Arithmetic

extension OperatorDatapath {
  /// A decoded operand: sign, significand and shift.
  package struct Decoded {
    package var sign: Value
    package var significand: Value
    package var shift: Value

    package var all: [Value] { [sign, significand, shift] }

    /// The connections to a cell whose ports are `<prefix>sign` and so on.
    package func ports(_ prefix: String = "") -> [(String, Value)] {
      [("\(prefix)sign", sign), ("\(prefix)significand", significand), ("\(prefix)shift", shift)]
    }

    package init(_ values: some Collection<Value>) {
      let parts = Array(values)
      (sign, significand, shift) = (parts[0], parts[1], parts[2])
    }
  }

  /// Decodes a code; the signals' names start with `name`.
  package mutating func decode(_ format: Format, _ code: Value, _ name: String) -> Decoded {
    let shape = format.number.operandShape
    guard let cell = format.number.decoderCell() else {
      return Decoded([
        .flag(false), .signal(define("\(name)_significand", shape.significandWidth, code)),
        .zeros(width: shape.shiftWidth),
      ])
    }
    let signals = [
      Signal(name: "\(name)_sign", width: 1),
      Signal(name: "\(name)_significand", width: shape.significandWidth),
      Signal(name: "\(name)_shift", width: shape.shiftWidth),
    ]
    use(
      cell, "u_decode_\(name)", [("code", code)],
      driving: zip(["sign", "significand", "shift"], signals).map { ($0, $1) })
    return Decoded(signals.map { .signal($0) })
  }

  /// Whether one of some codes is the one without a value that is passed on; nil in formats without.
  package mutating func special(_ codes: [Value], _ format: any NumberFormat) -> Value? {
    guard let value = Self.propagated(format) else { return nil }
    let tests = codes.map { Value.equal($0, value) }
    guard let first = tests.first else { return nil }
    return .signal(define("special", 1, tests.dropFirst().reduce(first) { .either($0, $1) }))
  }

  private static func propagated(_ format: any NumberFormat) -> Value? {
    (format as? any OperatorFormat)?.propagatedCode.map { .code($0, width: format.width) }
  }

  /// Rounds an integer in units of `2^lsb` to a format and drives `result`; what is special is passed on.
  package mutating func round(_ value: Value, width: Int, lsb: Int, to format: any NumberFormat, special: Value?) {
    let code = Signal(name: "code", width: format.width)
    use(
      format.encoderCell(inputWidth: width, exponent: lsb, lowest: format.lowestCode, highest: format.highestCode),
      "u_encode", [("value", value)], driving: [("code", code)])
    guard let special, let value = Self.propagated(format) else { return result(.signal(code)) }
    result(.select(special, value, .signal(code)))
  }
}

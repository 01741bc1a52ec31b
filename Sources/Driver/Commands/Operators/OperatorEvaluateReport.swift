import Arithmetic
import Foundation
internal import Operators
package import Support

/// One result of an operator, beside the exact one.
package struct OperatorEvaluateReport: Report {
  /// A number as it was given, as bits and as a value.
  package struct Number: Encodable, Sendable {
    /// The code or integer in hexadecimal.
    package var code: String
    /// The value in decimal, or what stands there instead.
    package var value: String
    /// `significand*2^exponent`; null where there is no value.
    @Nullable package var exact: String?
  }

  /// The operator in words.
  package var `operator`: String
  /// The first operand's codes.
  package var a: [Number]
  /// The second operand's codes; none where there is but one.
  package var b: [Number]
  /// The exact result before any rounding or approximation; null for comparisons.
  @Nullable package var exact: String?
  /// The exact result in decimals; null where that does not end or is no number.
  @Nullable package var exactDecimal: String?
  /// What the operator gives.
  package var result: Number
  /// The distance of the result from the exact one, over the latter; null where that is 0 or no number.
  @Nullable package var relativeError: Double?

  package var text: String {
    var table = Table([("", .left), ("", .left), ("", .left), ("", .left)])
    for (name, numbers) in [("a", a), ("b", b)] {
      for number in numbers { table.add([name, number.code, number.value, number.exact ?? ""]) }
    }
    if let exact { table.add(["exact", "", exactDecimal ?? "", exact]) }
    table.add(["result", result.code, result.value, result.exact ?? ""])
    if let relativeError { table.add(["relative error", "", String(format: "%.6g %%", 100 * relativeError)]) }
    return self.operator + "\n" + table.text
  }
}

/// Evaluates an operator by the golden arithmetic; operands are values in decimal or codes as `0x...`.
package func evaluateOperator(
  _ selection: OperatorSelection, operands: [String]
) throws(Failure) -> OperatorEvaluateReport {
  let made = try selection.make()
  guard operands.count == made.operands.count else {
    throw Failure(
      at: "operator '\(made.name)'", "\(made.operands.count) operands are expected, \(operands.count) were given")
  }
  var codes: [[UInt32]] = []
  for (text, operand) in zip(operands, made.operands) { codes.append(try read(text, operand, made)) }
  let (a, b) = (codes[0], codes.count > 1 ? codes[1] : [])
  let result = made.function.result(a, b, words: made.resultWords)
  let exact = made.function.exact(a, b)
  return OperatorEvaluateReport(
    operator: made.title, a: a.map { number($0, made.operands[0].format) },
    b: b.map { number($0, made.operands[made.operands.count - 1].format) }, exact: exact.map { $0.text },
    exactDecimal: exact.map { $0.decimal }, result: number(result, made),
    relativeError: made.relativeError(a, b, result))
}

/// The codes of an operand: `0x` codes, or values that are rounded to the format; commas between terms.
private func read(_ text: String, _ operand: Operator.Operand, _ made: Operator) throws(Failure) -> [UInt32] {
  let words = text.split(separator: ",", omittingEmptySubsequences: false)
  let location = "operand '\(text)'"
  guard words.count == operand.terms else {
    throw Failure(at: location, "has \(words.count) terms; \(operand.terms) are expected, separated by commas")
  }
  let format = operand.format
  var codes: [UInt32] = []
  for word in words {
    let code: UInt32
    if word.hasPrefix("0x") || word.hasPrefix("0X") {
      guard let bits = UInt32(word.dropFirst(2), radix: 16), bits & ~format.number.codeMask == 0 else {
        throw Failure(at: location, "'\(word)' is no code of \(format), which has \(format.width) bits")
      }
      code = bits
    } else if let value = Double(word), value.isFinite {
      code = encode(value, format)
    } else if let value = Double(word), let number = format.number as? any OperatorFormat {
      code = value.isNaN ? number.notANumber : number.infinity(negative: value < 0)
    } else {
      throw Failure(at: location, "'\(word)' is neither a decimal number nor a code such as 0x1f")
    }
    guard made.isOperand(code, of: operand) else {
      throw Failure(at: location, "the code 0x\(String(code, radix: 16)) of \(format) has no value")
    }
    codes.append(code)
  }
  return codes
}

/// The code nearest to a value; a zero keeps its sign where the format has two.
private func encode(_ value: Double, _ format: Format) -> UInt32 {
  let code = format.number.encode(value)
  guard value.sign == .minus, format.number.value(of: code) == .zero, let number = format.number as? any OperatorFormat
  else { return code }
  return number.code(.zero(negative: true), overflow: .toInfinity)
}

private func number(_ code: UInt32, _ format: Format) -> OperatorEvaluateReport.Number {
  let text = code.digits(radix: 16, count: (format.width + 3) / 4)
  let value = format.number.extendedValue(of: code)
  return OperatorEvaluateReport.Number(
    code: "0x" + text, value: value.decimal,
    exact: value.dyadic?.description)
}

private func number(_ result: [UInt64], _ made: Operator) -> OperatorEvaluateReport.Number {
  switch made.result {
  case .code(let format): return number(UInt32(truncatingIfNeeded: result[0]), format)
  case .integer:
    let value = made.value(of: result)
    return OperatorEvaluateReport.Number(
      code: made.hex(result), value: value.map { "\($0.double)" } ?? "", exact: value?.description)
  case .comparison:
    let text = result[0] == 1 ? "a < b" : result[0] == 2 ? "a = b" : result[0] == 0 ? "a > b" : "not ordered"
    return OperatorEvaluateReport.Number(code: made.hex(result), value: text, exact: nil)
  }
}

extension ExtendedValue {
  /// The exact number; nil for infinities and what is no number.
  fileprivate var dyadic: Dyadic? {
    switch self {
    case .zero: .zero
    case .number(let value): value
    case .infinity, .notANumber: nil
    }
  }

  /// The value in decimal, as many digits as a double has.
  fileprivate var decimal: String {
    switch self {
    case .zero(let negative): negative ? "-0" : "0"
    case .number(let value): "\(value.double)"
    case .infinity(let negative): negative ? "-infinity" : "infinity"
    case .notANumber: "not a number"
    }
  }

  fileprivate var text: String { self == .zero(negative: true) ? decimal : dyadic?.description ?? decimal }
}

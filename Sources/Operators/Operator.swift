package import Arithmetic
package import Datapath
internal import Support

/// One operation on given formats: its definition, its datapath, and what its users need to know.
package struct Operator: Sendable {
  /// One input port: `terms` codes of a format, the first in the low bits.
  package struct Operand: Sendable {
    /// The port's name, `a` or `b`.
    package var port: String
    /// How each code is read.
    package var format: Format
    /// Codes side by side, the first in the lowest bits.
    package var terms: Int

    /// Bits of the port.
    package var width: Int { terms * format.width }
  }

  /// How the bits of a result are read.
  package enum Result: Sendable {
    case code(Format)
    /// Two's complement of `width` bits in units of `2^lsb`.
    case integer(width: Int, lsb: Int)
    /// `{unordered, equal, less}`.
    case comparison

    /// Bits of the result.
    package var width: Int {
      switch self {
      case .code(let format): format.width
      case .integer(let width, _): width
      case .comparison: 3
      }
    }
  }

  /// The kind's name.
  package var name: String
  /// The inputs, in the order of the ports.
  package var operands: [Operand]
  /// What leaves, and how it is read.
  package var result: Result
  /// The multiplier's full name; nil where nothing is multiplied.
  package var multiplier: String?
  /// What is computed, for people.
  package var formula: String
  /// How far a result is from the exact one, for people.
  package var errorBound: String
  /// Whether codes that have no value are no operands: then nobody says what comes of them.
  package var takesValuesOnly: Bool
  /// The definition that the hardware is held to.
  package var function: any OperatorFunction
  /// The hardware.
  package var datapath: OperatorDatapath

  /// Codes of one operand.
  package var terms: Int { operands[0].terms }
  /// 64-bit words that hold a result.
  package var resultWords: Int { (result.width + 63) / 64 }
  /// Clock cycles from operands to result.
  package var latency: Int { datapath.latency }

  /// The operator in words, for example `multiply posit<16,1> by plam`.
  package var title: String {
    let formats = Set(operands.map(\.format)).count == 1 ? [operands[0].format] : operands.map(\.format)
    return name + " " + formats.map(\.description).joined(separator: " x ")
      + (multiplier.map { " by \($0)" } ?? "") + (terms > 1 ? ", \(terms) terms" : "")
      + (latency > 0 ? ", \(latency) registers" : "")
  }

  /// Whether a code is an operand.
  package func isOperand(_ code: UInt32, of operand: Operand) -> Bool {
    guard takesValuesOnly, !operand.format.number.hasValue(code) else { return true }
    return (operand.format.number as? any OperatorFormat)?.propagatedCode == code
  }

  func check() throws(FormatError) {
    guard result.width <= AccumulatorShape.widest else {
      throw FormatError("the result has \(result.width) bits; up to \(AccumulatorShape.widest) are supported")
    }
  }
}

extension Operator {
  /// The module's name: the kind, the formats, a multiplier that does not suggest itself, the registers.
  static func module(_ request: OperatorRequest, _ formats: [Format], multiplier: String? = nil) -> String {
    let distinct = formats.count > 1 && formats[0] == formats[1] ? [formats[0]] : formats
    var parts = [request.name] + distinct.map(\.description)
    if let multiplier, multiplier != NamedMultiplier.natural(weight: formats[0]).description {
      parts.append(multiplier)
    }
    if request.name == DotOperator.name { parts.append("\(request.terms)") }
    if request.pipeline > 0 { parts.append("p\(request.pipeline)") }
    return parts.map(word).joined(separator: "_")
  }

  /// The letters and digits of a name, joined by underscores.
  private static func word(_ text: String) -> String {
    text.replacing("+", with: "_plus_").split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "_")
  }
}

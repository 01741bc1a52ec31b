internal import Arithmetic
package import Kernels

/// Codes as factors of products in machine floats: operands in units of a power of two, each of them exact.
package struct OperandReals<T: BLASScalar>: Sendable {
  private let format: Format
  private let logarithmic: LogarithmicProduct?
  private let unit: Int
  /// By code; empty where the format has too many.
  private let table: [T]

  /// - Parameters:
  ///   - unit: a power of two; exponents in these units have to be those of the type.
  ///   - logarithmic: the product that takes the numbers' logarithms, if one does; 0 is `logarithmicZero` then.
  init(_ format: Format, unit: Int, logarithmic: LogarithmicProduct? = nil) {
    self.format = format
    self.logarithmic = logarithmic
    self.unit = unit
    table =
      format.width <= 16
      ? (0...format.number.codeMask).map { Self.number(of: $0, format, unit: unit, logarithmic) } : []
  }

  /// The numbers of some codes, in their order; codes without a value stand for 0.
  func decode(_ codes: [UInt32]) -> [T] {
    table.isEmpty ? codes.map { Self.number(of: $0, format, unit: unit, logarithmic) } : T.look(up: codes, in: table)
  }

  private static func number(of code: UInt32, _ format: Format, unit: Int, _ logarithmic: LogarithmicProduct?) -> T {
    let number = Self.value(of: code, format, unit: unit, logarithmic)
    return number == 0 && logarithmic != nil ? T.logarithmicZero : number
  }

  /// The number that a product takes for a code's.
  static func value(of code: UInt32, _ format: Format, unit: Int, _ logarithmic: LogarithmicProduct?) -> T {
    let number = format.number
    guard number.hasValue(code) else { return 0 }
    var operand = number.operand(of: code)
    guard operand.significand != 0 else { return 0 }
    operand = logarithmic?.taken(operand) ?? operand
    return T(
      sign: operand.negative ? .minus : .plus, exponent: T.Exponent(operand.shift + number.operandShape.lsb - unit),
      significand: T(operand.significand))
  }
}

internal import Arithmetic

/// The decoded codes of a format, as a table where that is small; what has no value has significand 0.
struct OperandTable: Sendable {
  private let format: any NumberFormat
  private let table: [Operand]

  init(_ format: any NumberFormat) {
    self.format = format
    table = format.width <= 16 ? (0...format.codeMask).map { Self.decode($0, format) } : []
  }

  @inline(__always)
  subscript(code: UInt32) -> Operand {
    table.isEmpty ? Self.decode(code, format) : table[Int(code)]
  }

  private static func decode(_ code: UInt32, _ format: any NumberFormat) -> Operand {
    format.hasValue(code) ? format.operand(of: code) : Operand(negative: false, significand: 0, shift: 0)
  }
}

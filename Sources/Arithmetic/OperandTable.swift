/// The decoded codes of a format, as a table where that is small; what has no value has significand 0.
package final class OperandTable: @unchecked Sendable {
  private let format: any NumberFormat
  /// By code; nil where the table would be large. It is written in `init` only.
  package let base: UnsafePointer<Operand>?
  private static let mostBits = 16

  /// The operands of every code, or a way to decode where the format has more than 16 bits.
  package init(_ format: any NumberFormat) {
    self.format = format
    guard format.width <= Self.mostBits else {
      base = nil
      return
    }
    let table = UnsafeMutablePointer<Operand>.allocate(capacity: 1 << format.width)
    for code in 0...format.codeMask { (table + Int(code)).initialize(to: Self.decode(code, format)) }
    base = UnsafePointer(table)
  }

  deinit { base?.deallocate() }

  /// The operand of a code.
  package subscript(code: UInt32) -> Operand { base?[Int(code)] ?? Self.decode(code, format) }

  /// The operands of many codes, in their order.
  package func decode(_ codes: [UInt32]) -> [Operand] {
    guard let base else { return codes.map { Self.decode($0, format) } }
    return codes.map { base[Int($0)] }
  }

  private static func decode(_ code: UInt32, _ format: any NumberFormat) -> Operand {
    format.hasValue(code) ? format.operand(of: code) : Operand(negative: false, significand: 0, shift: 0)
  }
}

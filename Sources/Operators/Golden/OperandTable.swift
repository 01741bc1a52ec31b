internal import Arithmetic

/// The decoded codes of a format, as a table where that is small; what has no value has significand 0.
final class OperandTable: @unchecked Sendable {
  private let format: any NumberFormat
  /// By code; nil where the table would be large. It is written in `init` only.
  let base: UnsafePointer<Operand>?
  private static let mostBits = 16

  init(_ format: any NumberFormat) {
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

  subscript(code: UInt32) -> Operand { base?[Int(code)] ?? Self.decode(code, format) }

  private static func decode(_ code: UInt32, _ format: any NumberFormat) -> Operand {
    format.hasValue(code) ? format.operand(of: code) : Operand(negative: false, significand: 0, shift: 0)
  }
}

package import Arithmetic

/// Keys whose high 32 bits order codes as their values are ordered and whose low 32 bits are the code.
package struct CodeOrders: Sendable {
  private let format: Format
  private let table: [Int64]

  /// Keys of the codes of a format.
  package init(_ format: Format) {
    self.format = format
    table = format.width <= 16 ? (0...format.number.codeMask).map { CodeOrders.key($0, format) } : []
  }

  /// One key a code.
  package func keys(_ codes: [UInt32]) -> [Int64] {
    table.isEmpty ? codes.map { CodeOrders.key($0, format) } : codes.map { table[Int($0)] }
  }

  /// The code that a key stands for.
  package func code(_ key: Int64) -> UInt32 { UInt32(truncatingIfNeeded: key) }

  private static func key(_ code: UInt32, _ format: Format) -> Int64 {
    format.number.order(of: code) << 32 | Int64(code)
  }
}

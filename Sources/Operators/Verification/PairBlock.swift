internal import Arithmetic

/// Some rows of operands: the codes of `a` and of `b`, row after row; `b` is empty where there is one operand.
package struct PairBlock: Sendable {
  /// Codes of the first operand, those of one pair side by side.
  package var a: [UInt32] = []
  /// Codes of the second operand, likewise.
  package var b: [UInt32] = []
  /// Rows.
  package var count = 0
  /// Rows of the largest block.
  static let most = 1 << 16

  /// Pairs of codes.
  package init(a: [UInt32] = [], b: [UInt32] = [], count: Int = 0) {
    self.a = a
    self.b = b
    self.count = count
  }

  /// The golden results, in the operator's words.
  package func evaluate(_ made: Operator) -> [UInt64] {
    var results = [UInt64](repeating: 0, count: count * made.resultWords)
    a.withUnsafeBufferPointer { x in
      b.withUnsafeBufferPointer { y in results.withUnsafeMutableBufferPointer { made.function.evaluate(x, y, into: $0) }
      }
    }
    return results
  }
}

/// Rows of operands in blocks that can be made in any order.
package protocol PairSource: Sendable {
  /// What tells these rows from others, for state files.
  var key: String { get }
  var blocks: Int { get }
  func block(_ index: Int) -> PairBlock
}

/// Which codes are operands, as a table where that is small.
struct OperandFilter: Sendable {
  /// Whether every code is one.
  let acceptsAll: Bool
  /// By code; empty where that would be large.
  let table: [Bool]
  private let test: @Sendable (UInt32) -> Bool

  init(_ made: Operator, _ operand: Operator.Operand) {
    acceptsAll = !made.takesValuesOnly
    test = { made.isOperand($0, of: operand) }
    let isTabled = made.takesValuesOnly && operand.format.width <= 16
    table = isTabled ? (0...operand.format.number.codeMask).map { made.isOperand($0, of: operand) } : []
  }

  func accepts(_ code: UInt32) -> Bool { acceptsAll || (table.isEmpty ? test(code) : table[Int(code)]) }
}

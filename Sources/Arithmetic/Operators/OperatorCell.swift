/// A library cell that is a whole operator: ports `aclk`, `enable`, `a`, `b`, `result`, codes in and a rounded code out.
package struct OperatorCell: Sendable {
  /// The cell by the format's own rule.
  package var use: CellUse
  /// The same cell for operands that are finite, whose results saturate instead of becoming infinite.
  package var saturating: CellUse
  /// Bits of its parameter `CUTS`, which puts registers at the boundaries inside it.
  package var boundaries: Int

  /// - Parameter saturation: what makes the saturating form of it; nothing where every result saturates.
  init(
    _ contract: CellContract, _ parameters: [(name: String, value: CellUse.Value)],
    saturation: [(name: String, value: CellUse.Value)] = [], boundaries: Int
  ) {
    use = CellUse(contract, parameters)
    saturating = CellUse(contract, parameters + saturation)
    self.boundaries = boundaries
  }
}

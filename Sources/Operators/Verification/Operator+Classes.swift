internal import Arithmetic

extension Operator {
  /// Whether a result is a code that stands for no number.
  func isNotANumber(_ result: UInt64) -> Bool {
    guard case .code(let format) = self.result, let number = format.number as? any OperatorFormat else { return false }
    return number.isNotANumber(UInt32(truncatingIfNeeded: result))
  }
}

import Layers
import ONNX
import Support

/// How an operator is computed at once where all that it reads is constant.
struct Fold: Sendable {
  var attributes: Set<String>
  /// The result; nil after reporting what does not fit.
  var run: @Sendable (inout ImportContext) -> ONNXTensor?

  init(_ attributes: Set<String> = [], _ run: @escaping @Sendable (inout ImportContext) -> ONNXTensor?) {
    self.attributes = attributes
    self.run = run
  }
}

/// The operators that are folded, by name.
enum Folding {
  static let table: [String: Fold] =
    [arithmetic, arrangement, quantization, selection, sources].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}

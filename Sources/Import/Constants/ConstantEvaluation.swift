import Layers
import ONNX
import Support

/// How an operator on constants is computed.
struct Evaluation: Sendable {
  var attributes: Set<String>
  /// The results, one for each output that the file may use; nil after reporting what does not fit.
  var run: @Sendable (inout ImportContext) -> [ONNXTensor]?

  init(_ attributes: Set<String> = [], all run: @escaping @Sendable (inout ImportContext) -> [ONNXTensor]?) {
    self.attributes = attributes
    self.run = run
  }

  init(_ attributes: Set<String> = [], _ run: @escaping @Sendable (inout ImportContext) -> ONNXTensor?) {
    self.init(attributes, all: { context in run(&context).map { [$0] } })
  }
}

/// The operators that are computed at once where all that they read is constant, by name, as ONNX defines them.
///
/// Floating-point results are computed as doubles and rounded to their type, integers wrap as their type does.
enum ConstantEvaluation {
  /// Elements of the largest result that is several times as large as what it is made of.
  static let largestGrown = 1 << 20

  static let table: [String: Evaluation] = [
    arithmetic, arrangement, functions, logic, quantization, reductions, scattering, selection, sources, types,
  ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}

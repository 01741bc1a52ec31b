import Layers
import ONNX
import Support

extension ConstantEvaluation {
  /// Comparisons, and what is done with their results.
  static let logic: [String: Evaluation] = [
    "Equal": comparison({ $0 == $1 }, { $0 == $1 }), "Less": comparison({ $0 < $1 }, { $0 < $1 }),
    "Greater": comparison({ $0 > $1 }, { $0 > $1 }), "LessOrEqual": comparison({ $0 <= $1 }, { $0 <= $1 }),
    "GreaterOrEqual": comparison({ $0 >= $1 }, { $0 >= $1 }),
    "And": Evaluation { pairwise(PairFunction(integer: { $0 & $1 }), &$0) },
    "Or": Evaluation { pairwise(PairFunction(integer: { $0 | $1 }), &$0) },
    "Xor": Evaluation { pairwise(PairFunction(integer: { $0 ^ $1 }), &$0) },
    "Where": Evaluation([], choose), "IsNaN": Evaluation { test({ $0.isNaN }, &$0) },
    "IsInf": Evaluation(["detect_negative", "detect_positive"]) { context in
      let signs = ["detect_negative", "detect_positive"].map { context.integer($0, default: 1) != 0 }
      return test({ $0.isInfinite && signs[$0 < 0 ? 0 : 1] }, &context)
    },
  ]

  private static func comparison(
    _ real: @escaping @Sendable (Double, Double) -> Bool, _ integer: @escaping @Sendable (Int64, Int64) -> Bool
  ) -> Evaluation {
    Evaluation { context in
      guard let tensors = context.operands(), tensors.count == 2,
        let pairs = context.broadcast(tensors.map(\.shape))
      else { return nil }
      let (a, b) = (tensors[0], tensors[1])
      if a.type.isReal {
        let (first, second) = (a.reals, b.reals)
        return ONNXTensor(.bool, pairs.shape, wholes: pairs.map { real(first[$0], second[$1]) ? 1 : 0 })
      }
      let (first, second) = (a.wholes, b.wholes)
      return ONNXTensor(.bool, pairs.shape, wholes: pairs.map { integer(first[$0], second[$1]) ? 1 : 0 })
    }
  }

  private static func test(_ body: (Double) -> Bool, _ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands") else { return nil }
    return ONNXTensor(.bool, tensor.shape, wholes: tensor.reals.map { body($0) ? 1 : 0 })
  }

  @Sendable private static func choose(_ context: inout ImportContext) -> ONNXTensor? {
    guard let condition = context.constant(0, "conditions"), let first = context.constant(1, "operands"),
      let second = context.constant(2, "operands")
    else { return nil }
    guard first.type == second.type, condition.type == .bool else {
      context.report(
        "it reads '\(condition.type.rawValue)', '\(first.type.rawValue)' and '\(second.type.rawValue)'; a condition of "
          + "'bool' and two operands of one type are expected")
      return nil
    }
    guard let laid = context.broadcast([condition, first, second].map(\.shape)) else { return nil }
    let places = laid.places[0].indices.map { index in
      condition.wholes[laid.places[0][index]] != 0 ? laid.places[1][index] : first.count + laid.places[2][index]
    }
    return .picking(places, of: [first, second], shape: laid.shape)
  }
}

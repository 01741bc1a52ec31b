import Foundation
import Layers
import ONNX
import Support

/// An operator on pairs of elements.
struct PairFunction: Sendable {
  /// Nil where it takes integers only.
  var real: (@Sendable (Double, Double) -> Double)?
  /// Nil where there is no result; others wrap.
  var integer: @Sendable (Int64, Int64) -> Int64?
}

extension ConstantEvaluation {
  static let arithmetic: [String: Evaluation] = pairs.mapValues { function in Evaluation { pairwise(function, &$0) } }
    .merging([
      "Max": Evaluation { pairwise(maximum, &$0) }, "Min": Evaluation { pairwise(minimum, &$0) },
      "Sum": Evaluation { pairwise(sum, &$0) }, "Mean": Evaluation([], mean), "Mod": Evaluation(["fmod"], modulo),
      "Pow": Evaluation([], power),
      "BitShift": Evaluation(["direction"], shift), "MatMul": Evaluation([], product),
    ]) { $1 }

  static let sum = PairFunction(real: { $0 + $1 }, integer: { $0 &+ $1 })
  static let maximum = PairFunction(real: { $0.isNaN || $0 > $1 ? $0 : $1 }, integer: { max($0, $1) })
  static let minimum = PairFunction(real: { $0.isNaN || $0 < $1 ? $0 : $1 }, integer: { min($0, $1) })
  static let multiply = PairFunction(real: { $0 * $1 }, integer: { $0 &* $1 })

  private static let pairs: [String: PairFunction] = [
    "Add": sum,
    "Sub": PairFunction(real: { $0 - $1 }, integer: { $0 &- $1 }),
    "Mul": multiply,
    // Towards 0.
    "Div": PairFunction(
      real: { $0 / $1 }, integer: { $1 == 0 ? nil : $0.dividedReportingOverflow(by: $1).partialValue }),
    "BitwiseAnd": PairFunction(integer: { $0 & $1 }),
    "BitwiseOr": PairFunction(integer: { $0 | $1 }),
    "BitwiseXor": PairFunction(integer: { $0 ^ $1 }),
  ]

  /// The function of all operands, from the first on; they are of one type.
  static func pairwise(_ function: PairFunction, _ context: inout ImportContext) -> ONNXTensor? {
    guard let tensors = context.operands() else { return nil }
    var result = tensors[0]
    for next in tensors.dropFirst() {
      guard let made = combined(result, next, function, &context) else { return nil }
      result = made
    }
    return result
  }

  static func combined(
    _ a: ONNXTensor, _ b: ONNXTensor, _ function: PairFunction, _ context: inout ImportContext
  ) -> ONNXTensor? {
    guard let pairs = context.broadcast([a.shape, b.shape]) else { return nil }
    guard a.type.isReal else {
      let values = pairs.map { function.integer(a.wholes[$0], b.wholes[$1]) }
      guard values.allSatisfy({ $0 != nil }) else {
        context.report("its result is no integer")
        return nil
      }
      return ONNXTensor(a.type, pairs.shape, wholes: values.compactMap { $0 })
    }
    guard let real = function.real else {
      context.report("its operands are of type '\(a.type.rawValue)'; an integer type is expected")
      return nil
    }
    let (first, second) = (a.reals, b.reals)
    return ONNXTensor(a.type, pairs.shape, reals: pairs.map { real(first[$0], second[$1]) })
  }

  @Sendable private static func mean(_ context: inout ImportContext) -> ONNXTensor? {
    guard let sum = pairwise(sum, &context) else { return nil }
    guard sum.type.isReal else {
      context.report("its operands are of type '\(sum.type.rawValue)'; a floating-point type is expected")
      return nil
    }
    let count = Double(context.current.inputs.count)
    return ONNXTensor(sum.type, sum.shape, reals: sum.reals.map { $0 / count })
  }

  /// With the sign of the divisor, or with `fmod` 1 of the dividend.
  @Sendable private static func modulo(_ context: inout ImportContext) -> ONNXTensor? {
    let isTruncated = context.integer("fmod", default: 0) != 0
    return pairwise(
      PairFunction(
        real: { x, y in
          let rest = fmod(x, y)
          return isTruncated || rest == 0 || (rest < 0) == (y < 0) ? rest : rest + y
        },
        integer: { x, y in
          guard y != 0 else { return nil }
          let rest = x.remainderReportingOverflow(dividingBy: y).partialValue
          return isTruncated || rest == 0 || (rest < 0) == (y < 0) ? rest : rest + y
        }), &context)
  }

  /// The exponent may be of another type than the base, which is the result's.
  @Sendable private static func power(_ context: inout ImportContext) -> ONNXTensor? {
    guard let base = context.constant(0, "operands"), var exponent = context.constant(1, "exponents") else {
      return nil
    }
    if base.type.isReal != exponent.type.isReal {
      exponent =
        base.type.isReal
        ? ONNXTensor(.float64, exponent.shape, reals: exponent.reals)
        : ONNXTensor(.int64, exponent.shape, wholes: exponent.reals.map { Int64(exactly: $0) ?? -1 })
    }
    return combined(
      base, exponent,
      PairFunction(
        real: { pow($0, $1) },
        integer: { base, exponent in
          guard exponent >= 0 else { return base == 1 ? 1 : nil }
          var (result, square, rest): (Int64, Int64, Int64) = (1, base, exponent)
          while rest > 0 {
            if rest & 1 == 1 { result = result &* square }
            square = square &* square
            rest >>= 1
          }
          return result
        }), &context)
  }

  @Sendable private static func shift(_ context: inout ImportContext) -> ONNXTensor? {
    let direction = context.text("direction", default: "")
    guard ["LEFT", "RIGHT"].contains(direction) else {
      context.unsupported("direction", found: "'\(direction)'", supported: "'LEFT' and 'RIGHT' are supported")
      return nil
    }
    return pairwise(
      PairFunction(integer: { (0..<64).contains($1) ? direction == "LEFT" ? $0 << $1 : $0 >> $1 : nil }), &context)
  }

  /// The product of two matrices, or of stacks of them; a vector is a row on the left and a column on the right.
  @Sendable private static func product(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensors = context.operands(), tensors.count == 2, tensors.allSatisfy({ !$0.shape.isEmpty }) else {
      return nil
    }
    let left = tensors[0].shape.count == 1 ? [1] + tensors[0].shape : tensors[0].shape
    let right = tensors[1].shape.count == 1 ? tensors[1].shape + [1] : tensors[1].shape
    let (rows, inner, columns) = (left[left.count - 2], left[left.count - 1], right[right.count - 1])
    guard right[right.count - 2] == inner,
      let stack = context.broadcast([left.dropLast(2), right.dropLast(2)].map(Array.init))
    else {
      context.report(
        "its operands have shapes \(tensors[0].shape) and \(tensors[1].shape), which do not fit each other")
      return nil
    }
    guard let count = context.room(for: stack.shape + [rows, columns], growing: tensors),
      elementCount(of: [count, inner], limit: 1 << 28) != nil
    else {
      context.report("it multiplies matrices of \(rows)x\(inner) and \(inner)x\(columns), which is too much")
      return nil
    }
    let (a, b) = (tensors[0].reals, tensors[1].reals)
    var values: [Double] = []
    values.reserveCapacity(count)
    for (first, second) in zip(stack.places[0], stack.places[1]) {
      for row in 0..<rows {
        for column in 0..<columns {
          var total = 0.0
          for index in 0..<inner {
            total += a[(first * rows + row) * inner + index] * b[(second * inner + index) * columns + column]
          }
          values.append(total)
        }
      }
    }
    var shape = stack.shape
    if tensors[0].shape.count > 1 { shape.append(rows) }
    if tensors[1].shape.count > 1 { shape.append(columns) }
    guard tensors[0].type.isReal else {
      guard values.allSatisfy({ $0.magnitude < 0x1p53 }) else {
        context.report("its sums pass 2^53")
        return nil
      }
      return ONNXTensor(tensors[0].type, shape, wholes: values.map { Int64($0) })
    }
    return ONNXTensor(tensors[0].type, shape, reals: values)
  }
}

extension ImportContext {
  /// All operands, at least one and of one type; nil after reporting others.
  mutating func operands() -> [ONNXTensor]? {
    var tensors: [ONNXTensor] = []
    for index in current.inputs.indices {
      guard let tensor = constant(index, "operands") else { return nil }
      tensors.append(tensor)
    }
    guard let first = tensors.first else {
      report("it has no operands")
      return nil
    }
    if let other = tensors.first(where: { $0.type != first.type }) {
      report(
        "its operands are of types '\(first.type.rawValue)' and '\(other.type.rawValue)'; equal types are expected")
      return nil
    }
    return tensors
  }
}

import Foundation
import Layers
import ONNX
import Support

extension Folding {
  static let arithmetic: [String: Fold] = [
    "Add": binary({ $0 + $1 }, { $0.addingReportingOverflow($1) }),
    "Sub": binary({ $0 - $1 }, { $0.subtractingReportingOverflow($1) }),
    "Mul": binary({ $0 * $1 }, { $0.multipliedReportingOverflow(by: $1) }),
    "Div": binary({ $0 / $1 }, { $0.dividedReportingOverflow(by: $1) }),
    "Pow": binary({ pow($0, $1) }, { power($0, $1) }),
    "Sqrt": unary { $0.squareRoot() },
    "Neg": unary { -$0 },
    "Reciprocal": unary { 1 / $0 },
    "Clip": Fold(["max", "min"], clip),
    "Cast": Fold(["round_mode", "saturate", "to"], cast),
    "DequantizeLinear": Fold(["axis", "block_size", "output_dtype"], dequantize),
  ]

  private static func unary(_ function: @escaping @Sendable (Double) -> Double) -> Fold {
    Fold { context in
      guard let tensor = context.weights(0, "operands") else { return nil }
      return ONNXTensor(
        type: tensor.type, shape: tensor.shape, elements: .real(tensor.reals.map { rounded(function($0), tensor.type) })
      )
    }
  }

  private static func binary(
    _ real: @escaping @Sendable (Double, Double) -> Double,
    _ integer: @escaping @Sendable (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> Fold {
    Fold { context in
      guard let a = context.constant(0, "operands"), let b = context.constant(1, "operands") else { return nil }
      guard let pairs = Broadcast(a.shape, b.shape) else {
        context.report("its operands have shapes \(a.shape) and \(b.shape), which do not fit each other")
        return nil
      }
      switch (a.elements, b.elements) {
      case (.real(let a0), .real(let b0)):
        let values = pairs.map { rounded(real(a0[$0], b0[$1]), a.type) }
        return ONNXTensor(type: a.type, shape: pairs.shape, elements: .real(values))
      case (.integer(let a0), .integer(let b0)):
        var overflows = false
        let values = pairs.map { first, second -> Int64 in
          let (value, overflow) = integer(a0[first], b0[second])
          overflows = overflows || overflow
          return value
        }
        if overflows { context.report("its result is no 64-bit integer") }
        return overflows ? nil : ONNXTensor(type: a.type, shape: pairs.shape, elements: .integer(values))
      case (.real(let a0), .integer(let b0)) where context.current.kind == "Pow":
        let values = pairs.map { rounded(real(a0[$0], Double(b0[$1])), a.type) }
        return ONNXTensor(type: a.type, shape: pairs.shape, elements: .real(values))
      default:
        context.report(
          "its operands are of types '\(a.type.rawValue)' and '\(b.type.rawValue)'; equal types are expected")
        return nil
      }
    }
  }

  /// Bounds are operands of the elements' type; before opset 11 attributes.
  @Sendable private static func clip(_ context: inout ImportContext) -> ONNXTensor? {
    guard let tensor = context.constant(0, "operands") else { return nil }
    let attributes = [context.real("min", default: -.infinity), context.real("max", default: .infinity)]
    var bounds: [ONNXTensor?] = [nil, nil]
    for index in 0...1 where context.value(index + 1) != nil {
      guard let bound = context.constant(index + 1, "bounds") else { return nil }
      guard bound.count == 1, bound.type == tensor.type else {
        context.report("a bound is \(bound.type.rawValue) \(bound.shape); one '\(tensor.type.rawValue)' is expected")
        return nil
      }
      bounds[index] = bound
    }
    if case .integer(let values) = tensor.elements {
      let limits = zip(bounds, [Int64.min, Int64.max]).map { bound, open in
        if case .integer(let found)? = bound?.elements { found[0] } else { open }
      }
      return ONNXTensor(
        type: tensor.type, shape: tensor.shape, elements: .integer(values.map { min(max($0, limits[0]), limits[1]) }))
    }
    let limits = zip(bounds, attributes).map { $0?.reals[0] ?? $1 }
    return ONNXTensor(
      type: tensor.type, shape: tensor.shape, elements: .real(tensor.reals.map { min(max($0, limits[0]), limits[1]) }))
  }

  private static func power(_ base: Int64, _ exponent: Int64) -> (partialValue: Int64, overflow: Bool) {
    guard (0...64).contains(exponent) else { return (0, true) }
    var result: (partialValue: Int64, overflow: Bool) = (1, false)
    for _ in 0..<exponent where !result.overflow { result = result.partialValue.multipliedReportingOverflow(by: base) }
    return result
  }

  /// The value as its element type holds it.
  static func rounded(_ value: Double, _ type: ElementType) -> Double {
    type == .float64 ? value : Double(Float(value))
  }

  @Sendable private static func cast(_ context: inout ImportContext) -> ONNXTensor? {
    let code = context.integer("to", default: 0)
    guard let tensor = context.constant(0, "operands") else { return nil }
    let types: [Int: ElementType] = [
      1: .float32, 6: .int32, 7: .int64, 9: .bool, 10: .float16, 11: .float64, 16: .bfloat16,
    ]
    guard let type = types[code] else {
      context.unsupported("to", found: "\(code)", supported: "1, 6, 7, 9, 10, 11 and 16 are supported")
      return nil
    }
    if type.isReal {
      return ONNXTensor(type: type, shape: tensor.shape, elements: .real(tensor.reals.map { rounded($0, type) }))
    }
    var values: [Int64] = []
    for value in tensor.reals {
      guard let integer = Int64(exactly: value.rounded(.towardZero)) else {
        context.report("it casts \(value), which no integer of 64 bits is")
        return nil
      }
      values.append(type == .bool ? (value == 0 ? 0 : 1) : integer)
    }
    if case .integer(let exact) = tensor.elements, type != .bool { values = exact }
    return ONNXTensor(type: type, shape: tensor.shape, elements: .integer(values))
  }

  /// `(x - zero point) * scale`, for the whole tensor or along one axis.
  @Sendable private static func dequantize(_ context: inout ImportContext) -> ONNXTensor? {
    let axis = context.integer("axis", default: 1)
    let block = context.integer("block_size", default: 0)
    if block != 0 { context.unsupported("block_size", found: "\(block)", supported: "0 is supported") }
    guard let tensor = context.constant(0, "codes"), let scale = context.weights(1, "scales") else { return nil }
    guard case .integer(let codes) = tensor.elements else {
      context.report("its codes are of type '\(tensor.type.rawValue)'; an integer type is expected")
      return nil
    }
    var zeros = [Int64](repeating: 0, count: scale.count)
    if context.value(2) != nil {
      guard let points = context.constant(2, "zero points") else { return nil }
      guard case .integer(let values) = points.elements, values.count == scale.count else {
        context.report("its zero points do not match its scales")
        return nil
      }
      zeros = values
    }
    var inner = codes.count
    if scale.count != 1 {
      guard let place = context.axis(axis, rank: tensor.shape.count) else { return nil }
      guard scale.shape == [tensor.shape[place]] else {
        context.report("its scales have shape \(scale.shape); [\(tensor.shape[place])] is expected")
        return nil
      }
      inner = tensor.shape[(place + 1)...].reduce(1, *)
    }
    let scales = scale.reals
    func place(_ index: Int) -> Int { scales.count == 1 ? 0 : index / inner % scales.count }
    let values = codes.enumerated().map { index, code in
      rounded((Double(code) - Double(zeros[place(index)])) * scales[place(index)], scale.type)
    }
    // Scales that no quantizer may have leave the values as plain numbers.
    let isGrid = scales.allSatisfy { $0 >= Double(Float.leastNormalMagnitude) }
    return ONNXTensor(
      type: scale.type, shape: tensor.shape, elements: .real(values),
      grid: isGrid ? ValueGrid(steps: codes.indices.map { Float(scales[place($0)]) }) : nil)
  }
}

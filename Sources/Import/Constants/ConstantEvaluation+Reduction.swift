import Foundation
import Layers
import ONNX
import Support

extension ConstantEvaluation {
  /// Operators that make one element of many along axes, and running sums.
  static let reductions: [String: Evaluation] = reducers.reduce(into: [:]) { table, entry in
    let (name, reducer) = entry
    table[name] = Evaluation(["axes", "keepdims", "noop_with_empty_axes"]) { reduce(name, reducer, &$0) }
  }.merging([
    "ArgMax": Evaluation(["axis", "keepdims", "select_last_index"]) { extreme({ $0 > $1 }, &$0) },
    "ArgMin": Evaluation(["axis", "keepdims", "select_last_index"]) { extreme({ $0 < $1 }, &$0) },
    "CumSum": Evaluation(["exclusive", "reverse"], cumulate),
  ]) { $1 }

  private struct Reducer: Sendable {
    var start: Double
    var combine: @Sendable (Double, Double) -> Double
    var finish: @Sendable (Double, Int) -> Double = { total, _ in total }
  }

  private static let reducers: [String: Reducer] = [
    "ReduceSum": Reducer(start: 0, combine: { $0 + $1 }),
    "ReduceMean": Reducer(start: 0, combine: { $0 + $1 }, finish: { $0 / Double($1) }),
    "ReduceProd": Reducer(start: 1, combine: { $0 * $1 }),
    "ReduceMax": Reducer(start: -.infinity, combine: { maximum.real?($0, $1) ?? .nan }),
    "ReduceMin": Reducer(start: .infinity, combine: { minimum.real?($0, $1) ?? .nan }),
    "ReduceL1": Reducer(start: 0, combine: { $0 + $1.magnitude }),
    "ReduceL2": Reducer(start: 0, combine: { $0 + $1 * $1 }, finish: { total, _ in total.squareRoot() }),
    "ReduceSumSquare": Reducer(start: 0, combine: { $0 + $1 * $1 }),
    "ReduceLogSum": Reducer(start: 0, combine: { $0 + $1 }, finish: { total, _ in log(total) }),
    "ReduceLogSumExp": Reducer(start: 0, combine: { $0 + exp($1) }, finish: { total, _ in log(total) }),
  ]

  private static func reduce(_ name: String, _ reducer: Reducer, _ context: inout ImportContext) -> ONNXTensor? {
    let before = context.problems.count
    let keeps = context.integer("keepdims", default: 1) != 0
    let isIdle = context.integer("noop_with_empty_axes", default: 0) != 0
    let axes = context.integerList("axes", input: 1, since: name == "ReduceSum" ? 13 : 18) ?? []
    guard let tensor = context.constant(0, "operands"), context.problems.count == before,
      var places = context.places(axes, rank: tensor.shape.count)
    else { return nil }
    if axes.isEmpty {
      // Idle is what has no axes to reduce: the function of each element stays.
      places = isIdle ? [] : Set(tensor.shape.indices)
    }
    let kept = tensor.shape.indices.filter { !places.contains($0) }
    let order = kept + places.sorted()
    let count = places.reduce(1) { $0 * tensor.shape[$1] }
    let reals = tensor.transposed(order).reals
    let results = (0..<kept.reduce(1) { $0 * tensor.shape[$1] }).map { row in
      reducer.finish(reals[row * count..<(row + 1) * count].reduce(reducer.start, reducer.combine), count)
    }
    let shape = tensor.shape.indices.filter { keeps || !places.contains($0) }.map {
      places.contains($0) ? 1 : tensor.shape[$0]
    }
    if tensor.type.isReal { return ONNXTensor(tensor.type, shape, reals: results) }
    guard results.allSatisfy({ $0.magnitude < 0x1p53 }) else {
      context.report("its results pass 2^53")
      return nil
    }
    return ONNXTensor(tensor.type, shape, wholes: results.map { Int64($0) })
  }

  /// The index of the first, or the last, element that none is before.
  private static func extreme(_ isBefore: (Double, Double) -> Bool, _ context: inout ImportContext) -> ONNXTensor? {
    let stated = context.integer("axis", default: 0)
    let keeps = context.integer("keepdims", default: 1) != 0
    let takesLast = context.integer("select_last_index", default: 0) != 0
    guard let tensor = context.constant(0, "operands"), let axis = context.axis(stated, rank: tensor.shape.count) else {
      return nil
    }
    let extent = tensor.shape[axis]
    guard extent > 0 else {
      context.report("its operand has shape \(tensor.shape); at least one element is expected")
      return nil
    }
    let reals = tensor.transposed(tensor.shape.indices.filter { $0 != axis } + [axis]).reals
    let results = (0..<tensor.count / extent).map { row in
      (1..<extent).reduce(0) { best, index in
        let (old, new) = (reals[row * extent + best], reals[row * extent + index])
        return isBefore(new, old) || takesLast && !isBefore(old, new) ? index : best
      }
    }
    var shape = tensor.shape
    if keeps { shape[axis] = 1 } else { shape.remove(at: axis) }
    return ONNXTensor(.int64, shape, wholes: results.map { Int64($0) })
  }

  @Sendable private static func cumulate(_ context: inout ImportContext) -> ONNXTensor? {
    let isExclusive = context.integer("exclusive", default: 0) != 0
    let isReversed = context.integer("reverse", default: 0) != 0
    guard let tensor = context.constant(0, "operands"), let given = context.constant(1, "axis")?.integers,
      given.count == 1,
      let axis = context.axis(given[0], rank: tensor.shape.count)
    else { return nil }
    let stride = rowMajorStrides(tensor.shape)[axis]
    let extent = tensor.shape[axis]
    var totals = tensor.reals
    for place in totals.indices {
      let element = isReversed ? totals.count - 1 - place : place
      let index = element / stride % extent
      let previous = isReversed ? element + stride : element - stride
      if index != (isReversed ? extent - 1 : 0) { totals[element] += totals[previous] }
    }
    if isExclusive { totals = zip(totals, tensor.reals).map { $0 - $1 } }
    if tensor.type.isReal { return ONNXTensor(tensor.type, tensor.shape, reals: totals) }
    guard totals.allSatisfy({ $0.magnitude < 0x1p53 }) else {
      context.report("its sums pass 2^53")
      return nil
    }
    return ONNXTensor(tensor.type, tensor.shape, wholes: totals.map { Int64($0) })
  }
}

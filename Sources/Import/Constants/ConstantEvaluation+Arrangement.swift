import Layers
import ONNX
import Support

extension ConstantEvaluation {
  /// Operators that give a tensor another shape or order.
  static let arrangement: [String: Evaluation] = [
    "Reshape": Evaluation(["allowzero"], reshape),
    "Flatten": Evaluation(["axis"], flatten),
    "Transpose": Evaluation(["perm"], transpose),
    "Squeeze": Evaluation(["axes"], squeeze),
    "Unsqueeze": Evaluation(["axes"], unsqueeze),
  ]

  @Sendable private static func reshape(_ context: inout ImportContext) -> ONNXTensor? {
    let keepsZeros = context.integer("allowzero", default: 0) != 0
    guard let tensor = context.constant(0, "operands"), let extents = context.extents(1, "shape's extents") else {
      return nil
    }
    do throws(ShapeDefect) {
      return tensor.reshaped(try resolve(extents, of: tensor.shape, keepsZeros: keepsZeros, batch: nil))
    } catch {
      context.report(error.message)
      return nil
    }
  }

  @Sendable private static func flatten(_ context: inout ImportContext) -> ONNXTensor? {
    let axis = context.integer("axis", default: 1)
    guard let tensor = context.constant(0, "operands") else { return nil }
    let rank = tensor.shape.count
    guard (-rank...rank).contains(axis) else {
      context.report("axis \(axis) is not one of rank \(rank)")
      return nil
    }
    let place = axis < 0 ? axis + rank : axis
    return tensor.reshaped([tensor.shape[..<place].reduce(1, *), tensor.shape[place...].reduce(1, *)])
  }

  @Sendable private static func transpose(_ context: inout ImportContext) -> ONNXTensor? {
    let order = context.integers("perm")
    guard let tensor = context.constant(0, "operands") else { return nil }
    let permutation = order ?? tensor.shape.indices.reversed()
    guard permutation.sorted() == Array(tensor.shape.indices) else {
      context.report("attribute 'perm' is \(permutation); an order of \(tensor.shape.count) axes is expected")
      return nil
    }
    return tensor.transposed(permutation)
  }

  @Sendable private static func squeeze(_ context: inout ImportContext) -> ONNXTensor? {
    let given = context.axes()
    guard let tensor = context.constant(0, "operands"), given != .unreadable else { return nil }
    var places = Set(tensor.shape.indices.filter { tensor.shape[$0] == 1 })
    if case .some(let axes) = given {
      guard let chosen = context.places(axes, rank: tensor.shape.count) else { return nil }
      guard chosen.isSubset(of: places) else {
        context.report("it removes axes \(axes) of shape \(tensor.shape); those of extent 1 can be removed")
        return nil
      }
      places = chosen
    }
    return tensor.reshaped(tensor.shape.indices.filter { !places.contains($0) }.map { tensor.shape[$0] })
  }

  @Sendable private static func unsqueeze(_ context: inout ImportContext) -> ONNXTensor? {
    let given = context.axes()
    guard let tensor = context.constant(0, "operands"), given != .unreadable else { return nil }
    guard case .some(let axes) = given else {
      context.report("its axes are missing")
      return nil
    }
    guard let places = context.places(axes, rank: tensor.shape.count + axes.count) else { return nil }
    var shape = tensor.shape
    for place in places.sorted() { shape.insert(1, at: place) }
    return tensor.reshaped(shape)
  }
}

package import Support

/// How the model's input streams: found from the first operator that says which of its axes are what.
package struct InputLayout: Sendable, Hashable {
  /// In streaming order.
  package var factors: [ActivationView.Factor]
  /// The factors in the order of the model's file.
  package var modelOrder: [Int]

  package init(factors: [ActivationView.Factor], modelOrder: [Int]) {
    self.factors = factors
    self.modelOrder = modelOrder
  }

  /// The layout that gives the named axes their roles.
  init(_ view: ActivationView, order: [Int], roles: [StreamAxis: [Int]]) {
    var places: [Int: Int] = [:]
    factors = []
    for axis in StreamAxis.allCases {
      for place in roles[axis] ?? [] {
        places[place] = factors.count
        factors.append(.init(extent: view.factors[place].extent, axis: axis))
      }
    }
    modelOrder = order.compactMap { places[$0] }
  }

  /// The model's own order: rows, columns, channels where there are at most three axes.
  package init(modelOrder extents: [Int]) {
    let axes: [StreamAxis] =
      switch extents.count {
      case 3: [.height, .width, .channels]
      case 2: [.width, .channels]
      default: extents.map { _ in .channels }
      }
    let all = zip(extents, axes).map { ActivationView.Factor(extent: $0, axis: $1) }
    factors = all.filter { $0.extent > 1 }
    modelOrder = Array(factors.indices)
  }

  package var shape: Shape {
    func extent(_ axis: StreamAxis) -> Int {
      factors.reduce(1) { $1.axis == axis ? $0 * $1.extent : $0 }
    }
    return Shape(height: extent(.height), width: extent(.width), channels: extent(.channels))
  }

  /// The order of the axes of `modelShape` that streams the elements; nil where the layout needs finer axes.
  package func streamAxes(of modelShape: [Int]) -> [Int]? {
    let extents = modelOrder.map { factors[$0].extent }
    guard modelShape.filter({ $0 > 1 }) == extents else { return factorless(modelShape) }
    let long = modelShape.indices.filter { modelShape[$0] > 1 }
    let order = factors.indices.compactMap { modelOrder.firstIndex(of: $0) }.map { long[$0] }
    let short = modelShape.indices.filter { modelShape[$0] == 1 }
    guard modelShape.count == 3 else { return short + order }
    // Put axes of extent 1 where the shape has its own.
    var rest = (short: short[...], long: order[...])
    let target = [shape.height, shape.width, shape.channels]
    guard target.filter({ $0 > 1 }).count == order.count else { return short + order }
    return target.compactMap { $0 == 1 ? rest.short.popFirst() : rest.long.popFirst() }
  }

  /// Where the stream is in the model's order, any axes will do.
  private func factorless(_ modelShape: [Int]) -> [Int]? {
    modelOrder == Array(factors.indices) ? Array(modelShape.indices) : nil
  }
}

import NetworkIR
import ONNX
import Support

/// The operators of ONNX that reduce axes: rows and columns by a window over all of them, channels by a product with
/// equal weights.
enum Reduction: String, Sendable {
  case mean = "ReduceMean"
  case sum = "ReduceSum"
  case maximum = "ReduceMax"

  /// The operator set since which the axes are an operand.
  private var axesOperandSince: Int { self == .sum ? 13 : 18 }

  var operatorImport: OperatorImport {
    OperatorImport(rawValue, attributes: ["axes", "keepdims", "noop_with_empty_axes"]) { run(&$0) }
  }

  private func run(_ context: inout ImportContext) {
    let before = context.problems.count
    let keeps = context.integer("keepdims", default: 1) != 0
    let isIdle = context.integer("noop_with_empty_axes", default: 0) != 0
    let given = context.integerList("axes", input: 1, since: axesOperandSince) ?? []
    guard let view = context.activation(0), context.problems.count == before,
      var places = context.places(given, rank: view.axes.count)
    else { return }
    if given.isEmpty, !isIdle { places = Set(view.axes.indices) }
    if places.contains(0), let batch = context.fixedBatch, view.axes[0].isEmpty {
      return context.report("it reduces the batch of \(batch) samples, which are computed one by one")
    }
    guard var result = reduced(view, places, &context) else { return }
    if !keeps { result.axes = result.axes.indices.filter { !places.contains($0) }.map { result.axes[$0] } }
    context.setOutput(.activation(result))
  }

  private func reduced(
    _ view: ActivationView, _ places: Set<Int>, _ context: inout ImportContext
  ) -> ActivationView? {
    let long = places.filter { !view.axes[$0].isEmpty }
    // All of a vector: its elements are the channels.
    if long.count > 1, view.shape.pixels == 1, long.reduce(0, { $0 + view.axes[$1].count }) == view.factors.count {
      var flat = view
      flat.axes = [view.axes.flatMap { $0 }.sorted()]
      guard var result = reducedChannels(flat, place: 0, &context) else { return nil }
      result.axes = view.axes.map { _ in [] }
      return result
    }
    guard var result = context.settled(view, changing: long) else { return nil }
    if long.contains(where: { result.streamAxis(of: $0) == nil }) { return gathered(result, long, &context) }
    var geometry = Geometry()
    var spatial: [(place: Int, axis: StreamAxis)] = []
    var channels: Int?
    for place in long.sorted() {
      guard let axis = context.streamAxis(of: place, in: &result) else { return nil }
      switch axis {
      case .height: geometry.rows.kernel = result.shape.height
      case .width: geometry.columns.kernel = result.shape.width
      case .channels: channels = place
      }
      if axis != .channels { spatial.append((place, axis)) }
    }
    if !spatial.isEmpty {
      guard let pooled = self.pooled(result, geometry, spatial, &context) else { return nil }
      result = pooled
    }
    if let channels {
      guard let summed = reducedChannels(result, place: channels, &context) else { return nil }
      result = summed
    }
    return result
  }

  /// Axes whose parts lie apart in the stream are brought together as rows; all else lies in the channels.
  private func gathered(
    _ view: ActivationView, _ places: Set<Int>, _ context: inout ImportContext
  ) -> ActivationView? {
    let rows = view.factors.indices.filter { factor in places.contains { view.axes[$0].contains(factor) } }
    let others = view.factors.indices.filter { !rows.contains($0) }
    guard let ready = context.arranged(view, as: [.height: rows, .channels: others]) else { return nil }
    var merged = ready
    merged.axes = [Array(rows.indices), others.indices.map { $0 + rows.count }]
    let geometry = Geometry(rows: .init(kernel: ready.shape.height))
    guard var result = pooled(merged, geometry, [(0, .height)], &context) else { return nil }
    result.axes = ready.axes.indices.map { place in
      places.contains(place) ? [] : ready.axes[place].map { $0 - rows.count }
    }
    return result
  }

  private func pooled(
    _ view: ActivationView, _ geometry: Geometry, _ spatial: [(place: Int, axis: StreamAxis)],
    _ context: inout ImportContext
  ) -> ActivationView? {
    let pool: any NetworkOperation =
      self == .maximum ? MaxPool(geometry: geometry) : AveragePool(geometry: geometry)
    guard let made = context.emit(pool, reading: [view], axes: []) else { return nil }
    var result = view
    var shape = view.shape
    for (place, axis) in spatial {
      shape[axis] = 1
      result = result.resized(place, along: axis, tensor: made.tensor, shape: shape)
    }
    guard self == .sum else { return result }
    let channels = shape.channels
    let factor = ChannelAffine(
      scale: Array(repeating: Float(geometry.taps), count: channels), shift: Array(repeating: 0, count: channels))
    return context.emitElementwise(factor, reading: [result])
  }

  /// A product with one row of equal weights.
  private func reducedChannels(
    _ view: ActivationView, place: Int, _ context: inout ImportContext
  ) -> ActivationView? {
    guard self != .maximum else {
      context.report("it takes the largest channel; the largest of rows and columns is supported")
      return nil
    }
    let count = view.shape.channels
    let weight: Float = self == .mean ? 1 / Float(count) : 1
    let weights = Tensor(shape: [1, 1, 1, count], values: [Float](repeating: weight, count: count))
    return context.emitResizing(
      Convolution(geometry: Geometry(), groups: 1, weights: weights, bias: nil), reading: view, place: place,
      axis: .channels)
  }
}

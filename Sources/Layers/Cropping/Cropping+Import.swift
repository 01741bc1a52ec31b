import NetworkIR
import ONNX
import Support

extension Cropping: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport("Slice", attributes: ["axes", "ends", "starts"], slice),
      OperatorImport("Split", attributes: ["axis", "num_outputs", "split"], split),
      OperatorImport("Gather", attributes: ["axis"], gather),
    ]
  }

  @Sendable private static func slice(_ context: inout ImportContext) {
    guard let view = context.activation(0) else { return }
    var extents = view.modelShape
    // The batch as the file states it; all of it is the one sample that is computed at a time.
    if let batch = context.fixedBatch, view.axes.first?.isEmpty == true { extents[0] = batch }
    guard var ranges = context.slices(of: extents) else { return }
    ranges.removeAll { $0.isWhole }
    if let batch = context.fixedBatch, ranges.contains(where: { $0.place == 0 && $0.extent == batch }) {
      return context.report("it takes a part of the batch of \(batch) samples, which are computed one by one")
    }
    context.take(ranges, of: view).map { context.setOutput(.activation($0)) }
  }

  @Sendable private static func split(_ context: inout ImportContext) {
    guard let view = context.activation(0), let ranges = context.splits(of: view.modelShape) else { return }
    for (index, range) in ranges.enumerated() where context.uses(output: index) {
      guard let part = context.take(range.isWhole ? [] : [range], of: view) else { return }
      context.setOutput(.activation(part), at: index)
    }
  }

  /// An index that is no list leaves its axis out, several axes of indices take its place.
  @Sendable private static func gather(_ context: inout ImportContext) {
    guard let view = context.activation(0) else { return }
    var extents = view.modelShape
    if let batch = context.fixedBatch, view.axes.first?.isEmpty == true { extents[0] = batch }
    guard let (place, indices, shape) = context.gathered(from: extents) else { return }
    if place == 0, let batch = context.fixedBatch, view.axes[0].isEmpty {
      return context.report("it takes samples of the batch of \(batch), which are computed one by one")
    }
    guard let taken = context.take(indices, of: view, place: place) else { return }
    let target = taken.modelShape[..<place] + shape + taken.modelShape[(place + 1)...]
    guard target.count <= 64, let result = taken.reshaped(to: Array(target)) else {
      return context.report("its result has shape \(Array(target)), which needs a rearrangement of the stream")
    }
    context.setOutput(.activation(result))
  }
}

extension ImportContext {
  /// The most parts that indices without a common step are taken in.
  private static let mostRuns = 64

  /// The elements in ranges along several axes; nil after reporting, or asking for a layout.
  fileprivate mutating func take(_ ranges: [IndexRange], of view: ActivationView) -> ActivationView? {
    guard var result = settled(view, changing: Set(ranges.map(\.place))) else { return nil }
    for range in ranges {
      guard range.count > 0 else {
        report("it takes none of the \(range.extent) elements along axis \(range.place); at least one is expected")
        return nil
      }
      guard let next = emit(range, reading: result) else { return nil }
      result = next
    }
    return result
  }

  /// The elements with the given indices along an axis, in their order.
  fileprivate mutating func take(_ indices: [Int], of view: ActivationView, place: Int) -> ActivationView? {
    guard let first = indices.first else {
      report("it takes no elements along axis \(place); at least one is expected")
      return nil
    }
    let step = indices.count > 1 ? indices[1] - first : 1
    let range = IndexRange(
      place: place, start: first, count: indices.count, step: step, extent: view.extent(view.axes[place]))
    if step > 0, range.indices == indices { return take(range.isWhole ? [] : [range], of: view) }
    guard var ready = settled(view, changing: [place]), let axis = streamAxis(of: place, in: &ready) else { return nil }
    return emit(indices, reading: ready, place: place, axis: axis)
  }

  /// Takes the range and then, by windows of one element, each `step`th of it.
  private mutating func emit(_ range: IndexRange, reading view: ActivationView) -> ActivationView? {
    var result = view
    guard let axis = streamAxis(of: range.place, in: &result) else { return nil }
    guard range.count == 1 || range.step == 1 || range.step > 0 && axis != .channels && range.step <= Geometry.longest
    else {
      return emit(range.indices, reading: result, place: range.place, axis: axis)
    }
    // The elements after the last that is taken go with the windows.
    let span = range.count == 1 ? 1 : min(range.extent - range.start, range.count * range.step)
    if span < range.extent {
      guard let run = emitRun(range.start, span, reading: result, place: range.place, axis: axis) else { return nil }
      result = run
    }
    guard range.step > 1, span > 1 else { return result }
    let picks = Geometry.Axis(stride: range.step)
    let geometry = axis == .height ? Geometry(rows: picks) : Geometry(columns: picks)
    return emitResizing(MaxPool(geometry: geometry), reading: result, place: range.place, axis: axis)
  }

  /// Takes every run of neighbours and joins them.
  private mutating func emit(
    _ indices: [Int], reading view: ActivationView, place: Int, axis: StreamAxis
  ) -> ActivationView? {
    var runs: [(start: Int, count: Int)] = []
    for index in indices {
      if let last = runs.last, last.start + last.count == index {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((index, 1))
      }
    }
    guard runs.count <= Self.mostRuns else {
      report(
        "it takes \(indices.count) elements along axis \(place) in \(runs.count) runs of neighbours; \(Self.mostRuns) are supported"
      )
      return nil
    }
    // Moving codes changes nothing about them.
    var source = view
    source.coding = nil
    let parts = runs.compactMap { run in
      run.count == view.shape[axis] ? source : emitRun(run.start, run.count, reading: source, place: place, axis: axis)
    }
    guard parts.count == runs.count else { return nil }
    var result =
      parts.count == 1 ? parts[0] : emitResizing(Concatenation(axis: axis), reading: parts, place: place, axis: axis)
    result?.coding = view.coding
    return result
  }

  private mutating func emitRun(
    _ start: Int, _ count: Int, reading view: ActivationView, place: Int, axis: StreamAxis
  ) -> ActivationView? {
    emitResizing(Cropping(axis: axis, start: start, count: count), reading: view, place: place, axis: axis)
  }
}

import NetworkIR
import ONNX
import Support

extension Cropping: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport("Slice", attributes: ["axes", "ends", "starts"], slice),
      OperatorImport("Split", attributes: ["axis", "num_outputs", "split"], split),
    ]
  }

  @Sendable private static func slice(_ context: inout ImportContext) {
    let before = context.problems.count
    let starts = context.integerList("starts", input: 1, since: 10)
    let ends = context.integerList("ends", input: 2, since: 10)
    let given = context.integerList("axes", input: 3, since: 10)
    let steps = context.opset < 10 ? nil : context.integerList("steps", input: 4, since: 10)
    guard let view = context.activation(0), context.problems.count == before else { return }
    guard let starts, let ends, starts.count == ends.count else {
      return context.report("its starts and ends are missing or differ in number")
    }
    let axes = given ?? Array(starts.indices)
    guard axes.count == starts.count, (steps ?? starts).count == starts.count else {
      return context.report("it has \(starts.count) starts, \(axes.count) axes and \((steps ?? starts).count) steps")
    }
    guard context.places(axes, rank: view.axes.count) != nil else { return }
    let places = axes.map { $0 < 0 ? $0 + view.axes.count : $0 }
    let extents = view.modelShape
    var ranges: [IndexRange] = []
    for (index, place) in places.enumerated() {
      if place == 0, let batch = context.fixedBatch, view.axes[0].isEmpty {
        if starts[index] == 0, ends[index] >= batch { continue }
        return context.report("it takes a part of the batch of \(batch) samples, which are computed one by one")
      }
      guard
        let range = IndexRange(
          start: starts[index], end: ends[index], step: steps?[index] ?? 1, place: place, extent: extents[place])
      else {
        return context.report(
          "it takes \(starts[index]) to \(ends[index]) by \(steps?[index] ?? 1) of \(extents[place]) along axis "
            + "\(axes[index]); at least one element and a positive step are supported")
      }
      if !range.isWhole { ranges.append(range) }
    }
    guard var result = context.settled(view, changing: Set(ranges.map(\.place))) else { return }
    for range in ranges {
      guard let next = context.emit(range, reading: result) else { return }
      result = next
    }
    context.setOutput(.activation(result))
  }

  @Sendable private static func split(_ context: inout ImportContext) {
    let before = context.problems.count
    let axis = context.integer("axis", default: 0)
    let stated = context.integerList("split", input: 1, since: 13)
    let parts = context.integer("num_outputs", default: context.current.outputs.count)
    guard let view = context.activation(0), let place = context.axis(axis, rank: view.axes.count),
      context.problems.count == before
    else { return }
    let extent = view.extent(view.axes[place])
    guard parts > 0, parts == context.current.outputs.count else {
      return context.report("it has \(context.current.outputs.count) outputs; \(parts) are expected")
    }
    // The last part is smaller where they do not divide.
    let size = (extent + parts - 1) / parts
    let sizes = stated ?? (0..<parts).map { min(size, extent - $0 * size) }
    guard sizes.count == parts, sizes.allSatisfy({ $0 > 0 && $0 <= extent }), sizes.reduce(0, +) == extent else {
      return context.report("it splits \(extent) elements into parts of \(sizes); positive parts of all are expected")
    }
    guard let source = context.settled(view, changing: [place]) else { return }
    var start = 0
    for (index, size) in sizes.enumerated() {
      let range = IndexRange(start: start, count: size, step: 1, place: place, extent: extent)
      start += size
      guard context.uses(output: index) else { continue }
      guard let part = range.isWhole ? source : context.emit(range, reading: source) else { return }
      context.setOutput(.activation(part), at: index)
    }
  }
}

/// Every `step`th of some indices along an axis of the model.
private struct IndexRange {
  var start: Int
  /// Indices that are taken.
  var count: Int
  var step: Int
  var place: Int
  var extent: Int

  var isWhole: Bool { start == 0 && step == 1 && count == extent }
}

extension IndexRange {
  /// As ONNX states it: from the end where negative, and clamped. Nil where nothing is left or the step is not positive.
  init?(start: Int, end: Int, step: Int, place: Int, extent: Int) {
    func clamped(_ index: Int) -> Int { max(0, min(extent, index < 0 ? max(index, -extent) + extent : index)) }
    let (first, last) = (clamped(start), clamped(end))
    guard step > 0, last > first else { return nil }
    self.init(start: first, count: (last - first - 1) / step + 1, step: step, place: place, extent: extent)
  }
}

extension ImportContext {
  /// Takes the range and then, by windows of one element, each `step`th of it.
  fileprivate mutating func emit(_ range: IndexRange, reading view: ActivationView) -> ActivationView? {
    var result = view
    guard let axis = streamAxis(of: range.place, in: &result) else { return nil }
    // The elements after the last that is taken go with the windows.
    let span = min(range.extent - range.start, range.count * range.step)
    if span < range.extent {
      let cropping = Cropping(axis: axis, start: range.start, count: span)
      guard let cropped = emitResizing(cropping, reading: result, place: range.place, axis: axis) else { return nil }
      result = cropped
    }
    guard range.step > 1, range.count > 1 || span > 1 else { return result }
    guard axis != .channels, range.step <= Geometry.longest else {
      report("it takes every \(range.step). channel; a step along rows or columns, of at most 32767, is supported")
      return nil
    }
    let picks = Geometry.Axis(stride: range.step)
    let geometry = axis == .height ? Geometry(rows: picks) : Geometry(columns: picks)
    return emitResizing(MaxPool(geometry: geometry), reading: result, place: range.place, axis: axis)
  }
}

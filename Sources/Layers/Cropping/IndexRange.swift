import ONNX
import Support

/// Every `step`th of some indices along an axis of the model.
package struct IndexRange: Sendable {
  /// The axis, counted from the front.
  package var place: Int
  package var start: Int
  /// Indices that are taken.
  package var count: Int
  /// Not 0; backwards where it is negative.
  package var step: Int
  /// Of the whole axis.
  package var extent: Int

  var isWhole: Bool { start == 0 && step == 1 && count == extent }

  package var indices: [Int] { (0..<count).map { start + $0 * step } }

  init(place: Int, start: Int, count: Int, step: Int = 1, extent: Int) {
    self.place = place
    self.start = start
    self.count = count
    self.step = step
    self.extent = extent
  }

  /// As ONNX states it: from the end where negative, and clamped.
  init(place: Int, from start: Int, to end: Int, by step: Int, extent: Int) {
    let lowest = step < 0 ? -1 : 0
    func clamped(_ index: Int) -> Int {
      max(lowest, min(extent + lowest, index < 0 ? max(index, -extent - 1) + extent : index))
    }
    let (first, last) = (clamped(start), clamped(end))
    // A longer step takes the first only, as one over the whole axis does.
    let step = max(-max(extent, 1), min(max(extent, 1), step))
    let distance = step < 0 ? first - last : last - first
    self.init(
      place: place, start: first, count: max(0, (distance + abs(step) - 1) / abs(step)), step: step, extent: extent)
  }
}

extension ImportContext {
  /// What the current `Slice` takes of a tensor; nil after reporting what does not fit.
  package mutating func slices(of extents: [Int]) -> [IndexRange]? {
    let before = problems.count
    let starts = integerList("starts", input: 1, since: 10)
    let ends = integerList("ends", input: 2, since: 10)
    let given = integerList("axes", input: 3, since: 10)
    let steps = opset < 10 ? nil : integerList("steps", input: 4, since: 10)
    guard problems.count == before else { return nil }
    guard let starts, let ends, starts.count == ends.count else {
      report("its starts and ends are missing or differ in number")
      return nil
    }
    let axes = given ?? Array(starts.indices)
    guard axes.count == starts.count, (steps ?? starts).count == starts.count else {
      report("it has \(starts.count) starts, \(axes.count) axes and \((steps ?? starts).count) steps")
      return nil
    }
    guard steps?.contains(0) != true else {
      report("it has a step of 0")
      return nil
    }
    guard places(axes, rank: extents.count) != nil else { return nil }
    return axes.indices.map { index in
      let place = axes[index] < 0 ? axes[index] + extents.count : axes[index]
      return IndexRange(
        place: place, from: starts[index], to: ends[index], by: steps?[index] ?? 1, extent: extents[place])
    }
  }

  /// What the current `Split` gives each of its outputs; nil after reporting what does not fit.
  package mutating func splits(of extents: [Int]) -> [IndexRange]? {
    let before = problems.count
    let axis = integer("axis", default: 0)
    let stated = integerList("split", input: 1, since: 13)
    let parts = integer("num_outputs", default: current.outputs.count)
    guard let place = self.axis(axis, rank: extents.count), problems.count == before else { return nil }
    let extent = extents[place]
    guard parts > 0, parts == current.outputs.count else {
      report("it has \(current.outputs.count) outputs; \(parts) are expected")
      return nil
    }
    // The last part is smaller where they do not divide.
    let size = (extent + parts - 1) / parts
    let sizes = stated ?? (0..<parts).map { min(size, extent - $0 * size) }
    guard sizes.count == parts, sizes.allSatisfy({ $0 >= 0 && $0 <= extent }), sizes.reduce(0, +) == extent else {
      report("it splits \(extent) elements into parts of \(sizes); parts of all are expected")
      return nil
    }
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return IndexRange(place: place, start: start, count: size, extent: extent)
    }
  }

  /// What the current `Gather` takes of a tensor, and the shape of its indices; nil after reporting what does not fit.
  package mutating func gathered(from extents: [Int]) -> (place: Int, indices: [Int], shape: [Int])? {
    let axis = integer("axis", default: 0)
    guard let chosen = constant(1, "indices"), let place = self.axis(axis, rank: extents.count) else { return nil }
    let extent = extents[place]
    guard let indices = chosen.integers, indices.allSatisfy({ (-extent..<extent).contains($0) }) else {
      report("its indices are not integers from \(-extent) to \(extent - 1)")
      return nil
    }
    return (place, indices.map { $0 < 0 ? $0 + extent : $0 }, chosen.shape)
  }
}

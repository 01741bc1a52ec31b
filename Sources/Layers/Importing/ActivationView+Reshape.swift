import Support

extension ActivationView {
  /// The same elements with other axes; nil where an axis would mix parts of several of the tensor's.
  package func reshaped(to target: [Int]) -> ActivationView? {
    var view = self
    var rest = axes.flatMap { $0 }[...]
    var result: [[Int]] = []
    for extent in target {
      var axis: [Int] = []
      var missing = extent
      while missing > 1 {
        guard let next = rest.popFirst() else { return nil }
        let size = view.factors[next].extent
        if missing % size == 0 {
          axis.append(next)
          missing /= size
        } else if size % missing == 0 {
          view.splitRest(next, outer: missing)
          func moved(_ index: Int) -> Int { index > next ? index + 1 : index }
          axis = axis.map(moved) + [next]
          result = result.map { $0.map(moved) }
          rest = ([next + 1] + rest.map(moved))[...]
          missing = 1
        } else {
          return nil
        }
      }
      guard missing == 1 else { return nil }
      result.append(axis)
    }
    guard rest.isEmpty else { return nil }
    view.axes = result
    return view
  }

  /// Splits a factor in two, the outer of `outer` elements; the indices of those after it grow by one.
  private mutating func splitRest(_ index: Int, outer: Int) {
    factors.split(index, outer: outer)
    inputOrder = inputOrder?.flatMap { place -> [Int] in
      place == index ? [place, place + 1] : [place > index ? place + 1 : place]
    }
  }

  /// The view of the same elements once the tensor is a vector in streaming order.
  package func flattened(_ tensor: String) -> ActivationView {
    var view = self
    view.tensor = tensor
    view.shape = Shape(channels: shape.count)
    for index in factors.indices { view.factors[index].axis = .channels }
    view.inputOrder = nil
    return view
  }

  /// Whether both views find the same elements at the same places.
  package func matches(_ other: ActivationView) -> Bool {
    modelShape == other.modelShape && shape == other.shape && canonical == other.canonical
  }

  /// Extents and streaming order of the model's axes, however the factors are split.
  private var canonical: [[Int]] {
    var positions: [Int] = [1]
    for factor in factors.reversed() { positions.append((positions.last ?? 1) * factor.extent) }
    let strides = Array(positions.dropLast().reversed())
    var result: [[Int]] = []
    for axis in axes {
      var parts: [[Int]] = []
      for place in axis {
        // Neighbours that follow on in the stream are one part.
        if let last = parts.last, last[1] == strides[place] * factors[place].extent {
          parts[parts.count - 1] = [last[0] * factors[place].extent, strides[place]]
        } else {
          parts.append([factors[place].extent, strides[place]])
        }
      }
      result.append(parts.flatMap { $0 })
    }
    return result
  }
}

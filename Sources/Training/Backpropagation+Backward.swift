internal import Layers
internal import NetworkIR
internal import QuantizedIR
internal import Support

extension Backpropagation {
  func backward(_ operation: any DifferentiableOperation, _ index: Int, _ tape: inout Tape, _ step: Int) {
    let node = nodes[index]
    guard let gradient = gradient(of: index, &tape, step), node.source != nil || node.needs.contains(true) else {
      return
    }
    let found = operation.gradients(
      BackwardPass(
        inputs: node.inputs.map { tape.values[$0] }, shapes: node.shapes, output: node.output, gradient: gradient,
        batch: tape.count, wantsInputs: node.needs.contains(true)))
    tape.parameters[index] = found.parameters
    for (place, input) in node.inputs.enumerated() where node.needs[place] { tape.add(found.inputs[place], to: input) }
  }

  /// The gradient of what a node makes before it is rounded; nil where nothing depends on that.
  private func gradient(of index: Int, _ tape: inout Tape, _ step: Int) -> [Float]? {
    var gradient: [Float] = []
    // Taken out, not copied: nothing reads it again.
    swap(&gradient, &tape.gradients[index + 1])
    guard !gradient.isEmpty else { return nil }
    if nodes[index].drops { drop(&gradient, index, tape, step) }
    let scale = nodes[index].scale
    if let scale, scale.place != nil, let rounding = nodes[index].rounding {
      let raw = tape.raw[index]
      tape.steps[index] = scale.grid.slope(
        raw, rounded: rounding.values(raw), gradient, step: rounding.type.scale,
        elements: nodes[index].output.count)
    }
    if let range = nodes[index].rounding?.range, recipe.activationGradients == .clipped || scale != nil {
      let (low, high) = (range.lowerBound, range.upperBound)
      tape.raw[index].withUnsafeBufferPointer { raw in
        gradient.withUnsafeMutableBufferPointer { gradient in
          for place in gradient.indices {
            gradient[place] = low <= raw[place] && raw[place] <= high ? gradient[place] : 0
          }
        }
      }
    }
    return gradient
  }

  func backward(
    _ norm: BatchNormalization, _ moments: BatchNormalization.Moments, _ index: Int, _ tapes: inout [Tape], _ step: Int
  ) {
    let input = nodes[index].inputs[0]
    update(&tapes) { tape in
      tape.gradients[index + 1] = gradient(of: index, &tape, step) ?? []
    }
    let old = tapes
    let sums = concurrentMap(old.count) { part in
      norm.gradientSums(old[part].values[input], old[part].gradients[index + 1], moments)
    }
    let total = (beta: sums.map(\.beta).added, gamma: sums.map(\.gamma).added)
    if let first = tapes.indices.first {
      tapes[first].parameters[index] = [total.gamma.map { Float($0) }, total.beta.map { Float($0) }]
    }
    guard nodes[index].needs[0] else { return }
    update(&tapes) { tape in
      tape.add(norm.inputGradient(tape.values[input], tape.gradients[index + 1], moments, sums: total), to: input)
    }
  }

  /// The gradient of all trained values: parts are added in their order.
  ///
  /// - Parameter values: the trained values, outside of -1...1 of which a recipe may drop gradients of rounded weights.
  func gathered(_ tapes: [Tape], _ values: [Float]) -> [Float] {
    var gradient = [Float](repeating: 0, count: valueCount)
    var sums = concurrentMap(nodes.count) { index in
      tapes.reduce(into: [[Float]]()) { sums, tape in
        if sums.isEmpty {
          sums = tape.parameters[index]
        } else {
          for (number, part) in tape.parameters[index].enumerated() {
            sums[number].withUnsafeMutableBufferPointer { sum in
              part.withUnsafeBufferPointer { part in for place in part.indices { sum[place] += part[place] } }
            }
          }
        }
      }
    }
    for (index, node) in nodes.enumerated() where !sums[index].isEmpty {
      switch node.source {
      case .parameters(let sources)?:
        if let quantizer = node.quantizer, let places = sources.first ?? nil {
          let weights = places.map { values[$0] }
          let found = quantizer.gradients(
            sums[index][0], weights, rounded: node.rounded(weights, values).reals, values)
          sums[index][0] = found.weights
          if let step = found.step { gradient[step.place] += step.slope }
        }
        for (number, places) in sources.enumerated() {
          let clips = number == 0 && node.weights != nil && node.quantizer == nil && recipe.weightGradients == .clipped
          for (element, place) in (places ?? []).enumerated() where !clips || values[place].magnitude <= 1 {
            gradient[place] += sums[index][number][element]
          }
        }
      case .normalization(let places)?:
        for channel in places.gamma.indices {
          gradient[places.gamma[channel]] += sums[index][0][channel]
          gradient[places.beta[channel]] += sums[index][1][channel]
        }
      case nil: break
      }
    }
    for (index, node) in nodes.enumerated() {
      guard let place = node.scale?.place else { continue }
      gradient[place] += Float(tapes.reduce(0) { $0 + $1.steps[index] })
    }
    return gradient
  }

  func firstProblem(_ tapes: [Tape]) -> String {
    for (index, node) in nodes.enumerated() {
      let isFinite = tapes.allSatisfy {
        $0.values[index + 1].allSatisfy(\.isFinite) && $0.raw[index].allSatisfy(\.isFinite)
      }
      if !isFinite { return node.origin }
    }
    for (index, node) in nodes.enumerated().reversed() {
      if !tapes.allSatisfy({ $0.parameters[index].allSatisfy { $0.allSatisfy(\.isFinite) } }) { return node.origin }
    }
    return "loss"
  }
}

extension Backpropagation.Tape {
  fileprivate mutating func add(_ gradient: [Float], to tensor: Int) {
    guard !gradients[tensor].isEmpty else {
      gradients[tensor] = gradient
      return
    }
    gradients[tensor].withUnsafeMutableBufferPointer { sum in
      gradient.withUnsafeBufferPointer { part in
        for place in part.indices { sum[place] += part[place] }
      }
    }
  }
}

extension [[Double]] {
  /// The sums over the arrays, element by element, in their order.
  var added: [Double] {
    guard var sum = first else { return [] }
    for part in dropFirst() { for place in part.indices { sum[place] += part[place] } }
    return sum
  }
}

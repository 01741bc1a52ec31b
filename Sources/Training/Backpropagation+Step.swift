internal import Layers
internal import NetworkIR
internal import Support

/// Samples that one core takes through the network.
package struct BatchPart: Sendable {
  /// Channel-last, one after another.
  package var inputs: [Float]
  /// What the network is to give for them.
  package var targets: Targets
  /// The teacher's scores in the classes' order; empty without one.
  package var teacher: [Float]
  /// The number of its first sample in the batch.
  package var first: Int

  /// Samples that follow one another in a batch.
  package init(inputs: [Float], targets: Targets, teacher: [Float] = [], first: Int) {
    self.inputs = inputs
    self.targets = targets
    self.teacher = teacher
    self.first = first
  }

  /// Its samples.
  package var count: Int { targets.count }
}

/// What a step's forward and backward pass found.
package struct StepResult: Sendable {
  /// The mean over the batch.
  package var loss: Double
  /// Samples that the forward pass classified as labelled; 0 where targets are numbers.
  package var correct: Int
  /// Of every trained value.
  package var gradient: [Float]
  /// Batch norms' running means and variances after the step.
  package var statistics: [Float]
  /// The node at which numbers stopped being finite, if they did.
  package var problem: String?
}

extension Backpropagation {
  /// What a part of a batch leaves on its way.
  struct Tape: Sendable {
    var part: BatchPart
    /// By tensor.
    var values: [[Float]]
    /// By node: what the rounding read.
    var raw: [[Float]]
    /// By tensor.
    var gradients: [[Float]]
    /// By node.
    var parameters: [[[Float]]]
    /// By node: of its result's step, where that is learned.
    var steps: [Double]
    var result = Loss.Result(gradient: [])

    var count: Int { part.count }
  }

  /// The gradient of the mean loss over a batch.
  ///
  /// - Parameter step: what dropout's draws depend on beside the sample.
  package func step(values: [Float], statistics: [Float], parts: [BatchPart], step: Int) -> StepResult {
    settled(values).pass(values: values, statistics: statistics, parts: parts, step: step)
  }

  private func pass(values: [Float], statistics: [Float], parts: [BatchPart], step: Int) -> StepResult {
    let operations = prepared(values)
    let norms = nodes.map { $0.normalization.map { norm($0, values) } }
    var statistics = statistics
    var tapes = tapes(parts)
    let moments = forward(operations, norms, &tapes, step)
    for (index, found) in moments.sorted(by: { $0.key < $1.key }) {
      update(&statistics, found, nodes[index].normalization)
    }
    let batch = parts.reduce(0) { $0 + $1.count }
    update(&tapes) { tape in score(&tape, batch: batch) }
    for segment in segments.reversed() {
      if let norm = norms[segment.lowerBound], let found = moments[segment.lowerBound] {
        backward(norm, found, segment.lowerBound, &tapes, step)
      } else {
        update(&tapes) { tape in
          for index in segment.reversed() { backward(operations[index].operation, index, &tape, step) }
        }
      }
    }
    var result = StepResult(
      loss: tapes.reduce(0) { $0 + $1.result.loss } / Double(batch),
      correct: tapes.reduce(0) { $0 + $1.result.correct }, gradient: gathered(tapes, values), statistics: statistics)
    if !result.loss.isFinite || !result.gradient.allSatisfy(\.isFinite) { result.problem = firstProblem(tapes) }
    return result
  }

  /// Batch norms' statistics over batches: the mean of their means and of their unbiased variances, as PyTorch's
  /// `update_bn` has them.
  package func statistics(values: [Float], _ start: [Float], batches: [[BatchPart]]) -> [Float] {
    settled(values).means(values: values, start, batches: batches)
  }

  private func means(values: [Float], _ start: [Float], batches: [[BatchPart]]) -> [Float] {
    let operations = prepared(values)
    let norms = nodes.map { $0.normalization.map { norm($0, values) } }
    var sums = start.map { _ in (value: 0.0, count: 0) }
    for parts in batches {
      var tapes = tapes(parts)
      for (index, found) in forward(operations, norms, &tapes, 0).sorted(by: { $0.key < $1.key }) {
        guard let places = nodes[index].normalization else { continue }
        let variance = found.unbiasedVariance
        for channel in places.mean.indices {
          for (place, value) in [
            (places.mean[channel], found.mean[channel]), (places.variance[channel], variance[channel]),
          ] { sums[place] = (sums[place].value + value, sums[place].count + 1) }
        }
      }
    }
    return zip(start, sums).map { $1.count == 0 ? $0 : Float($1.value / Double($1.count)) }
  }

  private func tapes(_ parts: [BatchPart]) -> [Tape] {
    parts.map { part in
      Tape(
        part: part, values: [part.inputs] + nodes.map { _ in [] }, raw: nodes.map { _ in [] },
        gradients: Array(repeating: [], count: nodes.count + 1), parameters: nodes.map { _ in [] },
        steps: nodes.map { _ in 0 })
    }
  }

  /// Every tape changed, on all cores.
  func update(_ tapes: inout [Tape], _ body: @Sendable (inout Tape) -> Void) {
    let old = tapes
    tapes = concurrentMap(old.count) { index in
      var tape = old[index]
      body(&tape)
      return tape
    }
  }

  /// An operation with the values of a step as its parameters.
  private struct Prepared: Sendable {
    /// Weights as real numbers.
    var operation: any DifferentiableOperation
    /// Where the node's sums are not those of real numbers.
    var sums: ProductSums.Step?
  }

  private func prepared(_ values: [Float]) -> [Prepared] {
    concurrentMap(nodes.count) { index -> Prepared in
      let node = nodes[index]
      guard case .parameters(let places)? = node.source, var operation = node.operation as? any TrainableOperation
      else {
        return Prepared(operation: node.operation)
      }
      var codes: RoundedWeights?
      var parameters = operation.parameters
      for (index, places) in places.enumerated() {
        if let places { parameters[index] = places.map { values[$0] } }
      }
      (parameters[0], codes) = node.rounded(parameters[0], values)
      operation.parameters = parameters
      return Prepared(operation: operation, sums: codes.flatMap { node.sums?.products.step($0) })
    }
  }

  private func norm(_ places: TrainableNetwork.Normalization, _ values: [Float]) -> BatchNormalization {
    BatchNormalization(
      gamma: places.gamma.map { values[$0] }, beta: places.beta.map { values[$0] }, epsilon: places.epsilon)
  }

  // MARK: forward

  /// Through all nodes; the batch's moments by batch norm.
  private func forward(
    _ operations: [Prepared], _ norms: [BatchNormalization?], _ tapes: inout [Tape], _ step: Int
  ) -> [Int: BatchNormalization.Moments] {
    var moments: [Int: BatchNormalization.Moments] = [:]
    for segment in segments {
      if let norm = norms[segment.lowerBound] {
        moments[segment.lowerBound] = forward(norm, segment.lowerBound, &tapes, step)
      } else {
        update(&tapes) { tape in for index in segment { forward(operations[index], index, &tape, step) } }
      }
    }
    return moments
  }

  private func forward(_ prepared: Prepared, _ index: Int, _ tape: inout Tape, _ step: Int) {
    let node = nodes[index]
    if let input = node.sums?.input, let sums = prepared.sums {
      var result = sums.sums(input.codes(tape.values[node.inputs[0]]), tape.count)
      let parameters = (prepared.operation as? any TrainableOperation)?.parameters ?? []
      if parameters.count > 1 {
        for place in result.indices { result[place] += parameters[1][place % parameters[1].count] }
      }
      return finish(result, index, &tape, step)
    }
    let result = prepared.operation.forward(
      node.inputs.map { tape.values[$0] }, shapes: node.shapes, output: node.output, batch: tape.count)
    finish(result, index, &tape, step)
  }

  /// Rounds and drops what a node made.
  private func finish(_ result: [Float], _ index: Int, _ tape: inout Tape, _ step: Int) {
    var result = result
    if let rounding = nodes[index].rounding {
      tape.raw[index] = result
      result = rounding.values(result)
    }
    if nodes[index].drops { drop(&result, index, tape, step) }
    tape.values[index + 1] = result
  }

  /// Zeroes a share of the values and scales the others, each sample by draws of its own.
  func drop(_ values: inout [Float], _ index: Int, _ tape: Tape, _ step: Int) {
    let (size, share) = (nodes[index].output.count, Float(recipe.dropout))
    for sample in 0..<tape.count {
      var draws = Draws(seed: recipe.seed, Draws.Purpose.dropout, step, tape.part.first + sample, index)
      for place in sample * size..<(sample + 1) * size {
        values[place] = draws.unit() < share ? 0 : values[place] / (1 - share)
      }
    }
  }

  private func forward(
    _ norm: BatchNormalization, _ index: Int, _ tapes: inout [Tape], _ step: Int
  ) -> BatchNormalization.Moments {
    let parts = tapes.map { $0.values[nodes[index].inputs[0]] }
    let count = parts.reduce(0) { $0 + $1.count } / max(1, norm.gamma.count)
    let sums = concurrentMap(parts.count) { norm.sums(parts[$0]) }.added
    let mean = sums.map { $0 / Double(max(1, count)) }
    let squares = concurrentMap(parts.count) { norm.squares(parts[$0], mean: mean) }.added
    let moments = BatchNormalization.Moments(
      mean: mean, variance: squares.map { $0 / Double(max(1, count)) }, count: count)
    update(&tapes) { tape in
      finish(norm.evaluate(tape.values[nodes[index].inputs[0]], moments), index, &tape, step)
    }
    return moments
  }

  /// Moves running statistics towards the batch's; variances are unbiased, as PyTorch's.
  private func update(
    _ statistics: inout [Float], _ moments: BatchNormalization.Moments, _ places: TrainableNetwork.Normalization?
  ) {
    guard let places else { return }
    let share = recipe.statisticsMomentum
    let variance = moments.unbiasedVariance
    for channel in places.mean.indices {
      for (place, value) in [
        (places.mean[channel], moments.mean[channel]), (places.variance[channel], variance[channel]),
      ] { statistics[place] = Float((1 - share) * Double(statistics[place]) + share * value) }
    }
  }

  private func score(_ tape: inout Tape, batch: Int) {
    let scores = tape.values[output]
    let count = order.count
    let isOrdered = order.enumerated().allSatisfy { $0 == $1 }
    func rows(_ values: [Float]) -> [Float] {
      isOrdered ? values : values.indices.map { values[$0 / count * count + order[$0 % count]] }
    }
    tape.result = loss.evaluate(rows(scores), tape.part.targets, teacher: tape.part.teacher, batch: batch)
    var gradient = tape.result.gradient
    if !isOrdered {
      for place in gradient.indices {
        gradient[place / count * count + order[place % count]] = tape.result.gradient[place]
      }
    }
    tape.gradients[output] = gradient
  }
}

extension BatchNormalization.Moments {
  fileprivate var unbiasedVariance: [Double] {
    let factor = Double(count) / Double(max(1, count - 1))
    return variance.map { $0 * factor }
  }
}

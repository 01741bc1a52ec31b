internal import Layers
internal import NetworkIR
internal import Support

extension RoundedNetwork {
  /// What a batch leaves on its way: by tensor or node, for each part of the batch.
  private struct Pass {
    var parts: [BatchPart]
    var tensors: [[[Double]]]
    var gradients: [[[Double]]]
    /// What the layers with parameters multiply by.
    var weights: [[Double]]
    var chosen: [[[Int32]]]
    var norms: [RoundedNormalization.Forward?]

    func count(_ part: Int) -> Int { parts[part].count }
  }

  /// What a batch gives.
  struct Gradients: Sendable {
    /// The mean over the batch.
    var loss: Double
    var correct: Int
    /// Of every trained value, multiplied by the loss's scale.
    var values: [Double]
    /// Batch norms' running means and variances after the step.
    var statistics: [Double]
    /// The node at which numbers stopped being finite, if they did.
    var problem: String?
  }

  /// The gradient of the mean loss over a batch; values and statistics are the format's.
  func gradients(values: [Double], statistics: [Double], parts: [BatchPart]) -> Gradients {
    let none = [[Double]](repeating: [], count: parts.count)
    var pass = Pass(
      parts: parts,
      tensors: [concurrentMap(parts.count) { part in rounding.values(parts[part].inputs.map { Double($0) }) }],
      gradients: Array(repeating: none, count: nodes.count + 1), weights: [],
      chosen: Array(repeating: [], count: nodes.count), norms: Array(repeating: nil, count: nodes.count))
    var statistics = statistics
    for index in nodes.indices { forward(index, values, &statistics, &pass) }
    let batch = parts.reduce(0) { $0 + $1.count }
    let scores = pass.tensors[output]
    let losses = concurrentMap(parts.count) {
      loss.evaluate(scores[$0], labels: parts[$0].targets.labels, batch: batch)
    }
    pass.gradients[output] = losses.map(\.gradient)
    var result = Gradients(
      loss: losses.reduce(0) { $0 + $1.loss } / Double(max(1, batch)), correct: losses.reduce(0) { $0 + $1.correct },
      values: [Double](repeating: 0, count: values.count), statistics: statistics)
    for index in nodes.indices.reversed() { backward(index, values, &pass, &result.values) }
    if !result.loss.isFinite || !result.values.allSatisfy(\.isFinite) {
      let first = nodes.indices.first { !pass.tensors[$0 + 1].allSatisfy { $0.allSatisfy(\.isFinite) } }
      result.problem = first.map { nodes[$0].origin } ?? "loss"
    }
    return result
  }

  // MARK: forward

  private func forward(_ index: Int, _ values: [Double], _ statistics: inout [Double], _ pass: inout Pass) {
    let node = nodes[index]
    let inputs = node.inputs.map { pass.tensors[$0] }
    let counts = pass.parts.map(\.count)
    let first = inputs[0]
    var made: [[Double]]
    pass.weights.append([])
    switch node.layer {
    case .linear(let linear, let constants):
      let parameters = node.parameters(constants, values)
      let matrix = linear.matrix(parameters[0])
      pass.weights[index] = parameters[0]
      made = concurrentMap(counts.count) { part in
        linear.product.evaluate(
          first[part], count: counts[part], matrix, bias: parameters.count > 1 ? parameters[1] : nil, rounding)
      }
    case .moves(let moves):
      made = concurrentMap(counts.count) { part in moves.forward(inputs.map { $0[part] }, count: counts[part]) }
    case .largest(let windows):
      let found = concurrentMap(counts.count) { part in windows.largest(first[part], count: counts[part]) }
      made = found.map(\.values)
      pass.chosen[index] = found.map(\.places)
    case .mean(let windows, let divisors):
      made = concurrentMap(counts.count) { part in windows.means(first[part], count: counts[part], divisors, rounding) }
    case .function(let function): made = concurrentMap(counts.count) { function.forward(first[$0]) }
    case .sum: made = pairs(first, inputs[1]) { rounding.sum($0, 1, $1, 1) }
    case .product: made = pairs(first, inputs[1]) { rounding.product($0, $1) }
    case .affine(let scale, let shift):
      made = channels(first, scale.count) { rounding.sum($0, scale[$1], 1, shift[$1]) }
    case .normalization(let places):
      let found = norm(places, values).forward(first)
      made = found.values
      pass.norms[index] = found
      update(&statistics, found, places)
    }
    pass.tensors.append(made)
  }

  private func norm(_ places: TrainableNetwork.Normalization, _ values: [Double]) -> RoundedNormalization {
    RoundedNormalization(
      rounding: rounding, gamma: places.gamma.map { values[$0] }, beta: places.beta.map { values[$0] },
      epsilon: places.epsilon)
  }

  /// `keep * running + share * batch`, constants rounded; a variance's share makes it unbiased.
  private func update(
    _ statistics: inout [Double], _ found: RoundedNormalization.Forward, _ places: TrainableNetwork.Normalization
  ) {
    let momentum = recipe.statisticsMomentum
    let (keep, share) = (rounding.value(1 - momentum), rounding.value(momentum))
    let unbiased = rounding.value(momentum * found.count / max(1, found.count - 1))
    for channel in places.mean.indices {
      let (mean, variance) = (places.mean[channel], places.variance[channel])
      statistics[mean] = rounding.sum(keep, statistics[mean], share, found.mean[channel])
      statistics[variance] = rounding.sum(keep, statistics[variance], unbiased, found.variance[channel])
    }
  }

  private func pairs(
    _ a: [[Double]], _ b: [[Double]], _ body: @Sendable (Double, Double) -> Double
  ) -> [[Double]] {
    concurrentMap(a.count) { part in
      let (x, y) = (a[part], b[part])
      return x.indices.map { body(x[$0], y[$0]) }
    }
  }

  private func channels(
    _ a: [[Double]], _ count: Int, _ body: @Sendable (Double, Int) -> Double
  ) -> [[Double]] {
    concurrentMap(a.count) { part in
      let x = a[part]
      return x.indices.map { body(x[$0], $0 % count) }
    }
  }

  // MARK: backward

  private func backward(_ index: Int, _ values: [Double], _ pass: inout Pass, _ found: inout [Double]) {
    let node = nodes[index]
    let gradients = pass.gradients[index + 1]
    pass.gradients[index + 1] = []
    guard gradients.contains(where: { !$0.isEmpty }), node.source != nil || node.needs.contains(true) else { return }
    let counts = pass.parts.map(\.count)
    let inputs = node.inputs.map { pass.tensors[$0] }
    let first = inputs[0]
    switch node.layer {
    case .linear(let linear, _):
      if case .parameters(let places)? = node.source {
        let sums = concurrentMap(counts.count) { linear.partSums(first[$0], gradients[$0], count: counts[$0]) }
        let own = linear.parameterGradients(
          counts.indices.map { (first[$0], gradients[$0], counts[$0], sums[$0]) }, rounding)
        for (places, gradient) in zip(places, [own.weights, own.bias]) { add(gradient, places ?? [], &found) }
      }
      guard node.needs[0] else { return }
      let weights = pass.weights[index]
      add(to: node.inputs[0], &pass) { part in
        linear.inputGradient(gradients[part], count: counts[part], weights: weights, rounding)
      }
    case .moves(let moves):
      let all = concurrentMap(counts.count) { moves.backward(gradients[$0], count: counts[$0], rounding) }
      for (place, input) in node.inputs.enumerated() where node.needs[place] {
        add(to: input, &pass) { part in all[part][place] }
      }
    case .largest:
      let chosen = pass.chosen[index]
      add(to: node.inputs[0], &pass) { part in
        var sums = ScatteredSums(count: first[part].count)
        for (place, source) in chosen[part].enumerated() where source >= 0 {
          sums.add(gradients[part][place], to: Int(source))
        }
        return sums.rounded(rounding)
      }
    case .mean(let windows, let divisors):
      add(to: node.inputs[0], &pass) { part in
        windows.meanGradient(gradients[part], count: counts[part], divisors, rounding)
      }
    case .function(let function):
      let made = pass.tensors[index + 1]
      add(to: node.inputs[0], &pass) { part in function.backward(gradients[part], x: first[part], y: made[part]) }
    case .sum:
      for (place, input) in node.inputs.enumerated() where node.needs[place] {
        add(to: input, &pass) { part in gradients[part] }
      }
    case .product:
      for (place, input) in node.inputs.enumerated() where node.needs[place] {
        let products = pairs(gradients, inputs[1 - place]) { rounding.product($0, $1) }
        add(to: input, &pass) { part in products[part] }
      }
    case .affine(let scale, _):
      let products = channels(gradients, scale.count) { rounding.product($0, scale[$1]) }
      add(to: node.inputs[0], &pass) { part in products[part] }
    case .normalization(let places):
      guard let forward = pass.norms[index] else { return }
      let own = norm(places, values).backward(gradients, forward)
      add(own.gamma, places.gamma, &found)
      add(own.beta, places.beta, &found)
      if node.needs[0] { add(to: node.inputs[0], &pass) { part in own.inputs[part] } }
    }
  }

  /// Adds the gradients of a parameter's elements to those of the values, rounding where a value is used again.
  private func add(_ gradient: [Double], _ places: [Int], _ found: inout [Double]) {
    for (element, place) in places.enumerated() {
      found[place] = found[place] == 0 ? gradient[element] : rounding.sum(found[place], 1, gradient[element], 1)
    }
  }

  private func add(to tensor: Int, _ pass: inout Pass, _ body: @Sendable (Int) -> [Double]) {
    let known = pass.gradients[tensor]
    pass.gradients[tensor] = concurrentMap(known.count) { part in
      let (old, new) = (known[part], body(part))
      return old.isEmpty ? new : new.indices.map { rounding.sum(old[$0], 1, new[$0], 1) }
    }
  }
}

extension RoundedNetwork.Node {
  /// The parameters with a step's values in their places.
  fileprivate func parameters(_ constants: [[Double]], _ values: [Double]) -> [[Double]] {
    guard case .parameters(let places)? = source else { return constants }
    return zip(constants, places).map { constants, places in places.map { $0.map { values[$0] } } ?? constants }
  }
}

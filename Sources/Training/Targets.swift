/// What a network is to give for samples.
package enum Targets: Sendable, Hashable {
  /// One class a sample.
  case classes([Int])
  /// So many numbers a sample, in the model's order of outputs.
  case reals([Float], outputs: Int)

  /// Samples.
  package var count: Int {
    switch self {
    case .classes(let all): all.count
    case .reals(let all, let outputs): all.count / max(1, outputs)
    }
  }

  /// Those of some samples, in their order.
  package func of(_ samples: [Int]) -> Targets {
    switch self {
    case .classes(let all): .classes(samples.map { all[$0] })
    case .reals(let all, let outputs):
      .reals(samples.flatMap { all[$0 * outputs..<($0 + 1) * outputs] }, outputs: outputs)
    }
  }

  /// The classes; none where they are numbers.
  var labels: [Int] { if case .classes(let all) = self { all } else { [] } }

  /// What networks are judged by that learn them.
  package var measure: Measure {
    switch self {
    case .classes: .accuracy
    case .reals: .error
    }
  }
}

/// What a validation measures.
package enum Measure: Sendable, Hashable {
  /// The share of samples that are classified as labelled.
  case accuracy
  /// The mean of the squares by which outputs are off.
  case error

  /// Whether a figure is better than the best so far; any is better than none, which is -1.
  package func isBetter(_ figure: Double, than best: Double) -> Bool {
    best < 0 || (self == .error ? figure < best : figure > best)
  }
}

package import NetworkIR

extension TrainableNetwork {
  /// Weights to start from without those of the file: uniform within ±sqrt(6 / fan), biases and shifts 0, factors 1,
  /// running means 0 and variances 1.
  ///
  /// Source: He et al., arXiv 1502.01852.
  package func freshWeights(seed: UInt64) -> TrainingState.Weights {
    var values = self.values
    for (number, parameter) in parameters.enumerated() {
      var draws = Draws(seed: seed, Draws.Purpose.start, number)
      let bound = (6 / Float(max(1, parameter.fan))).squareRoot()
      for place in parameter.range {
        switch parameter.role {
        case .weights: values[place] = (2 * draws.unit() - 1) * bound
        case .bias, .beta: values[place] = 0
        case .gamma: values[place] = 1
        }
      }
    }
    var statistics = self.statistics
    for case .normalization(let places) in sources.values {
      for place in places.mean { statistics[place] = 0 }
      for place in places.variance { statistics[place] = 1 }
    }
    return TrainingState.Weights(values: values, statistics: statistics)
  }
}

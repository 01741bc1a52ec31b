/// A float network whose parameters are traced to the tensors of the model's file: what training changes.
package struct TrainableNetwork: Sendable {
  /// One tensor of the file.
  package struct Parameter: Sendable, Hashable {
    /// What a tensor is to the layer that reads it.
    package enum Role: String, Sendable, Hashable, Codable {
      /// Of a product. `fan` inputs make one output.
      case weights
      case bias
      /// Batch norm's.
      case gamma, beta
    }
    /// The initializer's name in the file.
    package var name: String
    /// What it is to the layer that reads it.
    package var role: Role
    /// Terms of one sum, for weights.
    package var fan: Int
    /// Where its elements, in the file's order, lie in `values`.
    package var range: Range<Int>

    /// A tensor whose elements lie at a range of the values.
    package init(name: String, role: Role, fan: Int, range: Range<Int>) {
      self.name = name
      self.role = role
      self.fan = fan
      self.range = range
    }
  }

  /// Where a batch norm's numbers lie, one place a channel of the stream.
  package struct Normalization: Sendable, Hashable {
    /// In `values`.
    package var gamma: [Int]
    /// The shifts, in `values`.
    package var beta: [Int]
    /// In `statistics`.
    package var mean: [Int]
    /// Running variances, in `statistics`.
    package var variance: [Int]
    /// What is added to variances before their root.
    package var epsilon: Double

    /// Places of as many channels in each array.
    package init(gamma: [Int], beta: [Int], mean: [Int], variance: [Int], epsilon: Double) {
      self.gamma = gamma
      self.beta = beta
      self.mean = mean
      self.variance = variance
      self.epsilon = epsilon
    }
  }

  /// What training may change of a node.
  package enum Source: Sendable, Hashable {
    /// Of each parameter of the operation, the places of its elements in `values`; nil for a constant of the model.
    case parameters([[Int]?])
    /// The node is a batch norm.
    case normalization(Normalization)
  }

  /// With the file's own numbers.
  package var network: Network
  /// The tensors that are trained, in the order of their values.
  package var parameters: [Parameter]
  /// The parameters' elements, one tensor after another.
  package var values: [Float]
  /// Tensors of batch norms' running means and variances, and where they lie in `statistics`.
  package var averages: [(name: String, range: Range<Int>)]
  /// The running means and variances, one tensor after another.
  package var statistics: [Float]
  /// By node; nodes without anything to train are not in it.
  package var sources: [String: Source]

  /// A network with the places of its parameters.
  package init(
    network: Network, parameters: [Parameter], values: [Float], averages: [(name: String, range: Range<Int>)],
    statistics: [Float], sources: [String: Source]
  ) {
    self.network = network
    self.parameters = parameters
    self.values = values
    self.averages = averages
    self.statistics = statistics
    self.sources = sources
  }

  /// The file's tensors by name, with other numbers.
  package func tensors(values: [Float], statistics: [Float]) -> [String: [Float]] {
    var result: [String: [Float]] = [:]
    for parameter in parameters { result[parameter.name] = Array(values[parameter.range]) }
    for average in averages { result[average.name] = Array(statistics[average.range]) }
    return result
  }
}

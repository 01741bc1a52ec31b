package import Support

/// A matrix-vector product with an optional bias: height and width of its input are 1.
package struct Dense: Hashable, Codable, Sendable {
  package static let kind = "dense"

  /// Outputs x inputs, inputs in streaming order.
  package var weights: Tensor<Float>
  /// One value an output.
  package var bias: [Float]?
  /// Where the model states the weights' codes.
  package var grid: WeightGrid?
  /// The bias is, or what is added next becomes, a float initializer of one operator: see `LinearForm.roundsBias`.
  package var roundsBias: Bool

  package init(weights: Tensor<Float>, bias: [Float]?, grid: WeightGrid? = nil, roundsBias: Bool = false) {
    self.weights = weights
    self.bias = bias
    self.grid = grid
    self.roundsBias = roundsBias
  }
}

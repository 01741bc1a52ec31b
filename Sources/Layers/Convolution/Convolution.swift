package import Support

/// A 2-D cross-correlation (a 1-D one has height 1), grouped, with an optional bias.
package struct Convolution: Hashable, Codable, Sendable {
  package static let kind = "convolution"

  package var geometry: Geometry
  package var groups: Int
  /// Output channels x kernel rows x kernel columns x (input channels / groups).
  package var weights: Tensor<Float>
  /// One value an output channel.
  package var bias: [Float]?
  /// Where the model states the weights' codes.
  package var grid: WeightGrid?
  /// The bias is, or what is added next becomes, a float initializer of one operator: see `LinearForm.roundsBias`.
  package var roundsBias: Bool

  package init(
    geometry: Geometry, groups: Int, weights: Tensor<Float>, bias: [Float]?, grid: WeightGrid? = nil,
    roundsBias: Bool = false
  ) {
    self.geometry = geometry
    self.groups = groups
    self.weights = weights
    self.bias = bias
    self.grid = grid
    self.roundsBias = roundsBias
  }
}

package import Arithmetic
internal import Support

/// What a user asks of each layer: number systems and folding. Read from YAML by `PlanReader`.
package struct Plan: Sendable {
  /// The plan's file, for messages.
  package var file: String
  /// What is said of the tensor that enters.
  package var input: InputSettings
  /// What layers get that say nothing themselves.
  package var defaults: LayerRequest
  /// By the name of the network node that the layer starts with.
  package var layers: [String: LayerRequest]
  /// The network ends in the index of the largest channel.
  package var argmax: Bool
  /// Layers make up for the mean error of approximate products; see `LayerSettings`.
  package var correctsBatchNorm: Bool
  /// Weights are rounded with regard to their approximate products; see `LayerSettings`.
  package var fitsWeights = true
  /// Cycles a frame to reach with the smallest hardware; nil where the folds decide.
  package var targetCycles: Int?

  /// A plan that leaves everything to the defaults, where nothing is said.
  package init(
    file: String = "plan", input: InputSettings = InputSettings(), defaults: LayerRequest = LayerRequest(),
    layers: [String: LayerRequest] = [:], argmax: Bool = false, correctsBatchNorm: Bool = true,
    targetCycles: Int? = nil
  ) {
    self.file = file
    self.input = input
    self.defaults = defaults
    self.layers = layers
    self.argmax = argmax
    self.correctsBatchNorm = correctsBatchNorm
    self.targetCycles = targetCycles
  }
}

/// The tensor that enters. Nil means: found from the calibration samples.
package struct InputSettings: Sendable, Hashable {
  /// How its codes are read.
  package var format: Format?
  /// The real value of a code's unit.
  package var scale: Double?
  /// The code's number that stands for 0.
  package var zeroPoint: Int?

  /// Nothing where nothing is said.
  package init(format: Format? = nil, scale: Double? = nil, zeroPoint: Int? = nil) {
    self.format = format
    self.scale = scale
    self.zeroPoint = zeroPoint
  }
}

/// What a plan says of a layer; nil where it says nothing.
package struct LayerRequest: Sendable, Hashable {
  /// How the range of an activation tensor follows from its calibration values.
  package enum Range: Sendable, Hashable {
    case minMax
    /// This share of the values, in percent, lies inside.
    case percentile(Double)
    case meanSquareError
    /// Stated, in real values.
    case fixed(Double, Double)
  }

  /// Output channels and inputs that are computed in a cycle.
  package struct Fold: Sendable, Hashable {
    /// Output channels.
    package var pe: Int
    /// Inputs of each.
    package var simd: Int

    /// A fold; both counts are 1 or more.
    package init(pe: Int, simd: Int) {
      self.pe = pe
      self.simd = simd
    }
  }

  /// How weights are rounded.
  package var weights: Format?
  /// Whether weights and affine stand in memories that can be written while the machine rests.
  package var isLoadable: Bool?
  /// The real value of 1 in the weights' format, for all of them; nil where it is found from each output's weights.
  package var weightScale: Double?
  /// How the layer's result is rounded.
  package var activations: Format?
  /// How both are multiplied.
  package var multiplier: NamedMultiplier?
  /// How products are summed.
  package var accumulator: Accumulator?
  /// Bits of the affine's multipliers.
  package var affineWidth: Int?
  /// How the range of the result is found.
  package var range: Range?
  /// How much is computed in a cycle.
  package var fold: Fold?
  /// Where the plan names the layer, for messages.
  package var line: Int?

  /// Says nothing.
  package init() {}

  /// `self` where it says something, else `other`.
  package func over(_ other: LayerRequest) -> LayerRequest {
    var result = self
    result.weights = weights ?? other.weights
    result.isLoadable = isLoadable ?? other.isLoadable
    result.weightScale = weightScale ?? other.weightScale
    result.activations = activations ?? other.activations
    result.multiplier = multiplier ?? other.multiplier
    result.accumulator = accumulator ?? other.accumulator
    result.affineWidth = affineWidth ?? other.affineWidth
    result.range = range ?? other.range
    result.fold = fold ?? other.fold
    return result
  }
}

package import Arithmetic
package import Support

/// Every layer that sums products: convolution, dense, depthwise, average pool, a bare affine.
///
/// With codes x in the input's format and w in `weightFormat`, for every output channel o and pixel:
///
///     sum = w[o] . x                              exact, or cut by the accumulator's window
///     t   = multiplier[o] * sum + offset[o]       integers; sum counts units of 2^(lsb of w + lsb of x); below its
///                                                 border, where there is one, with the multiplier and offset of there
///     y   = round(t * 2^exponent)                 one rounding, to nearest even where not stated, saturating
///
/// and y is kept within `lowest...highest` by value. Padding reads the code of the input's zero point.
package struct Linear: OperationLaw {
  static let kind = QuantizedOperation.Kind.linear

  /// Where each output's inputs lie.
  package var geometry: Geometry
  /// Parts into which channels are divided, each computed alone.
  package var groups: Int
  /// Codes: outputs x kernel rows x kernel columns x (input channels / groups).
  package var weights: Tensor<UInt32>
  /// How codes of weights are read.
  package var weightFormat: Format
  /// Every weight is 1, so the hardware stores none (average pools, bare affines).
  package var unitWeights: Bool
  /// The hardware takes any weights of the format, and any affine of its widths, while it rests.
  package var isLoadable: Bool { loadable ?? false }
  /// The text form of other layers leaves it out.
  private var loadable: Bool?
  /// How a weight and an activation are multiplied.
  package var multiplier: NamedMultiplier
  package internal(set) var accumulator: Accumulator
  /// The register of the sums, found once: room for every one that the weights can make, or the window, or the format
  /// of a rounded sum. The text form leaves it out; a network that is read finds it again.
  package internal(set) var accumulatorShape = AccumulatorShape.unknown
  /// One multiplier and offset an output channel, or, where every weight is 1, one an element of the output.
  package var affine: Affine
  /// Bounds of the result, as codes of the output's format.
  package var lowest: UInt32
  /// The greatest result by value; see `lowest`.
  package var highest: UInt32

  /// Throws where there is no such accumulator; see `accumulate`.
  ///
  /// - Precondition: the weights have values in their format, and the multiplier takes them and `input`.
  package init(
    geometry: Geometry, groups: Int, weights: Tensor<UInt32>, weightFormat: Format, unitWeights: Bool = false,
    isLoadable: Bool = false, multiplier: NamedMultiplier, accumulator: Accumulator, input: Format, affine: Affine,
    lowest: UInt32,
    highest: UInt32
  ) throws(FormatError) {
    self.geometry = geometry
    self.groups = groups
    self.weights = weights
    self.weightFormat = weightFormat
    self.unitWeights = unitWeights
    loadable = isLoadable ? true : nil
    self.multiplier = multiplier
    self.accumulator = accumulator
    self.affine = affine
    self.lowest = lowest
    self.highest = highest
    try accumulate(accumulator, input: input)
  }

  private enum CodingKeys: String, CodingKey {
    case geometry, groups, weights, weightFormat, unitWeights, loadable, multiplier, accumulator, affine, lowest,
      highest
  }

  /// Output channels.
  package var outputs: Int { weights.shape[0] }
  /// Bits of the weights that are stored.
  package var weightBits: Int { unitWeights ? 0 : weights.values.count * weightFormat.width }
  /// Terms of one sum.
  package var terms: Int { weights.shape[1...].reduce(1, *) }
}

extension Linear {
  /// Every output channel reads one input channel of its own.
  package var isDepthwise: Bool { groups == outputs && terms == geometry.taps && (groups > 1 || unitWeights) }

  /// The affine differs from pixel to pixel: averages that leave padding out.
  package var hasAffinePerPixel: Bool { affine.multipliers.count > outputs }

  /// The weights as groups x outputs of a group x terms.
  package var groupedWeights: Tensor<UInt32> {
    Tensor(shape: [groups, outputs / groups, terms], values: weights.values)
  }

  /// The weights of a depthwise layer as channels x taps.
  package var channelWeights: Tensor<UInt32> { Tensor(shape: [outputs, terms], values: weights.values) }
}

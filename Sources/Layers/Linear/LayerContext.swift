package import Arithmetic
package import NetworkIR
package import QuantizedIR
package import Support

/// What a plan says of one layer, defaults filled in.
package struct LayerSettings: Sendable, Hashable {
  package var weights: Format
  package var activations: Format
  /// Nil: the natural one for the weights.
  package var multiplier: NamedMultiplier?
  package var accumulator: Accumulator
  /// Bits of the affine's multipliers.
  package var affineWidth: Int
  /// Affines make up for the mean error of approximate products.
  package var correctsBatchNorm: Bool
  /// Weights for approximate products are rounded as `EffectiveWeights` does, not to the nearest code.
  package var fitsWeights: Bool
  /// The weights' format where the plan names one.
  package var statedWeights: Format?
  /// The real value of 1 in the weights' format where the plan states it.
  package var weightScale: Double?
  /// Weights and affine stand in memories that can be written; see `Linear.isLoadable`.
  package var isLoadable = false
  /// The affine's exponent where a machine that is there has one; else the finest at which its multipliers fit.
  package var affineExponent: Int?

  package init(
    weights: Format, activations: Format, multiplier: NamedMultiplier?, accumulator: Accumulator, affineWidth: Int,
    correctsBatchNorm: Bool = true, fitsWeights: Bool = true, statedWeights: Format? = nil
  ) {
    self.weights = weights
    self.activations = activations
    self.multiplier = multiplier
    self.accumulator = accumulator
    self.affineWidth = affineWidth
    self.correctsBatchNorm = correctsBatchNorm
    self.fitsWeights = fitsWeights
    self.statedWeights = statedWeights
  }
}

/// What a layer needs to know to become integers.
package struct LayerContext: Sendable {
  package var inputs: [TensorType]
  package var output: TensorType
  package var settings: LayerSettings
  /// The affines that follow the layer, in one: per channel, or empty for none.
  package var scale: [Double]
  package var shift: [Double]
  /// Bounds that an activation function puts on the result, in real values.
  package var lower: Double
  package var upper: Double
  /// A function of two slopes that follows the affines and comes before the bounds.
  package var bend: Bend?
  /// The model's quantizer of the result, whose codes the output's are; nil where the plan rounds.
  package var quantization: Quantization?
  /// The output's type follows from the model alone, so the layer computes its codes exactly; see `StatedAffine`.
  package var isStated: Bool
  /// The integer products of the layer's `linearForm`, where they were found before.
  package var products: LinearForm.Products?
  /// What the input's codes stand for where they are bare sums.
  package var sums: BareSums?
  /// Another layer reads one of the inputs.
  package var sharesInputs = false
  /// The input's codes are the result's, however the quantizer rounds: samples were rounded as it does.
  package var isCoded = false
  /// The name of the result, for remarks.
  package var tensor = ""
  /// What samples ask for where no exact format holds the result; nil where its inputs' types say how far it reaches.
  package var fitted: (scale: Double, zeroPoint: Int)?
  /// What a user should know of the layer.
  package var remarks: Remarks?

  package init(
    inputs: [TensorType], output: TensorType, settings: LayerSettings, scale: [Double] = [],
    shift: [Double] = [], lower: Double = -.infinity, upper: Double = .infinity, quantization: Quantization? = nil,
    isStated: Bool = false, remarks: Remarks? = nil
  ) {
    self.quantization = quantization
    self.isStated = isStated || quantization != nil
    self.remarks = remarks
    self.inputs = inputs
    self.output = output
    self.settings = settings
    self.scale = scale
    self.shift = shift
    self.lower = lower
    self.upper = upper
  }

  /// A real value within the bounds.
  package func clamped(_ value: Double) -> Double { min(max(value, lower), upper) }

  /// The code of a real bound, or the format's own where the bound is infinite.
  package var lowest: UInt32 { code(lower) }
  package var highest: UInt32 { code(upper) }

  /// Whether onnxruntime computes the quantized result in one operator on codes: all are of 8 bits, and nothing lies
  /// between the layer and its quantizer.
  var isFused: Bool {
    quantization?.scalesSums == true && quantization?.endsOperator == true && scale.isEmpty && lower == -.infinity
      && upper == .infinity
      && (inputs + [output]).allSatisfy { $0.format.width <= 8 }
  }

  /// The same for a layer that reads two tensors: signed ones that others read too it leaves in floats.
  func isFused(isInteger: Bool) -> Bool {
    isFused && (isInteger || !sharesInputs || !inputs.contains { $0.format.number.lowestCode != 0 })
  }

  /// The code of a real result, as the model's quantizer or else the nearest one; infinities saturate.
  package func code(_ real: Double) -> UInt32 {
    guard let quantization else {
      if real.isFinite { return output.code(real) }
      return real < 0 ? output.format.number.lowestCode : output.format.number.highestCode
    }
    // Of a 32-bit float, as the model computes it.
    return output.format.number.encode(Double(quantization.level(Float(real))))
  }
}

/// A layer that can become integers.
package protocol QuantizableOperation: NetworkOperation {
  /// The result has the type of the input, shape apart.
  var keepsType: Bool { get }
  /// All inputs and the result have one type, shapes apart.
  var unifiesTypes: Bool { get }
  /// The layer takes a following affine per channel into its own.
  var absorbsAffine: Bool { get }
  /// The layer takes a following clip into its encoder.
  var absorbsClip: Bool { get }
  func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation
  /// The layer as sums of products, where it is one.
  func linearForm(_ context: LayerContext) -> LinearForm?
  /// The type of the result where neither a quantizer, a plan nor samples state it: exact where it can be.
  ///
  /// The context's output is a placeholder. Nil where the inputs' types do not bound the result.
  func naturalType(_ context: LayerContext) throws(Failure) -> TensorType?
}

extension QuantizableOperation {
  package var keepsType: Bool { false }
  package var unifiesTypes: Bool { false }
  package var absorbsAffine: Bool { false }
  package var absorbsClip: Bool { false }
  package func linearForm(_ context: LayerContext) -> LinearForm? { nil }
  package func naturalType(_ context: LayerContext) throws(Failure) -> TensorType? {
    try linearForm(context)?.naturalType(context)
  }
}

/// A quantizer of the model: rounds every element to a number system that the model states.
///
///     u = x / divisor + offset        or, with a shift, round(x / divisor + offset) / 2^shift
///     k = round(clamp(u))             an integer, a sign, or a float of few bits
///     y = (k - zeroPoint) * step
///
/// In a quantized network k is the element's code, `step` its scale.
package struct Quantization: Hashable, Codable, Sendable {
  /// The numbers that there are.
  package enum Grid: Hashable, Codable, Sendable {
    /// The integers from `lowest` to `highest`.
    case integers(lowest: Int, highest: Int)
    /// +1 from 0 up, -1 below.
    case signs
    /// Floats with subnormals of up to `largest` in magnitude, their exponents' bias being IEEE 754's.
    case floats(exponentWidth: Int, fractionWidth: Int, largest: Float)
  }

  /// The numbers that k may be.
  package var grid: Grid
  /// Positive.
  package var divisor: Float
  /// What is added to `x / divisor`.
  package var offset: Float
  /// Places by which a first integer is cut (QONNX's Trunc).
  package var shift: Int?
  /// Positive.
  package var step: Float
  /// The k that stands for 0.
  package var zeroPoint: Int
  /// Which number of the grid a value between two becomes.
  package var rounding: RoundingMode
  /// ONNX's own: `k = clamp(round(x / divisor) + offset)`, and results of sums are those of onnxruntime's integer
  /// operators, `round(Float(sum) * M) + offset`, M one float a channel.
  package var scalesSums: Bool
  /// onnxruntime makes one operator of it and the one before it, which adds an odd zero point before it rounds.
  package var endsOperator = true
  /// It reads a layer's result as it is: only then does onnxruntime round the float bias of the layer.
  package var readsLayer = true

  /// The same behind something else.
  package var moved: Quantization {
    var result = self
    (result.endsOperator, result.readsLayer) = (false, false)
    return result
  }

  /// A quantizer of its parts.
  package init(
    grid: Grid, divisor: Float, offset: Float = 0, shift: Int? = nil, step: Float, zeroPoint: Int = 0,
    rounding: RoundingMode = .halfEven, scalesSums: Bool = false
  ) {
    self.grid = grid
    self.divisor = divisor
    self.offset = offset
    self.shift = shift
    self.step = step
    self.zeroPoint = zeroPoint
    self.rounding = rounding
    self.scalesSums = scalesSums
  }

  /// A uniform quantizer: `divisor` and `step` are the scale, `offset` the zero point.
  package init(
    lowest: Int, highest: Int, scale: Float, zeroPoint: Int, rounding: RoundingMode = .halfEven,
    scalesSums: Bool = false
  ) {
    self.init(
      grid: .integers(lowest: lowest, highest: highest), divisor: scale, offset: Float(zeroPoint), step: scale,
      zeroPoint: zeroPoint, rounding: rounding, scalesSums: scalesSums)
  }
}

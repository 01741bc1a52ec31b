package import Arithmetic
import BigInt
package import QuantizedIR
package import Support

/// A layer as sums of products of real weights, before it has number formats.
package struct LinearForm: Sendable {
  package var geometry: Geometry
  package var groups: Int
  /// Outputs x kernel rows x kernel columns x (input channels / groups); nil means that all are 1.
  package var weights: Tensor<Float>?
  package var outputs: Int
  /// Multiplies every sum; one value for all, one a channel or, where all weights are 1, one an element of the output.
  package var gain: [Double]
  package var bias: [Double]
  /// Where the model states the weights' codes.
  package var grid: WeightGrid?
  /// Optimised onnxruntime rounds the bias to whole units of the products' scale, where those are 8-bit codes.
  package var roundsBias: Bool

  /// How many affines there are: all numbers of constants divide the largest.
  var constants: Int { max(outputs, gain.count) }

  package init(
    geometry: Geometry, groups: Int, weights: Tensor<Float>?, outputs: Int, gain: [Double] = [1],
    bias: [Double] = [0], grid: WeightGrid? = nil, roundsBias: Bool = false
  ) {
    self.roundsBias = roundsBias
    self.grid = grid
    self.geometry = geometry
    self.groups = groups
    self.weights = weights
    self.outputs = outputs
    self.gain = gain
    self.bias = bias
  }

  /// The layer's integer products: weights as codes, the multiplier and the accumulator for them.
  ///
  /// They depend on the input's type and the plan alone, so they serve every way of making the result.
  package struct Products: Sendable {
    /// Without an affine and bounds.
    var linear: Linear
    /// The real scale of each output's weights.
    var scales: [Double]
    /// The multiplier's.
    var meanError: Double
  }

  /// The layer before it has an affine.
  struct Sums {
    var linear: Linear
    /// The real scale of each output's weights.
    var scales: [Double]
    /// Makes up for the mean error of approximate products.
    var correction: Double
    var shape: AccumulatorShape { linear.accumulatorShape }
  }

  /// Rounds the weights to the settings' format, or takes the codes that the model states.
  ///
  /// - Parameter isQuantized: whether the model quantizes the layer's result.
  package func products(_ context: LayerContext, isQuantized: Bool) throws(Failure) -> Products {
    let input = context.inputs[0]
    try checkPadding(of: input)
    var stated = try weights.flatMap { weights throws(Failure) in try grid?.rounded(weights) }
    // Where the model quantizes nothing but weights, the plan may give them another format.
    if let settled = context.settings.statedWeights, settled != stated?.format, !isQuantized { stated = nil }
    if stated != nil, context.settings.weightScale != nil {
      throw Failure(at: "weight-scale", "the model states the codes of its weights; the plan gives them another scale")
    }
    let format = stated?.format ?? weightFormat(context)
    let multiplier = try multiplier(context, weights: format, input: input)
    let rounded =
      if let stated { stated.weights } else { try roundedWeights(context, format, multiplier: multiplier.rule) }
    let accumulator = context.settings.accumulator
    do throws(FormatError) {
      let linear = try Linear(
        geometry: geometry, groups: groups, weights: rounded.codes, weightFormat: format, unitWeights: weights == nil,
        isLoadable: weights != nil && context.settings.isLoadable, multiplier: multiplier,
        accumulator: weights == nil && accumulator == .rounded ? .exact : accumulator,
        input: input.format, affine: Affine(multipliers: [], offsets: [], exponent: 0, multiplierWidth: 2), lowest: 0,
        highest: 0)
      return Products(linear: linear, scales: rounded.scales, meanError: multiplier.rule.meanError)
    } catch { throw Failure(at: "accumulator", error.message) }
  }

  /// The products with the context's bounds; the context's own, where it has some.
  func sums(_ context: LayerContext) throws(Failure) -> Sums {
    let products =
      if let found = context.products { found } else {
        try self.products(context, isQuantized: context.quantization != nil)
      }
    var linear = products.linear
    linear.affine.multiplierWidth = context.settings.affineWidth
    (linear.lowest, linear.highest) = (context.lowest, context.highest)
    // The same as multiplying the mean of a batch norm by 1 + error and its variance by the square of that.
    // Source: Kim et al., arXiv 2007.10500.
    let correction = context.settings.correctsBatchNorm ? 1 / (1 + products.meanError) : 1
    return Sums(linear: linear, scales: products.scales, correction: correction)
  }

  /// Rounds the weights to the settings' format and the rest to an integer affine.
  package func quantize(_ context: LayerContext) throws(Failure) -> Linear {
    let sums = try sums(context)
    var linear = sums.linear
    let (input, output) = (context.inputs[0], context.output)
    if let bend = context.bend {
      linear.affine = try bentAffine(context, sums, bend)
    } else if context.isStated {
      linear.affine = try statedAffine(context, sums)
    } else {
      let unit = Double(sign: .plus, exponent: sums.shape.lsb, significand: 1)
      let scale = context.scale.isEmpty ? [1] : context.scale
      let shift = context.shift.isEmpty ? [0] : context.shift
      let slopes = (0..<constants).map { o in
        sums.scales[cyclic: o] * input.scale * gain[cyclic: o] * scale[cyclic: o] / output.scale * unit
          * sums.correction
      }
      let starts = (0..<constants).map { o in
        (bias[cyclic: o] * scale[cyclic: o] + shift[cyclic: o]) / output.scale + Double(output.zeroPoint)
      }
      linear.affine = try Affine(
        slopes: slopes, starts: starts, width: context.settings.affineWidth, exponent: context.settings.affineExponent,
        sumWidth: sums.shape.width, output: output.format)
    }
    linear.absorbZeroPoint(of: input)
    if linear.isLoadable { try linear.makeRoom(context) }
    return linear
  }

  /// Padding reads the code of 0, which formats of signs do not have.
  private func checkPadding(of input: TensorType) throws(Failure) {
    let isPadded = [geometry.rows, geometry.columns].contains { $0.before != 0 || $0.after != 0 }
    guard isPadded, input.format.number.value(of: input.zeroPointCode) != Dyadic(input.zeroPoint) else { return }
    throw Failure(
      at: "padding", "its input's format \(input.format) has no zero to pad with",
      notes: ["quantize its input to 2 bits or more, or use no padding"])
  }

  private func multiplier(
    _ context: LayerContext, weights: Format, input: TensorType
  ) throws(Failure) -> NamedMultiplier {
    let natural = NamedMultiplier.natural(weight: weights)
    let chosen = self.weights == nil ? natural : context.settings.multiplier ?? natural
    if let misfit = chosen.rule.misfit(weight: weights, activation: input.format) {
      throw Failure(at: "multiplier", misfit)
    }
    return chosen.completed(weight: weights, activation: input.format)
  }

  private func weightFormat(_ context: LayerContext) -> Format {
    weights == nil ? .unitWeight : context.settings.weights.weights(beside: context.inputs[0].format)
  }

  private func roundedWeights(
    _ context: LayerContext, _ format: Format, multiplier: any Multiplier
  ) throws(Failure) -> RoundedWeights {
    guard let weights else {
      // Binary code 0 is +1.
      let input = context.inputs[0].shape.channels / groups
      let shape = [outputs, geometry.rows.kernel, geometry.columns.kernel, input]
      let ones = Tensor(shape: shape, values: [UInt32](repeating: 0, count: shape.reduce(1, *)))
      return RoundedWeights(codes: ones, scales: [Double](repeating: 1, count: outputs))
    }
    let fitsProducts = context.settings.fitsWeights && !multiplier.isExact
    if context.settings.weightScale != nil, !format.statesScale {
      throw Failure(
        at: "weight-scale", "weights in \(format) have a scale of their own; fixed<w>, binary and ternary take one")
    }
    return RoundedWeights(
      rounding: weights, to: format, effective: fitsProducts ? EffectiveWeights(format, multiplier: multiplier) : nil,
      scale: context.settings.weightScale)
  }
}

extension Linear {
  /// Bits that loadable multipliers have above those of the layer's own: other weights may ask for steeper slopes.
  private static let spareBits = 2

  /// Widens the affine's multipliers; throws where constants do not fit the memories that others may be loaded into.
  mutating func makeRoom(_ context: LayerContext) throws(Failure) {
    guard !context.isStated else {
      throw Failure(
        at: "weights", "the model states the result's codes, so the affine's widths are those of its own weights",
        notes: ["take 'loadable' out of the plan's entry for the layer, or give a model that is not quantized"])
    }
    affine.multiplierWidth = context.settings.affineWidth + Self.spareBits
    guard let problem = roomProblem else { return }
    let isHeld = context.settings.affineExponent != nil
    throw Failure(
      at: "weights", problem,
      notes: isHeld ? ["their scales are too far from those that the machine was compiled with"] : [])
  }

  /// Moves the products of the input's zero point with every weight, in units of the sums, into the offsets.
  mutating func absorbZeroPoint(of input: TensorType) {
    guard input.zeroPoint != 0 else { return }
    let zero = input.format.number.operand(of: input.zeroPointCode)
    let (number, shape) = (weightFormat.number, weightShape)
    let places = accumulatorShape.lsb - shape.lsb - input.format.number.operandShape.lsb
    let palette = CodePalette(weights.values)
    let products = palette.codes.map {
      multiplier.rule.product(number.operand(of: $0, in: shape), zero).integer(unit: places)
    }
    // Most products are short.
    let short = products.allSatisfy { $0.bitWidth <= 64 } ? products.map { Int128($0) } : []
    let sums = (0..<outputs).map { o in
      let row = palette.places[o * terms..<(o + 1) * terms]
      return short.isEmpty
        ? row.reduce(BigInt(0)) { $0 + products[Int($1)] } : BigInt(row.reduce(Int128(0)) { $0 + short[Int($1)] })
    }
    for index in affine.offsets.indices {
      let sum = sums[cyclic: index]
      affine.offsets[index] -= BigInt(affine.multipliers[index]) * sum
      guard let below = affine.below else { continue }
      affine.below?.offsets[index] -= BigInt(below.multipliers[index]) * sum
      affine.below?.borders[index] += sum
    }
  }
}

extension Affine {
  /// The integers nearest to `slopes` and `starts` at the finest exponent at which every slope fits `width` bits.
  ///
  /// Where an exponent is stated it is that one, at which slopes may be wider. `sumWidth` is the width of what the slopes
  /// multiply, in bits.
  package init(
    slopes: [Double], starts: [Double], width: Int, exponent stated: Int? = nil, sumWidth: Int, output: Format
  ) throws(Failure) {
    let steepest = slopes.map(\.magnitude).max() ?? 0
    guard steepest.isFinite, starts.allSatisfy(\.isFinite) else {
      throw Failure(at: "affine", "a scale, bias or batch norm is not finite")
    }
    // Slopes under which no sum reaches 2^-30 of the output's lowest bit decide nothing.
    let finest = output.number.operandShape.lsb - 30 - sumWidth
    var exponent = steepest > 0 ? max(finest, Int(steepest.exponent) + 2 - width) : finest
    let limit = Dyadic(BigInt(1) << (width - 1))
    if let top = Dyadic(steepest), Dyadic(top.rounded(toMultipleOf: exponent)) >= limit { exponent += 1 }
    exponent = stated ?? exponent
    guard steepest < Double(sign: .plus, exponent: exponent + 62, significand: 1) else {
      throw Failure(at: "affine", "a slope of \(steepest) is no multiplier of 62 bits in units of 2^\(exponent)")
    }
    self.init(
      multipliers: slopes.map { Int((Dyadic($0) ?? .zero).rounded(toMultipleOf: exponent)) },
      offsets: starts.map { (Dyadic($0) ?? .zero).rounded(toMultipleOf: exponent) },
      exponent: exponent, multiplierWidth: width)
  }
}

extension Array {
  /// Element `index` modulo the count.
  subscript(cyclic index: Int) -> Element { self[index % count] }
}

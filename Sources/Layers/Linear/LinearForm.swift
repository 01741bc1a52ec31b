package import Arithmetic
import BigInt
internal import QuantizedIR
package import Support

/// A layer as sums of products of real weights, before it has number formats.
package struct LinearForm: Sendable {
  package var geometry: Geometry
  package var groups: Int
  /// Outputs x kernel rows x kernel columns x (input channels / groups); nil means that all are 1.
  package var weights: Tensor<Float>?
  package var outputs: Int
  /// Multiplies every sum; one value a channel or one for all.
  package var gain: [Double]
  package var bias: [Double]

  package init(
    geometry: Geometry, groups: Int, weights: Tensor<Float>?, outputs: Int, gain: [Double] = [1],
    bias: [Double] = [0]
  ) {
    self.geometry = geometry
    self.groups = groups
    self.weights = weights
    self.outputs = outputs
    self.gain = gain
    self.bias = bias
  }

  /// Rounds the weights to the settings' format and the rest to an integer affine.
  package func quantize(_ context: LayerContext) throws(Failure) -> Linear {
    let input = context.inputs[0]
    let format = weightFormat(context)
    let name = try multiplier(context, weights: format, input: input)
    let product = try MultiplierRegistry.member(name)
    let rounded = roundedWeights(context, format, multiplier: product)
    var linear = Linear(
      geometry: geometry, groups: groups, weights: rounded.codes, weightFormat: format,
      unitWeights: weights == nil, multiplier: name,
      accumulator: weights == nil && context.settings.accumulator == .rounded ? .exact : context.settings.accumulator,
      affine: Affine(multipliers: [], offsets: [], exponent: 0, multiplierWidth: context.settings.affineWidth),
      lowest: context.lowest, highest: context.highest)
    let output = context.output
    let sum: AccumulatorShape
    do throws(FormatError) { sum = try linear.accumulatorShape(input: input) } catch {
      throw Failure(at: "accumulator", error.message)
    }
    let unit = Double(sign: .plus, exponent: sum.lsb, significand: 1)
    let scale = context.scale.isEmpty ? [1] : context.scale
    let shift = context.shift.isEmpty ? [0] : context.shift
    // The same as multiplying the mean of a batch norm by 1 + error and its variance by the square of that.
    // Source: Kim et al., arXiv 2007.10500.
    let correction = context.settings.correctsBatchNorm ? 1 / (1 + product.meanError) : 1
    let slopes = (0..<outputs).map { o in
      rounded.scales[o] * input.scale * gain[cyclic: o] * scale[cyclic: o] / output.scale * unit * correction
    }
    let starts = (0..<outputs).map { o in
      (bias[cyclic: o] * scale[cyclic: o] + shift[cyclic: o]) / output.scale + Double(output.zeroPoint)
    }
    linear.affine = try Affine(
      slopes: slopes, starts: starts, width: context.settings.affineWidth, sumWidth: sum.width,
      output: output.format)
    linear.foldZeroPoint(of: input, unit: sum.lsb)
    return linear
  }

  private func multiplier(
    _ context: LayerContext, weights: Format, input: TensorType
  ) throws(Failure) -> String {
    let natural = MultiplierRegistry.natural(weight: weights)
    let name = self.weights == nil ? natural : context.settings.multiplier ?? natural
    if let misfit = MultiplierRegistry.misfit(name, weight: weights, activation: input.format) {
      throw Failure(at: "multiplier", misfit)
    }
    return try MultiplierRegistry.member(name).completed(weight: weights, activation: input.format)
  }

  private func weightFormat(_ context: LayerContext) -> Format {
    weights == nil ? .unitWeight : context.settings.weights.weights(beside: context.inputs[0].format)
  }

  private func roundedWeights(_ context: LayerContext, _ format: Format, multiplier: any Multiplier) -> RoundedWeights {
    guard let weights else {
      // Binary code 0 is +1.
      let input = context.inputs[0].shape.channels / groups
      let shape = [outputs, geometry.rows.kernel, geometry.columns.kernel, input]
      let ones = Tensor(shape: shape, values: [UInt32](repeating: 0, count: shape.reduce(1, *)))
      return RoundedWeights(codes: ones, scales: [Double](repeating: 1, count: outputs))
    }
    let fitsProducts = context.settings.fitsWeights && !multiplier.isExact
    return RoundedWeights(rounding: weights, to: format, multiplier: fitsProducts ? multiplier : nil)
  }
}

extension MultiplierRegistry {
  /// The multiplier of that name, as a layer's problem where there is none.
  fileprivate static func member(_ name: String) throws(Failure) -> any Multiplier {
    do throws(FormatError) { return try multiplier(name) } catch { throw Failure(at: "multiplier", error.message) }
  }
}

extension Linear {
  /// Moves the products of the input's zero point with every weight, in units of 2^`unit`, into the offsets.
  fileprivate mutating func foldZeroPoint(of input: TensorType, unit: Int) {
    guard input.zeroPoint != 0, let multiplier = try? MultiplierRegistry.multiplier(multiplier) else { return }
    let zero = input.format.number.operand(of: input.zeroPointCode)
    let (number, shape) = (weightFormat.number, weightShape)
    let places = unit - shape.lsb - input.format.number.operandShape.lsb
    for o in 0..<outputs {
      let products = weights.values[o * terms..<(o + 1) * terms].map { code in
        multiplier.product(number.operand(of: code, in: shape), zero).integer(unit: places)
      }
      affine.offsets[o] -= BigInt(affine.multipliers[o]) * products.reduce(0, +)
    }
  }
}

extension Affine {
  /// The integers nearest to `slopes` and `starts` at the finest exponent at which every slope fits `width` bits.
  ///
  /// `sumWidth` is the width of what the slopes multiply, in bits.
  package init(
    slopes: [Double], starts: [Double], width: Int, sumWidth: Int, output: Format
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
    self.init(
      multipliers: slopes.map { Int((Dyadic($0) ?? .zero).rounded(toMultipleOf: exponent)) },
      offsets: starts.map { (Dyadic($0) ?? .zero).rounded(toMultipleOf: exponent) },
      exponent: exponent, multiplierWidth: width)
  }
}

extension Array {
  /// Element `index` modulo the count.
  fileprivate subscript(cyclic index: Int) -> Element { self[index % count] }
}

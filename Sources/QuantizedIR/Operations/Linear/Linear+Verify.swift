package import Arithmetic
package import Support

extension Linear {
  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    func check(_ holds: Bool, _ message: @autoclosure () -> String) throws(Failure) {
      if !holds { throw Failure(at: "linear", message()) }
    }
    try check(inputs.count == 1, "has \(inputs.count) inputs; 1 is expected")
    let input = inputs[0]
    try check(weights.shape.count == 4 && outputs > 0, "weights have shape \(weights.shape); 4 axes are expected")
    try check(
      groups > 0 && input.shape.channels % groups == 0 && outputs % groups == 0,
      "\(groups) groups divide neither \(input.shape.channels) nor \(outputs) channels")
    try check(
      Array(weights.shape[1...]) == [
        geometry.rows.kernel, geometry.columns.kernel, input.shape.channels / groups,
      ], "weights of shape \(weights.shape) do not fit an input of \(input.shape)")
    let made = try geometry.checkedOutput(of: input.shape, channels: outputs, kind: "linear")
    try check(made == output.shape, "the output is \(output.shape); the window makes \(made)")
    let constants = affine.multipliers.count
    try check(
      constants == outputs || constants == output.shape.count && unitWeights && isDepthwise,
      "the affine has \(constants) channels; \(outputs) are expected")
    try check(
      affine.offsets.count == constants, "the affine has \(affine.offsets.count) offsets; \(constants) are expected")
    try check(affine.has(channels: constants), "the affine has not one border, multiplier and offset a channel")
    try affine.check(of: "linear")
    try output.format.checkBounds(lowest, highest, of: "linear")
    try affine.checkRounding(to: output.format, of: "linear")
    if let misfit = MultiplierRegistry.misfit(multiplier, weight: weightFormat, activation: input.format) {
      try check(false, misfit)
    }
    try check(
      CodePalette(weights.values).codes.allSatisfy {
        $0 & ~weightFormat.number.codeMask == 0 && weightFormat.number.hasValue($0)
      },
      "a weight's code has no value in \(weightFormat)")
    do throws(FormatError) { _ = try accumulatorShape(input: input) } catch { try check(false, error.message) }
  }

  /// The form of the weights that the layer really has.
  package var weightShape: OperandShape { weightFormat.number.operandShape(of: weights.values) }

  /// The form of the products.
  package func productShape(input: TensorType) throws(FormatError) -> OperandShape {
    try MultiplierRegistry.multiplier(multiplier)
      .productShape(weight: weightShape, activation: input.format.number.operandShape)
  }

  /// The accumulator: room for every sum that these weights can make, or the window, or the format of a rounded sum.
  ///
  /// Throws when it needs too many bits, the window holds none of the products, or the formats have no rounded sum.
  package func accumulatorShape(input: TensorType) throws(FormatError) -> AccumulatorShape {
    switch accumulator {
    case .exact:
      let shape = try exactShape(input: input)
      try shape.check()
      return shape
    case .window(let msb, let lsb): return try AccumulatorShape(msb: msb, lsb: lsb, product: productShape(input: input))
    case .rounded:
      _ = try RoundedSum(weight: weightFormat, activation: input.format, multiplier: multiplier)
      let shape = input.format.number.operandShape
      return AccumulatorShape(width: shape.integerWidth, lsb: shape.lsb)
    }
  }

  /// The accumulator that holds every sum.
  package func exactShape(input: TensorType) throws(FormatError) -> AccumulatorShape {
    AccumulatorShape(
      exact: try MultiplierRegistry.multiplier(multiplier), weights: weights.values, terms: terms, weight: weightFormat,
      activation: input.format)
  }
}

internal import Arithmetic
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
    try check(!(isLoadable && unitWeights), "it has no weights to load")
    try checkProducts(input: input.format)
    let found: AccumulatorShape
    do throws(FormatError) { found = try foundAccumulator(input: input.format) } catch {
      throw Failure(at: "linear", error.message)
    }
    if isLoadable { try check(roomProblem == nil, roomProblem ?? "") }
    try check(
      found == accumulatorShape,
      "its accumulator has \(accumulatorShape.width) bits from 2^\(accumulatorShape.lsb) on; "
        + "\(found.width) from 2^\(found.lsb) on are expected")
  }

  /// Throws unless the weights have values and the multiplier takes them and the input: the accumulator has a shape then.
  func checkProducts(input: Format) throws(Failure) {
    if let misfit = multiplier.rule.misfit(weight: weightFormat, activation: input) {
      throw Failure(at: "linear", misfit)
    }
    guard weights.shape.count == 4, weights.shape.allSatisfy({ $0 > 0 }) else {
      throw Failure(at: "linear", "weights have shape \(weights.shape); 4 positive extents are expected")
    }
    let number = weightFormat.number
    guard CodePalette(weights.values).codes.allSatisfy({ $0 & ~number.codeMask == 0 && number.hasValue($0) }) else {
      throw Failure(at: "linear", "a weight's code has no value in \(weightFormat)")
    }
  }
}

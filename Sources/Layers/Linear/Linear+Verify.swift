internal import Arithmetic
import BigInt
package import QuantizedIR
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
    try check(
      geometry.output(of: input.shape, channels: outputs) == output.shape,
      "the output is \(output.shape); the window makes \(geometry.output(of: input.shape, channels: outputs))")
    try check(
      affine.multipliers.count == outputs && affine.offsets.count == outputs,
      "the affine has \(affine.multipliers.count) channels; \(outputs) are expected")
    if let misfit = MultiplierRegistry.misfit(multiplier, weight: weightFormat, activation: input.format) {
      try check(false, misfit)
    }
    try check(
      weights.values.allSatisfy { weightFormat.number.value(of: $0) != nil },
      "a weight's code has no value in \(weightFormat)")
    if case .window(let msb, let lsb) = accumulator {
      try check(msb > sumLsb(input: input) && msb >= lsb, "the window \(msb) to \(lsb) holds no bit of the products")
    }
    try check(
      sumWidth(input: input) <= AccumulatorShape.widest,
      "the accumulator needs \(sumWidth(input: input)) bits; \(AccumulatorShape.widest) are supported")
  }

  /// The weight of a product's lowest bit, as a power of two.
  package func productLsb(input: TensorType) -> Int {
    weightFormat.number.operandShape.lsb + input.format.number.operandShape.lsb
  }

  /// The weight of the sum's lowest bit, as a power of two.
  package func sumLsb(input: TensorType) -> Int {
    guard case .window(_, let lsb) = accumulator else { return productLsb(input: input) }
    return max(lsb, productLsb(input: input))
  }

  /// Bits of the accumulator in two's complement: room for every sum that these weights can make, or the window.
  package func sumWidth(input: TensorType) -> Int {
    if case .window(let msb, _) = accumulator { return msb - sumLsb(input: input) + 1 }
    return exactSumWidth(input: input)
  }

  /// Bits in two's complement of every sum that these weights can make, in units of the product's lowest bit.
  package func exactSumWidth(input: TensorType) -> Int {
    let decoder = CodeDecoder(weightFormat) { $0 }
    let largest = input.format.largestInteger
    let magnitudes = decoder.decode(weights.values).map(\.magnitude)
    var widest = BigUInt(0)
    for start in stride(from: 0, to: magnitudes.count, by: max(1, terms)) {
      widest = max(widest, magnitudes[start..<start + terms].reduce(0, +))
    }
    return (widest * largest).bitWidth + 1
  }
}

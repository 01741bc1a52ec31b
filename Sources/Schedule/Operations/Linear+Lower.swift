internal import Arithmetic
import Datapath
internal import QuantizedIR
internal import Stages
internal import Support

extension Linear {
  func workload(inputs: [TensorType], output: TensorType) -> Workload {
    let channels = inputs[0].shape.channels
    if isDepthwise { return .channels(pixels: output.shape.pixels, taps: geometry.taps, channels: channels) }
    return .matrix(
      pixels: output.shape.pixels, groups: groups, taps: geometry.taps, inputs: channels / groups,
      outputs: outputs / groups)
  }

  func lower(
    into chain: inout Chain, inputs: [TensorType], output: TensorType, fold: Fold
  ) throws(Failure) {
    let input = inputs[0]
    try checkHardware(layer: chain.layer)
    let windowGroups = isDepthwise ? input.shape.channels / fold.simd : groups
    let repeats = isDepthwise ? 1 : outputs / groups / fold.pe
    try chain.convert(to: fold.simd)
    try chain.window(
      geometry, input: input, groups: windowGroups, repeats: repeats, padding: input.zeroPointCode)
    let arithmetic = LinearArithmetic(
      weight: weightFormat, input: input.format, multiplier: multiplier, accumulator: accumulatorShape,
      isRounded: accumulator == .rounded, isLoadable: isLoadable, affine: affine,
      rounding: Rounding(format: output.format, lowest: lowest, highest: highest))
    let pixels = output.shape.pixels
    guard isDepthwise else {
      return try chain.append(
        "matrix",
        Matrix(
          simd: fold.simd, pe: fold.pe, inputsPerOutput: terms, outputsPerGroup: outputs / groups, groups: groups,
          pixels: pixels, arithmetic: arithmetic, weights: groupedWeights))
    }
    // With an affine of its own every element is a channel.
    try chain.append(
      "lanes",
      Lanes(
        lanes: fold.simd, taps: geometry.taps, channels: hasAffinePerPixel ? pixels * outputs : outputs,
        pixels: hasAffinePerPixel ? 1 : pixels, arithmetic: arithmetic,
        weights: unitWeights ? nil : channelWeights))
  }

  private func checkHardware(layer: String) throws(Failure) {
    let productWidth = accumulatorShape.width + affine.multiplierWidth
    guard productWidth <= 512 else {
      throw Failure(
        at: "layer '\(layer)'", "its affine multiplies to \(productWidth) bits; 512 are supported in hardware",
        notes: ["give the layer 'accumulator: window<msb,lsb>' or narrower number formats"])
    }
  }
}

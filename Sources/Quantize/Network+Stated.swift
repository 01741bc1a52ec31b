internal import Arithmetic
internal import Layers
package import NetworkIR
package import QuantizedIR

extension Network {
  /// Whether the model states number systems of its own.
  package var isStated: Bool { nodes.contains { $0.operation is Quantization } }

  /// The type that the model's quantizers give the input: all that read it are one and the same, which
  /// rounds as samples are rounded.
  package var statedInput: TensorType? {
    let readers = nodes.filter { $0.inputs.contains(input.name) }.map { $0.operation as? Quantization }
    guard output != input.name, let first = readers.first, let quantization = first, Set(readers).count == 1,
      quantization.shift == nil, quantization.rounding == .halfEven, quantization.grid != .signs,
      quantization.scalesSums || quantization.zeroPoint.isMultiple(of: 2)
    else { return nil }
    let type = quantization.type(shape: input.shape)
    return quantization.reachesEnd(of: type) ? type : nil
  }
}

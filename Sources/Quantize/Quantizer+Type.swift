internal import Arithmetic
internal import Layers
internal import NetworkIR
internal import QuantizedIR
internal import Support

/// The type of a layer's result.
extension Quantizer {
  /// A plan cannot change what the model states.
  func checkPlan(of layer: FusedLayer) throws(Failure) {
    guard layer.quantization != nil, let request = plan.layers[layer.node.name] else { return }
    if request.activations != nil || request.range != nil {
      throw Failure(
        at: "layer '\(layer.node.name)'",
        "the model states the number system of its result; the plan gives it another",
        notes: ["take 'activations' and 'range' out of the plan's entry for '\(layer.node.name)'"])
    }
  }

  /// - Parameter natural: the type that follows from the inputs', where one does.
  mutating func outputType(
    of layer: FusedLayer, _ context: LayerContext, natural: TensorType?
  ) throws(Failure) -> TensorType {
    if let held = held?.types[layer.node.name] { return held }
    if let natural { return natural }
    let (shape, inputs) = (context.output.shape, context.inputs)
    if let quantization = layer.quantization {
      do throws(Failure) { try quantization.checkActivations() } catch {
        throw Failure(
          .input, error.diagnostics.map { Diagnostic(at: "layer '\(layer.node.name)'", $0.message, notes: $0.notes) })
      }
      return quantization.type(shape: shape)
    }
    if layer.operation.keepsType {
      return TensorType(
        shape: shape, format: inputs[0].format, scale: inputs[0].scale, zeroPoint: inputs[0].zeroPoint)
    }
    if layer.operation.unifiesTypes, let first = inputs.first, inputs.allSatisfy(first.means) {
      return TensorType(shape: shape, format: first.format, scale: first.scale, zeroPoint: first.zeroPoint)
    }
    if layer.operation is Argmax {
      return Argmax.indexType(channels: inputs[0].shape.channels, shape: shape)
    }
    let (scale, zeroPoint) = try fitted(layer, context.settings.activations)
    return TensorType(shape: shape, format: context.settings.activations, scale: scale, zeroPoint: zeroPoint)
  }
}

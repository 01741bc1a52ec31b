internal import Layers
internal import NetworkIR
internal import QuantizedIR
internal import Support

/// Layers whose inputs and result have one type: concatenations, and padding with a value that the input may not have.
extension [FusedLayer] {
  /// For the result of each layer that only such a layer reads, the tensor whose range both take: nothing needs
  /// rescaling then.
  func sharedRanges(output: String) -> [String: String] {
    let readers = readers(output: output)
    var makers: [String: FusedLayer] = [:]
    for layer in self { for member in layer.members { makers[member] = layer } }
    var result: [String: String] = [:]
    for layer in reversed() where layer.operation.unifiesTypes || layer.isPaddedWithOthers {
      for input in layer.node.inputs {
        var tensor = input
        // A pool between them has its input's type.
        while let maker = makers[tensor], maker.operation.keepsType, readers.readOnce(tensor),
          let source = maker.node.inputs.first
        { tensor = source }
        guard let maker = makers[tensor], !maker.operation.keepsType, readers.readOnce(tensor) else { continue }
        result[maker.result] = result[layer.result] ?? layer.result
      }
    }
    return result
  }
}

extension FusedLayer {
  fileprivate var isPaddedWithOthers: Bool { (operation as? Padding).map { $0.value != 0 } ?? false }
}

extension LayerSettings {
  /// The operation that gives a tensor another type: one product with 1 an element, and the rounding.
  func rescaling(_ input: TensorType, to output: TensorType, isStated: Bool) throws(Failure) -> Linear {
    let channels = input.shape.channels
    return try LinearForm(geometry: Geometry(), groups: channels, weights: nil, outputs: channels)
      .quantize(LayerContext(inputs: [input], output: output, settings: self, isStated: isStated))
  }
}

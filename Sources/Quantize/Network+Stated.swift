internal import Arithmetic
internal import Layers
package import NetworkIR
package import QuantizedIR
internal import Support

extension Network {
  /// Whether the model states number systems of its own, for tensors or for weights alone.
  package var isStated: Bool { statesTensors || nodes.contains { $0.operation.hasWeightGrid } }

  /// Whether it states those of tensors.
  package var statesTensors: Bool { nodes.contains { $0.operation is Quantization } }

  /// The type that the model states for the input: its codes, where one quantizer alone reads it.
  package var statedInput: TensorType? {
    let (readers, isComplete) = sampleReaders
    guard isComplete, readers.count == 1, readers[0].steps.isEmpty else { return nil }
    return readers[0].quantization.type(shape: input.shape)
  }

  /// The quantizers that read the input before anything else rounds it, and whether nothing else reads it.
  package var sampleReaders: (readers: [SampleReader], isComplete: Bool) {
    var found: [SampleReader] = []
    let readers = readers
    var isComplete = true
    // Tensors to follow, and whether their channels are the input's.
    var open: [(tensor: String, steps: [SampleReader.Step], hasChannels: Bool)] = [(input.name, [], true)]
    while let (tensor, steps, hasChannels) = open.popLast() {
      if tensor == output { isComplete = false }
      for node in readers.nodes(reading: tensor).map({ nodes[$0] }) {
        if let quantization = node.operation as? Quantization {
          let reader = SampleReader(steps: steps, quantization: quantization)
          if !found.contains(reader) { found.append(reader) }
        } else if let step = node.operation.sampleStep(hasChannels: hasChannels) {
          // A clip that was just applied changes nothing.
          let isNew = if case .clip = step { steps.last != step } else { true }
          open.append((node.name, isNew ? steps + [step] : steps, hasChannels))
        } else if (node.operation as? any QuantizableOperation)?.keepsType == true {
          open.append((node.name, steps, hasChannels && node.shape.channels == input.shape.channels))
        } else {
          isComplete = false
        }
      }
    }
    return (found, isComplete)
  }
}

extension NetworkOperation {
  fileprivate var hasWeightGrid: Bool { ((self as? Dense)?.grid ?? (self as? Convolution)?.grid) != nil }

  /// What the operation does to each element of a sample; nil where that is no affine and no clip.
  fileprivate func sampleStep(hasChannels: Bool) -> SampleReader.Step? {
    if let affine = self as? ChannelAffine {
      if Set(affine.scale).count == 1, Set(affine.shift).count == 1 {
        return .affine(scale: [affine.scale[0]], shift: [affine.shift[0]])
      }
      return hasChannels ? .affine(scale: affine.scale, shift: affine.shift) : nil
    }
    guard let bounds = (self as? Activation)?.bounds else { return nil }
    return .clip(lower: Float(bounds.lower), upper: Float(bounds.upper))
  }
}

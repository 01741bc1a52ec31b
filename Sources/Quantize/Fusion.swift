package import Arithmetic
package import Layers
package import NetworkIR
internal import QuantizedIR
package import Support

extension [FusedLayer] {
  /// Who reads each layer's result.
  func readers(output: String) -> TensorReaders {
    TensorReaders(map { (name: $0.result, inputs: $0.node.inputs) }, output: output)
  }

  /// The layers that compute a function of a tensor that nothing else reads, by that tensor.
  func functions(output: String) -> [String: FusedLayer] {
    let readers = readers(output: output)
    var result: [String: FusedLayer] = [:]
    for layer in self where layer.operation is Activation {
      if let input = layer.node.inputs.first, readers.readOnce(input) { result[input] = layer }
    }
    return result
  }
}

/// A node of the network with the affines and the clip that follow it and become part of its layer.
package struct FusedLayer: Sendable {
  /// The node that the layer starts with.
  package var node: NetworkNode
  /// What it computes.
  package var operation: any QuantizableOperation
  /// In the order in which they apply, all before the clip.
  package var affines: [ChannelAffine]
  /// What results are clipped to, in real values; infinite where they are not.
  package var bounds: (lower: Double, upper: Double)
  /// The model's own quantizer, which ends the layer.
  package var quantization: Quantization?
  /// A function of two slopes between the affines and the clip.
  package var bend: Bend?
  /// The name under which a plan speaks of the result; nil for the node's.
  package var resultName: String?
  /// The names of all nodes in the layer; the last one's tensor is the layer's result.
  package var members: [String]

  /// The name of the last member's tensor.
  package var result: String { members[members.count - 1] }
}

extension Network {
  /// The network's layers: every node stands in exactly one.
  package func fusedLayers() throws(Failure) -> [FusedLayer] {
    let readers = readers
    var layers: [FusedLayer] = []
    var makers: [String: Int] = [:]
    for node in nodes {
      guard let operation = node.operation as? any QuantizableOperation else {
        throw Failure(at: "\(name): node '\(node.origin)'", "'\(type(of: node.operation).kind)' has no quantized form")
      }
      let maker = node.inputs.count == 1 && readers.readOnce(node.inputs[0]) ? makers[node.inputs[0]] : nil
      if let maker, layers[maker].absorb(node) {
        makers[node.name] = maker
      } else {
        makers[node.name] = layers.count
        layers.append(
          FusedLayer(
            node: node, operation: operation, affines: [], bounds: (-.infinity, .infinity),
            quantization: operation as? Quantization, members: [node.name]))
      }
    }
    return layers
  }
}

extension FusedLayer {
  private var isClipped: Bool { bounds.lower > -.infinity || bounds.upper < .infinity }
  /// Whether the result is neither clipped nor rounded.
  var isOpen: Bool { !isClipped && quantization == nil }

  /// Takes a node that alone reads the layer's result into the layer, where the layer can compute it.
  fileprivate mutating func absorb(_ node: NetworkNode) -> Bool {
    if quantization != nil { return false }
    if let quantization = node.operation as? Quantization, operation.absorbsClip {
      self.quantization = quantization
    } else if let affine = node.operation as? ChannelAffine, operation.absorbsAffine, !isClipped {
      affines.append(affine)
    } else if let clip = (node.operation as? Activation)?.bounds, operation.absorbsClip {
      bounds.lower = min(max(bounds.lower, clip.lower), clip.upper)
      bounds.upper = max(min(bounds.upper, clip.upper), clip.lower)
    } else {
      return false
    }
    members.append(node.name)
    return true
  }

  /// Whether its codes are computed exactly, given the type that follows from its inputs where one does.
  func isExact(_ natural: TensorType?) -> Bool {
    quantization != nil || natural?.format.number is any FixedPointFormat
  }

  /// The layer with a function of two slopes that alone reads it; nil where it cannot compute that.
  func joined(_ function: FusedLayer) -> FusedLayer? {
    guard isOpen, let bend = (function.operation as? Activation)?.bend else { return nil }
    var result = self
    result.bend = bend
    (result.bounds, result.quantization) = (function.bounds, function.quantization)
    result.resultName = function.node.name
    result.members += function.members
    return result
  }

  /// The affines in one: per channel, or empty where there are none.
  package var affine: (scale: [Double], shift: [Double]) {
    guard let channels = affines.first?.scale.count else { return ([], []) }
    var scale = [Double](repeating: 1, count: channels)
    var shift = [Double](repeating: 0, count: channels)
    for affine in affines {
      for c in 0..<channels {
        scale[c] *= Double(affine.scale[c])
        shift[c] = shift[c] * Double(affine.scale[c]) + Double(affine.shift[c])
      }
    }
    return (scale, shift)
  }
}

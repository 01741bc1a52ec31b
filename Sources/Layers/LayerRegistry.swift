import Arithmetic
import NetworkIR
package import Support

/// Every layer of this package: the one place that a new layer's folder is named in.
package enum LayerRegistry {
  package static let layers: [any ImportableOperation.Type] = [
    Activation.self,
    Addition.self,
    Argmax.self,
    AveragePool.self,
    ChannelAffine.self,
    Concatenation.self,
    Convolution.self,
    Cropping.self,
    Dense.self,
    Flatten.self,
    MaxPool.self,
    Multiplication.self,
    Padding.self,
    Rearrangement.self,
    Repetition.self,
    Quantization.self,
  ]

  /// For reading text forms of networks.
  package static let networkKinds = KindRegistry(layers)

  /// Importers of ONNX operators that compute, by operator.
  package static let imports: [OperatorImport] = layers.flatMap { $0.imports }
}

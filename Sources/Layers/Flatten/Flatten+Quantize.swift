package import QuantizedIR
package import Support

extension Flatten: QuantizableOperation {
  package var keepsType: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    .reshaped(Reshaped())
  }
}

package import QuantizedIR
package import Support

extension Repetition: QuantizableOperation {
  package var keepsType: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    .repeated(Repeated(axis: axis, factor: factor))
  }
}

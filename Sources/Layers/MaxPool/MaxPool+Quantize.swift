package import QuantizedIR
package import Support

extension MaxPool: QuantizableOperation {
  package var keepsType: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    .windowMaximum(WindowMaximum(geometry: geometry))
  }
}

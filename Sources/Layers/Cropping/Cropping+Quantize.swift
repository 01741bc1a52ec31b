package import QuantizedIR
package import Support

extension Cropping: QuantizableOperation {
  package var keepsType: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    .cropped(Cropped(axis: axis, start: start))
  }
}

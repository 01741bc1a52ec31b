package import QuantizedIR
package import Support

extension Cropping: QuantizableOperation {
  package var keepsType: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    Cropped(axis: axis, start: start)
  }
}

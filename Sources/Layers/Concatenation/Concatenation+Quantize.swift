package import QuantizedIR
package import Support

extension Concatenation: QuantizableOperation {
  package var unifiesTypes: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation { Joined(axis: axis) }
}

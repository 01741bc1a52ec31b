package import QuantizedIR
package import Support

extension Rearrangement: QuantizableOperation {
  package var keepsType: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    order.isIdentity ? .reshaped(Reshaped()) : .rearranged(Rearranged(order: order))
  }
}

package import QuantizedIR
package import Support

extension Rearrangement: QuantizableOperation {
  package var keepsType: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    order.isIdentity ? Reshaped() : Rearranged(order: order)
  }
}

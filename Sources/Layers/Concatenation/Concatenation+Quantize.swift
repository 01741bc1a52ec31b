package import QuantizedIR
package import Support

extension Concatenation: QuantizableOperation {
  package var unifiesTypes: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    .joined(Joined(axis: axis))
  }

  /// On the common grid of the inputs' values, where they have not one type already.
  package func naturalType(_ context: LayerContext) throws(Failure) -> TensorType? {
    if let first = context.inputs.first, context.inputs.allSatisfy(first.means) { return nil }
    let grids = context.inputs.map(\.grid)
    return context.naturalType(
      holding: grids.map(\.unit), least: grids.map(\.least).min() ?? 0, most: grids.map(\.most).max() ?? 0)
  }
}

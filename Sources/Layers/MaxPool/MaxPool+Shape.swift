import NetworkIR
package import Support

extension MaxPool: NetworkOperation {
  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    let input = try onlyShape(inputs, kind: Self.kind)
    let result = try geometry.checkedOutput(of: input, channels: input.channels, kind: Self.kind)
    for axis in [geometry.rows, geometry.columns] where max(axis.before, axis.after) >= axis.span {
      throw Failure(at: Self.kind, "its padding is not smaller than its window, so some windows hold only padding")
    }
    return result
  }
}

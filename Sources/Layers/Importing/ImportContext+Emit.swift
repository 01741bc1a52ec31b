package import NetworkIR
import ONNX
package import Support

extension ImportContext {
  /// Adds a node to the network; nil after reporting why it does not fit.
  ///
  /// The result's view has the axes that are named; nil stands for the batch and other axes of extent 1.
  package mutating func emit(
    _ operation: any NetworkOperation, reading views: [ActivationView], axes: [StreamAxis?]
  ) -> ActivationView? {
    guard let (name, shape) = append(operation, views) else { return nil }
    var result = ActivationView.image(name, shape, axes: axes)
    result.coding = views.first?.coding
    result.isDequantized = operation.keepsType && views.allSatisfy(\.isDequantized)
    return result
  }

  /// Adds a node whose result lies in its tensor as its first operand does.
  package mutating func emitElementwise(
    _ operation: any NetworkOperation, reading views: [ActivationView]
  ) -> ActivationView? {
    guard let (name, _) = append(operation, views), var view = views.first else { return nil }
    view.tensor = name
    view.isDequantized = view.isDequantized && operation.keepsType
    view.isFlattened = view.isFlattened && operation.keepsType
    view.isMoved = view.isMoved && operation.keepsType
    return view
  }

  /// The same elements in a tensor that is a vector.
  package mutating func flatten(_ view: ActivationView) -> ActivationView? {
    if view.shape.pixels == 1 { return view }
    guard let (name, _) = append(Flatten(), [view]) else { return nil }
    return view.flattened(name)
  }

  /// Operators that only move elements.
  private static let views: Set = ["DepthToSpace", "Flatten", "Reshape", "SpaceToDepth", "Transpose"]

  private mutating func append(_ operation: any NetworkOperation, _ views: [ActivationView]) -> (String, Shape)? {
    // Elements that only move stay those of the last operator.
    let moves = operation is Flatten || operation is Rearrangement
    if !moves, let last = views.compactMap(\.last).first {
      report("it reads the result of '\(last)', which is supported only at the network's end")
      return nil
    }
    if !operation.keepsType, views.contains(where: { $0.coding != nil }) {
      report("it computes with integer codes; only operators that move them, or read them with a scale, are supported")
      return nil
    }
    do throws(Failure) {
      let shape = try operation.outputShape(of: views.map(\.shape))
      // A flatten is not what the model's node is about, unless it is all that it does.
      let origin = moves && !Self.views.contains(current.kind) ? "" : current.name
      let name = names.name(for: origin, kind: type(of: operation).kind)
      nodes.append(
        NetworkNode(
          name: name, origin: current.label, operation: operation, inputs: views.map(\.tensor), shape: shape))
      return (name, shape)
    } catch {
      for diagnostic in error.diagnostics { report(diagnostic.message, notes: diagnostic.notes) }
      return nil
    }
  }
}

extension NetworkOperation {
  /// Whether it only moves elements.
  fileprivate var keepsType: Bool { (self as? any QuantizableOperation)?.keepsType ?? false }
}

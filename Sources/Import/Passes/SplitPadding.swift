import Layers
import NetworkIR
import Support

/// Moves zeros out of a convolution where some of its windows would hold nothing else; the window keeps fewer than it spans.
enum SplitPadding: NetworkPass {
  static let name = "split-padding"

  static func run(_ network: inout Network) {
    var names = Set(network.nodes.map(\.name) + [network.input.name])
    let shapes = network.shapes
    network.nodes = network.nodes.flatMap { node -> [NetworkNode] in
      guard var convolution = node.operation as? Convolution, let source = node.inputs.first, var shape = shapes[source]
      else { return [node] }
      var result: [NetworkNode] = []
      var input = source
      for padding in convolution.geometry.takeExcess() {
        // One that is too large is the window's to refuse.
        guard let padded = try? padding.outputShape(of: [shape]) else { return [node] }
        var name = "\(node.name)_pad"
        while !names.insert(name).inserted { name += "_0" }
        result.append(NetworkNode(name: name, origin: node.origin, operation: padding, inputs: [input], shape: padded))
        (input, shape) = (name, padded)
      }
      var window = node
      window.operation = convolution
      window.inputs[0] = input
      return result + [window]
    }
  }
}

extension Geometry {
  /// Leaves padding of less than the span; the rest is the result.
  fileprivate mutating func takeExcess() -> [Padding] {
    [rows.takeExcess(.height), columns.takeExcess(.width)].filter { $0.before + $0.after > 0 }
  }
}

extension Geometry.Axis {
  fileprivate mutating func takeExcess(_ axis: StreamAxis) -> Padding {
    let padding = Padding(axis: axis, before: max(0, before - span + 1), after: max(0, after - span + 1))
    before -= padding.before
    after -= padding.after
    return padding
  }
}

import Layers
import NetworkIR
import Support

/// Makes zeros around an image part of the window that alone reads them.
enum MergePadding: NetworkPass {
  static let name = "merge-padding"

  static func run(_ network: inout Network) {
    let readers = network.readers
    var indices: [String: Int] = [:]
    for index in network.nodes.indices {
      indices[network.nodes[index].name] = index
      // A window takes the rows' zeros and the columns', one node after the other.
      while let source = network.nodes[index].inputs.first, readers[source] == 1, let place = indices[source],
        let padding = network.nodes[place].operation as? Padding,
        let merged = (network.nodes[index].operation as? any PaddedOperation)?.taking(padding)
      {
        network.nodes[index].operation = merged
        network.nodes[index].inputs[0] = network.nodes[place].inputs[0]
      }
    }
  }
}

/// An operation whose window pads with zeros.
private protocol PaddedOperation: NetworkOperation {
  var geometry: Geometry { get set }
}

extension PaddedOperation {
  /// The operation with the zeros in its window; nil where they are others or too many for it.
  func taking(_ padding: Padding) -> (any NetworkOperation)? {
    guard padding.step == 1, padding.value == 0 else { return nil }
    var result = self
    switch padding.axis {
    case .height: result.geometry.rows.pad(padding)
    case .width: result.geometry.columns.pad(padding)
    case .channels: return nil
    }
    let axes = [result.geometry.rows, result.geometry.columns]
    return axes.allSatisfy { $0.before < $0.span && $0.after < $0.span } ? result : nil
  }
}

extension Geometry.Axis {
  fileprivate mutating func pad(_ padding: Padding) {
    before += padding.before
    after += padding.after
  }
}

extension Convolution: PaddedOperation {}

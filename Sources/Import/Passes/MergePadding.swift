internal import Arithmetic
import Layers
import NetworkIR
import Support

/// Makes padding around an image part of the window that reads it: zeros of a convolution, and of a maximum what is not
/// above any element.
enum MergePadding: NetworkPass {
  static let name = "merge-padding"

  static func run(_ network: inout Network) {
    let lowest = network.lowerBounds
    var indices: [String: Int] = [:]
    for index in network.nodes.indices {
      indices[network.nodes[index].name] = index
      // A window takes the rows' padding and the columns', one node after the other.
      while let source = network.nodes[index].inputs.first, let place = indices[source],
        let padding = network.nodes[place].operation as? Padding, let unpadded = network.nodes[place].inputs.first,
        let merged = (network.nodes[index].operation as? any PaddedOperation)?
          .taking(padding, over: lowest[unpadded] ?? -.infinity)
      {
        network.nodes[index].operation = merged
        network.nodes[index].inputs[0] = unpadded
      }
    }
  }
}

/// An operation whose window pads.
private protocol PaddedOperation: NetworkOperation {
  var geometry: Geometry { get set }
  /// Whether its padding does what elements of the value do, where no element is below `lowest`.
  func pads(with value: Float, over lowest: Float) -> Bool
}

extension PaddedOperation {
  /// The operation with the padding in its window; nil where it pads otherwise or a window would hold nothing else.
  func taking(_ padding: Padding, over lowest: Float) -> (any NetworkOperation)? {
    guard padding.step == 1, pads(with: padding.value, over: lowest) else { return nil }
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

extension Convolution: PaddedOperation {
  fileprivate func pads(with value: Float, over lowest: Float) -> Bool { value == 0 }
}

extension MaxPool: PaddedOperation {
  fileprivate func pads(with value: Float, over lowest: Float) -> Bool { value <= lowest }
}

extension Network {
  /// What no element of a tensor is below, where that is known.
  fileprivate var lowerBounds: [String: Float] {
    nodes.reduce(into: [:]) { bounds, node in
      let operands = node.inputs.map { bounds[$0] ?? -.infinity }
      switch node.operation {
      case let activation as Activation: bounds[node.name] = activation.lowest
      case let quantization as Quantization: bounds[node.name] = quantization.lowest
      case let padding as Padding: bounds[node.name] = min(operands.min() ?? -.infinity, padding.value)
      case is MaxPool, is Cropping, is Repetition, is Flatten, is Concatenation: bounds[node.name] = operands.min()
      default: break
      }
    }
  }
}

extension Activation {
  /// What no result is below, where that is plain to see.
  fileprivate var lowest: Float? {
    switch function {
    case .relu, .sigmoid, .hardSigmoid, .softplus, .abs, .exp, .sqrt: 0
    case .clip(let lower, _): lower
    case .limits(let lower, _): lower.min()
    case .selu, .leakyRelu, .elu, .celu, .thresholdedRelu, .tanh, .hardSwish, .swish, .softsign, .mish, .gelu, .erf,
      .quotient, .power, .shrink, .elementary, .thresholds:
      nil
    }
  }
}

extension Quantization {
  fileprivate var lowest: Float? { value(of: level(-.infinity)) }
}

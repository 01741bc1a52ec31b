import Arithmetic
import Layers
import NetworkIR
import Support

/// Makes one quantizer of two in a row where the second only leaves out codes of the first.
enum MergeQuantizers: NetworkPass {
  static let name = "merge-quantizers"

  static func run(_ network: inout Network) {
    let readers = network.readers
    let indices = Dictionary(uniqueKeysWithValues: network.nodes.indices.map { (network.nodes[$0].name, $0) })
    var absorbed: Set<String> = []
    // Where a second one is followed by a third, the first takes both.
    var firsts: [String: Int] = [:]
    for node in network.nodes {
      guard let second = node.operation as? Quantization, let source = node.inputs.first, readers.readOnce(source),
        let index = firsts[source] ?? indices[source], let first = network.nodes[index].operation as? Quantization,
        // The input takes every code of its type.
        network.nodes[index].inputs != [network.input.name], let merged = first.narrowed(by: second)
      else { continue }
      network.nodes[index].operation = merged
      absorbed.insert(node.name)
      firsts[node.name] = index
    }
    network.bypass { absorbed.contains($0.name) }
  }
}

extension Quantization {
  /// Both in one; nil where the other one rounds again or has other codes.
  fileprivate func narrowed(by other: Quantization) -> Quantization? {
    guard case .integers(let lowest, let highest) = grid,
      case .integers(let otherLowest, let otherHighest) = other.grid,
      other.shift == nil, other.step == step, other.divisor == step, other.zeroPoint == zeroPoint,
      other.offset == Float(zeroPoint), max(lowest, otherLowest) < min(highest, otherHighest)
    else { return nil }
    var result = self
    result.grid = .integers(lowest: max(lowest, otherLowest), highest: min(highest, otherHighest))
    return result
  }
}

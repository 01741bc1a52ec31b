import Arithmetic
import BigInt
import Datapath
import Verilog

/// The text of nodes that share a loop.
struct GroupText {
  let writer: GraphWriter
  let step: Int
  /// Its place among the groups of the step.
  let place: Int
  let nodes: [Node]

  private var extent: Extent { nodes[0].extent }

  /// The wires that it drives, and its loop.
  var items: [Item] {
    let outside = nodes.flatMap(\.makes).filter { !isLocal($0) }.map { signal in
      Item.wire("p\(writer.stepMaking(signal))_\(signal.name)", width: signal.bits)
    }
    let body = nodes.flatMap { NodeText(group: self, node: $0).items }
    let nets = aliases + body.filter(\.isNet)
    let others = body.filter { !$0.isNet }
    let label = writer.label(of: self)
    switch extent {
    case .single: return outside + nets + others + [.blank]
    case .lanes(let count): return outside + [loop("s", count, label, nets + others), .blank]
    case .units(let count): return outside + [loop("u", count, label, nets + others), .blank]
    case .products(let units, let lanes):
      let inner = nets + others
      let outer = lanes == 1 ? inner : [loop("s", lanes, "g_lane", inner)]
      return outside + [loop("u", units, label, outer), .blank]
    }
  }

  /// Whether a signal is a wire inside the loop: made and read there alone.
  func isLocal(_ signal: Signal) -> Bool {
    guard extent != .single, nodes.contains(where: { $0.makes.contains(signal) }), writer.stepMaking(signal) == step,
      signal != writer.graph.output,
      !writer.steps[step].kept.contains(signal)
    else { return false }
    let here = nodes.count { $0.reads.contains(signal) }
    return here == writer.steps[step].nodes.count { $0.reads.contains(signal) }
  }

  /// Whether anything reads a signal that the group makes.
  func isRead(_ signal: Signal) -> Bool {
    let made = writer.steps[min(writer.stepMaking(signal), writer.steps.count - 1)]
    return made.kept.contains(signal) || made.nodes.contains { $0.reads.contains(signal) }
  }

  /// The element that a node of the group sees.
  func element(_ signal: Signal) -> Expression {
    if isLocal(signal) { return .identifier(signal.element) }
    let isMade = nodes.contains { $0.makes.contains(signal) }
    return element(signal, of: writer.vector(signal, isMade ? writer.stepMaking(signal) : step))
  }

  /// The element of a vector that holds the signal.
  func element(_ signal: Signal, of vector: Expression) -> Expression {
    let all = signal.extent
    switch (all, extent) {
    case (.single, _), (_, .single): return vector
    case (.products(let units, let lanes), .units): return lane(vector, units, "u", lanes * signal.width)
    case (.products(_, let lanes), _):
      return lane(vector, all.count, lanes == 1 ? "u" : .integer(lanes) * "u" + "s", signal.width)
    case (.lanes(let count), _): return lane(vector, count, "s", signal.width)
    case (.units(let count), _): return lane(vector, count, "u", signal.width)
    }
  }

  /// Wires for elements of which parts are taken, each once.
  private var aliases: [Item] {
    var seen: [Signal] = []
    for node in nodes where node.operation.takesParts {
      for signal in node.reads where !isLocal(signal) && signal.extent != .single && !seen.contains(signal) {
        seen.append(signal)
      }
    }
    return seen.map { .wire($0.element, width: $0.width, element($0)) }
  }

  /// A name for the instance of a node that decodes or aligns: with its operand's where the loop has several.
  func role(_ name: String, of node: Node) -> String {
    guard nodes.count(where: { $0.operation.label == node.operation.label && $0.makes.count == node.makes.count }) > 1
    else { return name }
    let sign = node.makes.count > 1 ? node.makes[0] : node.reads[0]
    return "\(name)_\(sign.name.dropLast("_sign".count))"
  }
}

extension Operation {
  /// The name of a loop whose last node it is.
  var label: String {
    switch self {
    case .decode, .align: "g_decode"
    case .multiply, .operate, .whole: "g_unit"
    case .tree: "g_tree"
    case .scale, .field: "g_scale"
    case .less, .greater, .equal, .matches, .join, .select: "g_line"
    case .add, .segments, .resolve: "g_add"
    case .product: "g_product"
    case .reach: "g_compare"
    case .count: "g_count"
    case .encode, .sign: "g_encode"
    case .order: "g_order"
    case .descend: "g_reached"
    case .sequence, .total, .memory, .constant, .accumulate, .maximum, .scan, .best, .collect: "g_lane"
    }
  }

  /// Whether it reads parts of elements, which only wires have.
  fileprivate var takesParts: Bool {
    switch self {
    case .field, .less, .select, .scale, .add, .segments, .resolve, .product, .reach, .count, .sign: true
    case .sequence, .total, .memory, .constant, .decode, .multiply, .operate, .whole, .align, .tree, .accumulate,
      .greater, .equal, .matches, .join, .encode, .order, .descend, .maximum, .scan, .best, .collect:
      false
    }
  }
}

extension Item {
  fileprivate var isNet: Bool { if case .net = self { true } else { false } }
}

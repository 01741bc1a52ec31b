import Support
import Yams

/// Reads a space's YAML: unknown keys, names without values and values without use are errors with their line.
struct SpaceReader {
  /// The values of a name.
  struct Value {
    var labels: [String]
    var bounds: [Int]?
    /// By label; none for whole numbers in a row.
    var nodes: [String: Node]

    /// What stands in the name's place; nil for a label that the name has not.
    func node(_ label: String) -> Node? {
      if let bounds { return Int(label).flatMap { bounds[0]...bounds[1] ~= $0 ? .scalar(Node.Scalar(label)) : nil } }
      return nodes[label]
    }
  }

  static let mostLabels = 4000
  private static let mostValues = 1000

  private(set) var values: [String: Value] = [:]
  private(set) var plan: Node?
  private(set) var eachLayer: Node?
  /// The names in the plan and in `each-layer`, in the order of the values.
  private(set) var planNames: [String] = []
  private(set) var layerNames: [String] = []
  private let file: String
  private var problems: [Diagnostic] = []

  static func read(_ text: String, file: String) throws(Failure) -> SpaceReader {
    var reader = SpaceReader(file: file)
    guard let root = try YAMLText.root(of: text, file: file) else { throw Failure(at: file, "the space is empty") }
    try reader.take(root)
    if !reader.problems.isEmpty { throw Failure(.input, reader.problems) }
    return reader
  }

  private init(file: String) { self.file = file }

  private mutating func take(_ root: Node) throws(Failure) {
    var order: [(name: String, node: Node)] = []
    for (key, node) in entries(root, "the space", keys: ["values", "plan", "each-layer"]) {
      switch key {
      case "values": order = entries(node, "values", keys: nil)
      case "plan": plan = node
      default: eachLayer = node
      }
    }
    for (name, node) in order {
      if name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]*/) == nil {
        report(node, "a name is a letter and then letters, digits or '_'; '\(name)' is none")
      } else if try !node.names(file: file).isEmpty {
        report(node, "values of '\(name)' hold a '$'; names stand in 'plan' and 'each-layer'")
      } else {
        values[name] = value(node, name)
      }
    }
    let (inPlan, inLayer) = (try plan?.names(file: file) ?? [:], try eachLayer?.names(file: file) ?? [:])
    for (name, place) in inPlan.merging(inLayer, uniquingKeysWith: { first, _ in first }).sorted(by: { $0.key < $1.key }
    )
    where !order.contains(where: { $0.name == name }) {
      report(place, "'$\(name)' has no values; the names are \(order.map(\.name).joined(separator: ", "))")
    }
    for (name, node) in order where inPlan[name] == nil && inLayer[name] == nil {
      report(node, "'\(name)' is not used; '$\(name)' in 'plan' or 'each-layer' uses it")
    }
    planNames = order.map(\.name).filter { inPlan[$0] != nil }
    layerNames = order.map(\.name).filter { inLayer[$0] != nil }
  }

  /// A row of whole numbers such as `6...16`, a list of words, or a mapping from labels to pieces of a plan.
  private mutating func value(_ node: Node, _ name: String) -> Value? {
    if let text = node.string, let row = text.wholeMatch(of: /(-?[0-9]{1,6})\.\.\.(-?[0-9]{1,6})/),
      let low = Int(row.output.1), let high = Int(row.output.2), low < high, high - low < Self.mostValues
    {
      return Value(labels: (low...high).map(String.init), bounds: [low, high], nodes: [:])
    }
    var pairs: [(String, Node)] = []
    if let list = node.sequence {
      pairs = list.compactMap { item in item.string.map { ($0, item) } }
      if pairs.count < list.count {
        report(node, "a value of '\(name)' is no plain text; 'label: value' in a mapping names such values")
        return nil
      }
    } else if node.mapping != nil {
      pairs = entries(node, "'\(name)'", keys: nil)
    } else {
      report(
        node, "the values of '\(name)' are a list, a mapping from labels to values, or whole numbers such as '6...16'")
      return nil
    }
    let labels = pairs.map(\.0)
    guard (1...Self.mostValues).contains(labels.count), Set(labels).count == labels.count,
      labels.allSatisfy({ (1...100).contains($0.count) })
    else {
      report(
        node,
        "'\(name)' has \(labels.count) values; 1 to \(Self.mostValues) different ones are expected, whose labels "
          + "have up to 100 characters")
      return nil
    }
    return Value(labels: labels, bounds: nil, nodes: Dictionary(uniqueKeysWithValues: pairs))
  }

  private mutating func entries(_ node: Node, _ what: String, keys: [String]?) -> [(name: String, node: Node)] {
    guard let mapping = node.mapping else {
      report(node, "\(what) is a mapping of keys to values")
      return []
    }
    var result: [(name: String, node: Node)] = []
    for (keyNode, value) in mapping {
      let key = keyNode.string ?? ""
      if let keys, !keys.contains(key) {
        report(keyNode, "unknown key '\(key)' in \(what); the keys are \(keys.joined(separator: ", "))")
      } else if result.contains(where: { $0.name == key }) {
        // Of another tag, so that YAML takes them for different ones.
        report(keyNode, "key '\(key)' stands twice")
      } else {
        result.append((key, value))
      }
    }
    return result
  }

  private mutating func report(_ node: Node, _ message: String) {
    problems.append(Diagnostic(at: node.place(in: file), message))
  }
}

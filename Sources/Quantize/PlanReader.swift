internal import Arithmetic
import Foundation
package import Support
package import Yams

/// Reads a plan's YAML: unknown keys and values that do not fit are errors with their line.
package struct PlanReader {
  private let file: String
  /// What 32-bit floats hold in full precision.
  private static let sizes = Double(Float.leastNormalMagnitude)...Double(Float.greatestFiniteMagnitude)
  private var problems: [Diagnostic] = []
  private static let keys = [
    "input", "defaults", "layers", "output", "correct-batch-norm", "fit-weights", "target-cycles",
  ]

  /// Reads a plan's file; throws a `Failure` that names the line.
  package static func read(path: String) throws(Failure) -> Plan {
    guard let text = String(data: try WholeFile.bytes(path, most: 1 << 20), encoding: .utf8) else {
      throw Failure(at: path, "is not a text file in UTF-8")
    }
    return try read(text, file: path)
  }

  /// Reads a plan's text; `file` is for messages.
  package static func read(_ text: String, file: String) throws(Failure) -> Plan {
    try read(try YAMLText.root(of: text, file: file), file: file)
  }

  /// Reads a plan's YAML; the plan of nothing where it is nil.
  package static func read(_ root: Node?, file: String) throws(Failure) -> Plan {
    var reader = PlanReader(file: file)
    let plan = reader.plan(root)
    if !reader.problems.isEmpty { throw Failure(.input, reader.problems) }
    return plan
  }

  private init(file: String) { self.file = file }

  private mutating func plan(_ root: Node?) -> Plan {
    var plan = Plan(file: file)
    guard let root else { return plan }
    for (key, value) in entries(root, of: "the plan", keys: Self.keys) {
      switch key {
      case "input": plan.input = input(value)
      case "defaults": plan.defaults = layer(value)
      case "layers":
        for (name, node) in entries(value, of: "layers", keys: nil) { plan.layers[name] = layer(node) }
      case "correct-batch-norm": plan.correctsBatchNorm = choice(value, ["true", "false"]) != "false"
      case "fit-weights": plan.fitsWeights = choice(value, ["true", "false"]) != "false"
      case "output": plan.argmax = choice(value, ["argmax", "values"]) == "argmax"
      default: plan.targetCycles = integer(value, in: 1...1 << 40)
      }
    }
    return plan
  }

  private mutating func input(_ node: Node) -> InputSettings {
    var result = InputSettings()
    for (key, value) in entries(node, of: "input", keys: ["format", "scale", "zero-point"]) {
      switch key {
      case "format": result.format = format(value)
      case "scale": result.scale = positive(value)
      default: result.zeroPoint = integer(value, in: -(1 << 31)...1 << 31)
      }
    }
    return result
  }

  private mutating func layer(_ node: Node) -> LayerRequest {
    var result = LayerRequest()
    result.line = node.mark?.line
    let keys = ["weights", "weight-scale", "activations", "multiplier", "accumulator", "affine", "range", "fold"]
    for (key, value) in entries(node, of: "a layer", keys: keys) {
      switch key {
      case "weights": weights(value, &result)
      case "weight-scale": result.weightScale = positive(value)
      case "activations": result.activations = format(value)
      case "multiplier": result.multiplier = multiplier(value)
      case "accumulator": result.accumulator = accumulator(value)
      case "affine": result.affineWidth = integer(value, in: 2...48)
      case "range": result.range = range(value)
      default: result.fold = fold(value)
      }
    }
    return result
  }

  /// A format, `loadable`, or both in a list.
  private mutating func weights(_ node: Node, _ result: inout LayerRequest) {
    let parts = node.sequence.map { Array($0) } ?? [node]
    let formats = parts.filter { $0.string != "loadable" }
    guard !parts.isEmpty, formats.count <= 1, parts.count - formats.count <= 1 else {
      return report(node, "weights are a format, 'loadable', or both: [fixed<8>, loadable]")
    }
    if formats.count < parts.count { result.isLoadable = true }
    if let only = formats.first { result.weights = format(only) }
  }

  private mutating func fold(_ node: Node) -> LayerRequest.Fold? {
    var fold = LayerRequest.Fold(pe: 1, simd: 1)
    for (key, value) in entries(node, of: "fold", keys: ["pe", "simd"]) {
      guard let count = integer(value, in: 1...1 << 16) else { return nil }
      if key == "pe" { fold.pe = count } else { fold.simd = count }
    }
    return fold
  }

  private mutating func range(_ node: Node) -> LayerRequest.Range? {
    if let bounds = node.sequence {
      let values = bounds.compactMap(\.decimal)
      guard bounds.count == 2, values.count == 2, values[0] < values[1],
        Self.sizes.contains(values[1] - values[0]), values.allSatisfy({ $0.magnitude <= Self.sizes.upperBound })
      else {
        report(
          node, "a stated range is '[lower, upper]', two decimal numbers between which a 32-bit float's sizes lie")
        return nil
      }
      return .fixed(values[0], values[1])
    }
    let text = node.string ?? ""
    if text == "min-max" { return .minMax }
    if text == "mse" { return .meanSquareError }
    if text.hasPrefix("percentile<"), text.hasSuffix(">"),
      let share = Double(text.dropFirst("percentile<".count).dropLast()), share > 50, share <= 100
    {
      return .percentile(share)
    }
    report(node, "unknown range '\(text)'; 'min-max', 'mse', 'percentile<99.9>' and '[lower, upper]' are supported")
    return nil
  }

  private mutating func accumulator(_ node: Node) -> Accumulator? {
    let text = node.string ?? ""
    if text == "exact" { return .exact }
    if text == "rounded" { return .rounded }
    if text.hasPrefix("window<"), text.hasSuffix(">") {
      let bounds = text.dropFirst("window<".count).dropLast().split(separator: ",")
        .map { Int($0.trimmingCharacters(in: .whitespaces)) }
      if bounds.count == 2, let msb = bounds[0], let lsb = bounds[1], msb >= lsb, msb < 600, lsb > -600 {
        return .window(msb: msb, lsb: lsb)
      }
    }
    report(node, "unknown accumulator '\(text)'; 'exact', 'window<msb,lsb>' and 'rounded' are supported")
    return nil
  }

  // MARK: values

  private mutating func entries(_ node: Node, of what: String, keys: [String]?) -> [(String, Node)] {
    guard let mapping = node.mapping else {
      if node.null == nil { report(node, "\(what) is a mapping of keys to values") }
      return []
    }
    var seen: Set<String> = []
    var result: [(String, Node)] = []
    for (keyNode, value) in mapping {
      let key = keyNode.string ?? ""
      if !seen.insert(key).inserted {
        report(keyNode, "key '\(key)' stands twice")
      } else if let keys, !keys.contains(key) {
        report(keyNode, "unknown key '\(key)' in \(what); the keys are \(keys.joined(separator: ", "))")
      } else {
        result.append((key, value))
      }
    }
    return result
  }

  private mutating func format(_ node: Node) -> Format? {
    do throws(FormatError) { return try Format(node.string ?? "") } catch {
      report(node, error.message)
      return nil
    }
  }

  private mutating func multiplier(_ node: Node) -> NamedMultiplier? {
    do throws(FormatError) { return try NamedMultiplier(node.string ?? "") } catch {
      report(node, error.message)
      return nil
    }
  }

  private mutating func choice(_ node: Node, _ names: [String]) -> String? {
    if let text = node.string, names.contains(text) { return text }
    report(node, "unknown value '\(node.string ?? "")'; \(names.joined(separator: ", ")) are supported")
    return nil
  }

  private mutating func positive(_ node: Node) -> Double? {
    if let value = node.decimal, Self.sizes.contains(value) { return value }
    report(node, "'\(node.string ?? "")' is not a positive number of a 32-bit float's size in decimal")
    return nil
  }

  private mutating func integer(_ node: Node, in range: ClosedRange<Int>) -> Int? {
    if let value = node.decimalInteger, range.contains(value) { return value }
    report(node, "'\(node.string ?? "")' is not a decimal integer in \(range.lowerBound)...\(range.upperBound)")
    return nil
  }

  private mutating func report(_ node: Node, _ message: String) {
    problems.append(Diagnostic(at: node.mark.map { "\(file):\($0.line)" } ?? file, message))
  }
}

extension Node {
  /// An integer as everybody writes it: YAML's own octal, sexagesimal and separated numbers are none.
  fileprivate var decimalInteger: Int? {
    guard let text = string, text.wholeMatch(of: #/[+-]?(0|[1-9][0-9]*)/#) != nil else { return nil }
    return Int(text)
  }

  /// A decimal number with or without a point and an exponent.
  fileprivate var decimal: Double? {
    guard let text = string,
      text.wholeMatch(of: #/[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?/#) != nil
    else { return nil }
    return Double(text)
  }
}

internal import Foundation
package import Quantize
package import Support
internal import Yams

/// The plans that a search chooses from: a plan with names in it, and the values of each name.
///
///     values:
///       n: 6...16
///       product: [exact, mitchell]
///       w: {t: {weights: ternary}, b: {weights: binary}}
///     plan:
///       defaults: {activations: 'fixed<$n>', multiplier: $product}
///     each-layer: $w
///
/// What `each-layer` says holds for every layer with weights, each with values of its own; `plan` stands over it, and both
/// over the plan that the search starts from.
package struct SearchSpace {
  /// One name whose value is chosen; `LAYER.NAME` where each layer has its own.
  package struct Choice: Sendable, Hashable {
    /// Unique in the space.
    package var name: String
    /// What is chosen from, in the space's order.
    package var labels: [String]
    /// The least and the largest of whole numbers in a row; nil where labels have no order.
    package var bounds: [Int]?
  }

  /// What is chosen, in the order in which tables show it.
  package let choices: [Choice]
  /// The space as text, for another reader.
  package let text: String
  private let file: String
  private let layers: [String]
  private let values: [String: SpaceReader.Value]
  private let plan: Node?
  private let eachLayer: Node?

  /// Reads a file, or the short form `words` or `words:tb`: a letter of those for each layer with weights.
  ///
  /// - Parameter layers: the layers with weights.
  package static func read(_ source: String, layers: [String]) throws(Failure) -> SearchSpace {
    if source == "words" || source.hasPrefix("words:") {
      let letters = source == "words" ? "ftb" : String(source.dropFirst("words:".count))
      let known = ["f": "{}", "t": "{weights: ternary}", "b": "{weights: binary}"]
      let values = letters.compactMap { letter in known[String(letter)].map { "\(letter): \($0)" } }
      guard !letters.isEmpty, values.count == letters.count, Set(letters).count == letters.count else {
        throw Failure(at: "--space \(source)", "'words:' takes some of the letters 'f', 't' and 'b', each once")
      }
      return try SearchSpace(
        "values: {w: {\(values.joined(separator: ", "))}}\neach-layer: $w\n", file: "--space \(source)", layers: layers)
    }
    guard let text = String(bytes: try WholeFile.bytes(source, most: 1 << 16), encoding: .utf8) else {
      throw Failure(at: source, "is not a text file in UTF-8")
    }
    return try SearchSpace(text, file: source, layers: layers)
  }

  /// Reads a text; `file` names it in messages.
  package init(_ text: String, file: String, layers: [String]) throws(Failure) {
    let found = try SpaceReader.read(text, file: file)
    (self.text, self.file, self.layers) = (text, file, layers)
    (values, plan, eachLayer) = (found.values, found.plan, found.eachLayer)
    func choices(_ names: [String], _ prefix: String) -> [Choice] {
      names.compactMap { name in
        found.values[name].map { Choice(name: prefix + name, labels: $0.labels, bounds: $0.bounds) }
      }
    }
    self.choices =
      choices(found.planNames, "") + layers.flatMap { choices(found.layerNames, $0 + ".") }
    guard !self.choices.isEmpty else { throw Failure(at: file, "the space has nothing to choose") }
    let labels = self.choices.reduce(0) { $0 + $1.labels.count }
    guard labels <= SpaceReader.mostLabels else {
      throw Failure(at: file, "the space has \(labels) values to choose from; \(SpaceReader.mostLabels) are searched")
    }
  }

  /// The plan of a choice, as a plan's reader reads it; throws what that says of it, at its line in the space.
  ///
  /// - Parameter base: stands below all that the space says.
  package func plan(_ labels: [String: String], over base: Plan) throws(Failure) -> Plan {
    var root = try YAMLText.root(of: base.text, file: base.file) ?? Node.plan([])
    if let eachLayer {
      let each = try layers.map { layer throws(Failure) in
        (layer, try replaced(eachLayer, labels, prefix: layer + "."))
      }
      root = root.overlaid(.plan([("layers", .plan(each))]))
    }
    if let plan { root = root.overlaid(try replaced(plan, labels, prefix: "")) }
    return try PlanReader.read(root, file: file)
  }

  private func replaced(_ node: Node, _ labels: [String: String], prefix: String) throws(Failure) -> Node {
    try node.replacing(file: file) { name throws(Failure) in
      guard let label = labels[prefix + name], let value = values[name]?.node(label) else {
        throw Failure(at: file, "nothing is chosen for '\(prefix + name)'")
      }
      return value
    }
  }

  /// Throws what a plan's reader says of any value, the other choices at their first one.
  package func check(over base: Plan) throws(Failure) {
    var first = Dictionary(uniqueKeysWithValues: choices.map { ($0.name, $0.labels.first ?? "") })
    var problems: [Diagnostic] = []
    for choice in choices {
      let kept = first[choice.name]
      for label in choice.labels {
        first[choice.name] = label
        do throws(Failure) { _ = try plan(first, over: base) } catch {
          problems += error.diagnostics.filter { !problems.contains($0) }
        }
      }
      first[choice.name] = kept
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
  }

  /// What was chosen in a few words: `ftttf` where all labels are letters.
  package func title(_ labels: [String: String]) -> String {
    let chosen = choices.map { (name: $0.name, label: labels[$0.name] ?? "?") }
    if choices.allSatisfy({ $0.labels.allSatisfy { $0.count == 1 && $0.first?.isLetter == true } }) {
      return chosen.map(\.label).joined()
    }
    return chosen.map { "\($0.name)=\($0.label)" }.joined(separator: " ").shown()
  }
}

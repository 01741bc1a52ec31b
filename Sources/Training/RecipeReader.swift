import Arithmetic
import Foundation
package import Support
import Yams

/// Reads a recipe's YAML: unknown keys and values that do not fit are errors with their line.
package struct RecipeReader {
  private let file: String
  private var problems: [Diagnostic] = []

  /// Reads a file; throws every problem in it at once.
  package static func read(path: String) throws(Failure) -> Recipe {
    guard let text = String(bytes: try WholeFile.bytes(path, most: 1 << 20), encoding: .utf8) else {
      throw Failure(at: path, "is not a text file in UTF-8")
    }
    return try read(text, file: path)
  }

  /// Reads a text; `file` names it in messages.
  package static func read(_ text: String, file: String) throws(Failure) -> Recipe {
    var reader = RecipeReader(file: file)
    let recipe = reader.recipe(try YAMLText.root(of: text, file: file))
    if !reader.problems.isEmpty { throw Failure(.input, reader.problems) }
    return recipe
  }

  private init(file: String) { self.file = file }

  private static let keys = [
    "epochs", "batch", "seed", "validation", "arithmetic", "numbers", "keep", "loss", "targets", "optimizer",
    "schedule",
    "label-smoothing", "gradient-limit", "dropout", "average", "patience", "batch-norm-momentum", "re-estimate",
    "ranges", "straight-through", "quantizers", "augment", "distill", "descent",
  ]

  private mutating func recipe(_ root: Node?) -> Recipe {
    var recipe = Recipe()
    guard let root else { return recipe }
    for (key, value) in entries(root, of: "the recipe", keys: Self.keys) {
      switch key {
      case "epochs": set(&recipe.epochs, integer(value, in: 1...100_000))
      case "batch": set(&recipe.batch, integer(value, in: 1...65_536))
      case "seed": set(&recipe.seed, integer(value, in: 0...Int.max).map { UInt64($0) })
      case "validation": set(&recipe.validation, number(value, in: 0.001...0.9))
      case "arithmetic": set(&recipe.arithmetic, choice(value))
      case "numbers": numbers(value, &recipe)
      case "keep": set(&recipe.keep, choice(value))
      case "loss": set(&recipe.loss, choice(value))
      case "targets": set(&recipe.targets, choice(value))
      case "optimizer": optimizer(value, &recipe)
      case "schedule": schedule(value, &recipe)
      case "label-smoothing": set(&recipe.labelSmoothing, number(value, in: 0...0.9))
      case "gradient-limit": recipe.gradientLimit = number(value, in: 1e-9...1e9)
      case "dropout": set(&recipe.dropout, number(value, in: 0...0.95))
      case "average": set(&recipe.average, number(value, in: 0...0.999999))
      case "patience": recipe.patience = integer(value, in: 1...100_000)
      case "batch-norm-momentum": set(&recipe.statisticsMomentum, number(value, in: 1e-6...1))
      case "re-estimate": set(&recipe.reestimation, integer(value, in: 0...100_000))
      case "ranges": set(&recipe.ranges, choice(value))
      case "straight-through": straightThrough(value, &recipe)
      case "quantizers": quantizers(value, &recipe)
      case "augment": augment(value, &recipe)
      case "distill": distill(value, &recipe)
      default: descent(value, &recipe)
      }
    }
    check(recipe, root)
    return recipe
  }

  /// Keys that do not go together.
  private mutating func check(_ recipe: Recipe, _ root: Node) {
    let learnsSteps = recipe.weightQuantizer != .plan || recipe.activationQuantizer != .plan
    let isReal = recipe.arithmetic == .float || recipe.numbers != nil
    if let node = root["descent"], recipe.patience != nil || isReal || learnsSteps {
      report(
        node,
        "'descent' goes through the plan's bits to the end: neither 'patience', 'numbers', 'quantizers' nor floats fit it"
      )
    }
    if isReal, learnsSteps {
      report(
        root["quantizers"] ?? root,
        "'arithmetic: float' and 'numbers' round otherwise; 'quantizers' are of the plan's arithmetic")
    }
    if recipe.loss == .crossEntropy {
      if recipe.targets == .inputs {
        report(root["targets"] ?? root, "inputs are no classes: 'targets: inputs' takes 'loss: mean-squared-error'")
      }
      return
    }
    if recipe.labelSmoothing > 0 {
      report(root["label-smoothing"] ?? root, "'label-smoothing' is of classes, for 'loss: cross-entropy' alone")
    }
    if let node = root["distill"]?["temperature"] {
      report(node, "'temperature' is of classes' scores, for 'loss: cross-entropy' alone")
    }
  }

  /// A format, or a mapping with more than that.
  private mutating func numbers(_ node: Node, _ recipe: inout Recipe) {
    guard node.mapping != nil else {
      recipe.numbers = format(node).map { Recipe.Numbers($0) }
      return
    }
    let found = entries(node, of: "numbers", keys: ["format", "loss-scale", "sigmoid"])
    guard let format = found.first(where: { $0.0 == "format" }) else {
      return report(node, "'numbers' states no 'format', for example 'posit<16,1>'")
    }
    guard var numbers = self.format(format.1).map({ Recipe.Numbers($0) }) else { return }
    for (key, value) in found where key != "format" {
      if key == "sigmoid" {
        numbers.fastSigmoid = value.string == "fast"
        if !["fast", "real"].contains(value.string) {
          report(value, "unknown value '\(value.string ?? "")'; fast, real are supported")
        }
      } else if let scale = integer(value, in: 1...1 << 24) {
        numbers.lossScale = Double(scale)
        if scale.nonzeroBitCount != 1 { report(value, "'\(scale)' is no power of two") }
      }
    }
    recipe.numbers = numbers
  }

  private mutating func format(_ node: Node) -> Format? {
    do throws(FormatError) { return try Format(node.string ?? "") } catch {
      report(node, error.message)
      return nil
    }
  }

  private mutating func optimizer(_ node: Node, _ recipe: inout Recipe) {
    let keys = ["kind", "rate", "momentum", "beta1", "beta2", "epsilon", "weight-decay"]
    for (key, value) in entries(node, of: "optimizer", keys: keys) {
      switch key {
      case "kind": set(&recipe.optimizer, choice(value))
      case "rate": set(&recipe.rate, number(value, in: 1e-12...1e3))
      case "momentum": set(&recipe.momentum, number(value, in: 0...0.9999))
      case "beta1": set(&recipe.beta1, number(value, in: 0...0.9999))
      case "beta2": set(&recipe.beta2, number(value, in: 0...0.999999))
      case "epsilon": set(&recipe.epsilon, number(value, in: 1e-16...1))
      default: set(&recipe.weightDecay, number(value, in: 0...10))
      }
    }
  }

  private mutating func schedule(_ node: Node, _ recipe: inout Recipe) {
    for (key, value) in entries(node, of: "schedule", keys: ["kind", "warm-up", "every", "factor", "final"]) {
      switch key {
      case "kind": set(&recipe.schedule, choice(value))
      case "warm-up": set(&recipe.warmUp, number(value, in: 0...1e5))
      case "every": set(&recipe.every, integer(value, in: 1...100_000))
      case "factor": set(&recipe.factor, number(value, in: 1e-6...1))
      default: set(&recipe.final, number(value, in: 0...1))
      }
    }
  }

  private mutating func straightThrough(_ node: Node, _ recipe: inout Recipe) {
    for (key, value) in entries(node, of: "straight-through", keys: ["weights", "activations"]) {
      if key == "weights" {
        set(&recipe.weightGradients, choice(value))
      } else {
        set(&recipe.activationGradients, choice(value))
      }
    }
  }

  private mutating func quantizers(_ node: Node, _ recipe: inout Recipe) {
    for (key, value) in entries(node, of: "quantizers", keys: ["weights", "activations"]) {
      if key == "weights" {
        set(&recipe.weightQuantizer, choice(value))
      } else {
        set(&recipe.activationQuantizer, choice(value))
      }
    }
  }

  private mutating func augment(_ node: Node, _ recipe: inout Recipe) {
    for (key, value) in entries(node, of: "augment", keys: ["shift", "crop", "flip", "erase"]) {
      switch key {
      case "shift": set(&recipe.augmentation.shift, integer(value, in: 0...1024))
      case "crop": set(&recipe.augmentation.crop, integer(value, in: 0...1024))
      case "erase": set(&recipe.augmentation.erase, integer(value, in: 0...1024))
      default:
        if let text = value.string, ["true", "false"].contains(text) {
          recipe.augmentation.flip = text == "true"
        } else {
          report(value, "unknown value '\(value.string ?? "")'; true, false are supported")
        }
      }
    }
  }

  private mutating func distill(_ node: Node, _ recipe: inout Recipe) {
    var distillation = Recipe.Distillation()
    for (key, value) in entries(node, of: "distill", keys: ["temperature", "weight"]) {
      if key == "temperature" {
        set(&distillation.temperature, number(value, in: 0.1...100))
      } else {
        set(&distillation.weight, number(value, in: 0...1))
      }
    }
    recipe.distillation = distillation
  }

  private mutating func descent(_ node: Node, _ recipe: inout Recipe) {
    var descent = Recipe.Descent()
    for (key, value) in entries(node, of: "descent", keys: ["from", "cycles", "back"]) {
      switch key {
      case "from": set(&descent.from, integer(value, in: 2...16))
      case "cycles": set(&descent.cycles, integer(value, in: 1...100))
      default: set(&descent.back, number(value, in: 1e-6...1))
      }
    }
    recipe.descent = descent
  }

  // MARK: values

  private func set<T>(_ target: inout T, _ value: T?) { if let value { target = value } }

  private mutating func entries(_ node: Node, of what: String, keys: [String]) -> [(String, Node)] {
    guard let mapping = node.mapping else {
      if node.null == nil { report(node, "\(what) is a mapping of keys to values") }
      return []
    }
    var result: [(String, Node)] = []
    for (keyNode, value) in mapping {
      let key = keyNode.string ?? ""
      if !keys.contains(key) {
        report(keyNode, "unknown key '\(key)' in \(what); the keys are \(keys.joined(separator: ", "))")
      } else {
        result.append((key, value))
      }
    }
    return result
  }

  private mutating func choice<T: RawRepresentable & CaseIterable>(_ node: Node) -> T? where T.RawValue == String {
    if let text = node.string, let value = T(rawValue: text) { return value }
    let names = T.allCases.map(\.rawValue).joined(separator: ", ")
    report(node, "unknown value '\(node.string ?? "")'; \(names) are supported")
    return nil
  }

  private mutating func number(_ node: Node, in range: ClosedRange<Double>) -> Double? {
    if let text = node.string, text.wholeMatch(of: #/((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?/#) != nil,
      let value = Double(text), range.contains(value)
    {
      return value
    }
    report(node, "'\(node.string ?? "")' is not a decimal number in \(range.lowerBound)...\(range.upperBound)")
    return nil
  }

  private mutating func integer(_ node: Node, in range: ClosedRange<Int>) -> Int? {
    if let text = node.string, text.wholeMatch(of: #/0|[1-9][0-9]*/#) != nil, let value = Int(text),
      range.contains(value)
    {
      return value
    }
    report(node, "'\(node.string ?? "")' is not a decimal integer in \(range.lowerBound)...\(range.upperBound)")
    return nil
  }

  private mutating func report(_ node: Node, _ message: String) {
    problems.append(Diagnostic(at: node.mark.map { "\(file):\($0.line)" } ?? file, message))
  }
}

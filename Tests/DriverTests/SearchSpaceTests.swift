import Quantize
import Search
import Support
import Testing

/// Spaces as texts: what they choose from, the plans that come of it, and what is refused.
@Suite struct SearchSpaceTests {
  private func space(_ text: String) throws -> SearchSpace {
    try SearchSpace(text, file: "space.yml", layers: ["conv1", "fc"])
  }

  private func message(_ text: String) -> String {
    do {
      let space = try space(text)
      try space.check(over: Plan())
      return ""
    } catch { return "\(error)" }
  }

  @Test func wordsAreSpaces() throws {
    let words = try SearchSpace.read("words", layers: ["conv1", "fc"])
    #expect(words.choices.map(\.name) == ["conv1.w", "fc.w"])
    #expect(words.choices.allSatisfy { $0.labels == ["f", "t", "b"] && $0.bounds == nil })
    let labels = ["conv1.w": "t", "fc.w": "f"]
    #expect(words.title(labels) == "tf")
    let base = try PlanReader.read("defaults: {weights: fp16}\nlayers: {conv1: {affine: 20}}", file: "plan.yml")
    let plan = try words.plan(labels, over: base)
    let own = try PlanReader.read(
      "defaults: {weights: fp16}\nlayers: {conv1: {weights: ternary, affine: 20}, fc: {}}", file: "plan.yml")
    #expect(plan.text == own.text)
    try words.check(over: base)
    #expect(try SearchSpace.read("words:tb", layers: ["a"]).choices[0].labels == ["t", "b"])
    #expect(throws: Failure.self) { try SearchSpace.read("words:tt", layers: ["a"]) }
    #expect(throws: Failure.self) { try SearchSpace.read("words", layers: []) }
  }

  /// A plan with names in it: whole values, texts inside of values, and what stands over what.
  @Test func spacesAreAllThatPlansSay() throws {
    let found = try space(
      """
      values:
        n: 6...8
        es: [0, 1]
        fold: {slow: {pe: 1, simd: 1}, fast: {pe: 4, simd: 2}}
        w: [ternary, 'mse']
      plan:
        input: {format: 'posit<$n,$es>'}
        defaults: {activations: 'posit<$n,$es>', range: min-max}
        layers: {fc: {fold: $fold, weights: binary}}
        target-cycles: 20$n
      each-layer: {weights: ternary, affine: 1$es}
      """.replacing("\n  w: [ternary, 'mse']", with: ""))
    #expect(found.choices.map(\.name) == ["n", "es", "fold", "conv1.es", "fc.es"])
    #expect(found.choices[0].bounds == [6, 8])
    let labels = ["n": "7", "es": "1", "fold": "fast", "conv1.es": "0", "fc.es": "1"]
    let plan = try found.plan(labels, over: try PlanReader.read("{output: argmax, defaults: {range: mse}}", file: "p"))
    let own = """
      input: {format: 'posit<7,1>'}
      defaults: {activations: 'posit<7,1>', range: min-max}
      output: argmax
      target-cycles: 207
      layers:
        conv1: {weights: ternary, affine: 10}
        fc: {weights: binary, affine: 11, fold: {pe: 4, simd: 2}}
      """
    #expect(plan.text == (try PlanReader.read(own, file: "p")).text)
    #expect(found.title(labels) == "n=7 es=1 fold=fast conv1.es=0 fc.es=1")
    #expect(throws: Failure.self) { try found.plan(["n": "9"], over: Plan()) }
  }

  @Test(arguments: [
    ("", "space.yml: error: the space is empty"), ("values: {a: [1]}", "'a' is not used"),
    ("[1, 2]", "space.yml:1: error: the space is a mapping"), ("wurst: 1", "unknown key 'wurst' in the space"),
    ("plan: {defaults: {weights: ternary}}", "the space has nothing to choose"),
    ("plan: {defaults: {weights: $w}}", "space.yml:1: error: '$w' has no values"),
    ("values:\n  w: [ternary, fixd]\nplan: {defaults: {weights: $w}}", "space.yml:2: error: unknown format 'fixd'"),
    ("values: {n: 3...4}\nplan:\n  defaults: {weights: 'posit<$n>'}", "space.yml:3: error:"),
    ("values: {n: 3...4}\nplan: {wurst: $n}", "unknown key 'wurst'"),
    ("values: {n: 4...3}\nplan: {target-cycles: $n}", "the values of 'n' are"),
    ("values: {n: 1...999999}\nplan: {target-cycles: $n}", "the values of 'n' are"),
    ("values: {n: []}\nplan: {target-cycles: $n}", "'n' has 0 values"),
    ("values: {n: [1, 1]}\nplan: {target-cycles: $n}", "'n' has 2 values"),
    ("values: {n: [1, {pe: 1}]}\nplan: {target-cycles: $n}", "a value of 'n' is no plain text"),
    ("values: {n: {a: [1]}}\nplan: {target-cycles: 1$n}", "it stands inside of one here"),
    ("values: {n: [1, $m]}\nplan: {target-cycles: $n}", "values of 'n' hold a '$'"),
    ("values: {n-m: [1, 2]}\nplan: {target-cycles: $n}", "'n-m' is none"),
    ("values: {n: [1, 2]}\nplan: {target-cycles: '$n$'}", "is followed by no name"),
    ("values: {n: [1, 2]}\nplan: {layers: {fc: {range: [0, $n, $n]}}}", "a stated range is"),
    ("values: {n: [1, 2], n: [3]}\nplan: {target-cycles: $n}", "stands twice"),
    ("values: {n: [1, 2], !!binary n: [3]}\nplan: {target-cycles: $n}", "stands twice"),
  ]) func badSpacesAreRefused(_ text: String, _ words: String) {
    let found = message(text)
    #expect(found.contains(words), "\(text): \(found)")
  }

  /// Few bytes of aliases that are many nodes.
  @Test func aliasesDoNotExplode() {
    var text = "values:\n  a: &a0 {x: {pe: 1}, y: {pe: 2}}\n"
    for level in 1..<20 {
      text += "  b\(level): &a\(level) {x: *a\(level - 1), y: *a\(level - 1)}\n"
    }
    #expect(message(text + "plan: {layers: {fc: {fold: $b19}}}").contains("parts"))
  }

  @Test func objectivesAreLists() {
    #expect(Objective.list("accuracy,luts") == [.accuracy, .luts])
    for text in ["", "accuracy,", "accuracy,accuracy", "speed"] { #expect(Objective.list(text) == nil, "\(text)") }
    #expect(Objective.dominates([0.9, 5], [0.9, 6], [.accuracy, .luts]))
    #expect(!Objective.dominates([0.9, 6], [0.8, 5], [.accuracy, .luts]))
    #expect(!Objective.dominates([0.9, 6], [0.9, 6], [.accuracy, .luts]))
  }
}

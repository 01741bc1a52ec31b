import Arithmetic
import Quantize
import Support
import Testing

struct PlanReaderTests {
  @Test func readsEveryKey() throws {
    let plan = try PlanReader.read(
      """
      input: {format: fixed<8>, scale: 0.5, zero-point: -3}
      defaults:
        weights: fixed<6>
        activations: ufixed<8>
        range: percentile<99.9>
      layers:
        conv1:
          multiplier: xor-sign
          weights: binary
          accumulator: window<12,-20>
          affine: 20
          fold: {pe: 4, simd: 2}
        fc1: {range: [-1, 2.5]}
      output: argmax
      target-cycles: 5000
      """, file: "plan.yml")
    #expect(plan.input.format?.description == "fixed<8,0>")
    #expect(plan.input.scale == 0.5)
    #expect(plan.input.zeroPoint == -3)
    #expect(plan.defaults.range == .percentile(99.9))
    let conv = try #require(plan.layers["conv1"])
    #expect(conv.accumulator == .window(msb: 12, lsb: -20))
    #expect(conv.fold == LayerRequest.Fold(pe: 4, simd: 2))
    #expect(conv.affineWidth == 20)
    #expect(plan.layers["fc1"]?.range == .fixed(-1, 2.5))
    #expect(plan.argmax)
    #expect(plan.targetCycles == 5000)
  }

  @Test(arguments: [
    ("colour: red", "plan.yml:1: error: unknown key 'colour' in the plan"),
    ("input:\n  scale: -1", "plan.yml:2: error: '-1' is not a positive number"),
    ("defaults:\n  weights: fixed<99>", "plan.yml:2: error: "),
    ("defaults:\n  weights: [loadable, loadable]", "plan.yml:2: error: weights are a format, 'loadable', or both"),
    ("defaults:\n  weights: [binary, ternary]", "plan.yml:2: error: weights are a format, 'loadable', or both"),
    ("defaults:\n  weights: []", "plan.yml:2: error: weights are a format, 'loadable', or both"),
    ("defaults:\n  weights: [loadable, {}]", "plan.yml:2: error: unknown format ''"),
    ("defaults:\n  weights: takum<8>", "plan.yml:2: error: unknown format 'takum<8>'"),
    ("layers:\n  a:\n    fold: {pe: 0}", "plan.yml:3: error: '0' is not a decimal integer in 1...65536"),
    ("layers:\n  a: {range: [2, 1]}", "plan.yml:2: error: a stated range is '[lower, upper]'"),
    ("layers:\n  a: {accumulator: sloppy}", "plan.yml:2: error: unknown accumulator 'sloppy'"),
    ("output: maybe", "plan.yml:1: error: unknown value 'maybe'; argmax, values are supported"),
    ("- a list", "plan.yml:1: error: the plan is a mapping of keys to values"),
    ("a: [", "plan.yml:2: error: not YAML"),
    ("a: 1\na: 2", "plan.yml:1: error: the key 'a' stands twice"),
    ("input: {zero-point: 017}", "plan.yml:1: error: '017' is not a decimal integer"),
    ("target-cycles: 1:30", "plan.yml:1: error: '1:30' is not a decimal integer"),
    ("target-cycles: 0x10", "plan.yml:1: error: '0x10' is not a decimal integer"),
    ("target-cycles: 1_000", "plan.yml:1: error: '1_000' is not a decimal integer"),
    ("input: {scale: 0o7}", "plan.yml:1: error: '0o7' is not a positive number"),
    ("input: {scale: .inf}", "plan.yml:1: error: '.inf' is not a positive number"),
    ("input: {scale: 1e-300}", "plan.yml:1: error: '1e-300' is not a positive number"),
    ("layers:\n  a: {range: [0, 1:30]}", "plan.yml:2: error: a stated range is '[lower, upper]'"),
    ("layers:\n  a: {range: [-1.7e308, 1.7e308]}", "plan.yml:2: error: a stated range is '[lower, upper]'"),
    ("? [a]\n: 1", "plan.yml:1: error: a key is no plain text"),
    ("x: &a 1\n*a : 2", "plan.yml:2: error: a key is no plain text"),
    ("{[a]: 1}", "plan.yml:1: error: a key is no plain text"),
    ("layers: {{a: b} : 1}", "plan.yml:1: error: a key is no plain text"),
    (String(repeating: "[", count: 100), "plan.yml:1: error: the text is nested too deep"),
  ])
  func namesTheLine(text: String, message: String) {
    let failure = #expect(throws: Failure.self) { try PlanReader.read(text, file: "plan.yml") }
    #expect(failure?.description.hasPrefix(message) == true, "\(failure?.description ?? "nothing was thrown")")
    #expect(failure?.kind == .input)
  }

  /// Aliases of mappings are read; those that make keys of each other would take for ever to compare.
  @Test func aliasesAreReadWhereTheyAreNoKeys() throws {
    let plan = try PlanReader.read(
      "layers:\n  a: &one {weights: fixed<5>}\n  b: *one\n  'c: *d': {range: \"mse\"} # ? [a]: *b :\n", file: "plan.yml"
    )
    #expect(plan.layers["b"]?.weights?.description == "fixed<5,0>")
    #expect(plan.layers["c: *d"]?.range == .meanSquareError)
    let levels = (1...30).map { "k\($0): &a\($0) {? [*a\($0 - 1), *a\($0 - 1)] : 1}" }
    let start = ContinuousClock.now
    #expect(throws: Failure.self) {
      try PlanReader.read((["k0: &a0 1"] + levels).joined(separator: "\n"), file: "plan.yml")
    }
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test func longKeysAreCutInMessages() {
    let failure = #expect(throws: Failure.self) {
      try PlanReader.read(String(repeating: "k", count: 1 << 19) + "\u{1B}: 1", file: "plan.yml")
    }
    #expect((failure?.description.utf8.count ?? .max) < 1000)
    let key = #expect(throws: Failure.self) {
      try PlanReader.read(String(repeating: "k", count: 1000) + ": 1", file: "plan.yml")
    }
    #expect(key?.description.contains("'\(String(repeating: "k", count: 147))...") == true, "\(key?.description ?? "")")
  }

  @Test func reportsEveryProblem() {
    let failure = #expect(throws: Failure.self) {
      try PlanReader.read("defaults: {weights: a, activations: b}\noutput: c", file: "plan.yml")
    }
    #expect(failure?.diagnostics.count == 3)
  }
}

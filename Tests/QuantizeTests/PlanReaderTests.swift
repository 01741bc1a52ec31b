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
    ("defaults:\n  weights: takum<8>", "plan.yml:2: error: unknown format 'takum<8>'"),
    ("layers:\n  a:\n    fold: {pe: 0}", "plan.yml:3: error: '0' is not an integer in 1...65536"),
    ("layers:\n  a: {range: [2, 1]}", "plan.yml:2: error: a stated range is '[lower, upper]'"),
    ("layers:\n  a: {accumulator: sloppy}", "plan.yml:2: error: unknown accumulator 'sloppy'"),
    ("output: maybe", "plan.yml:1: error: unknown value 'maybe'; argmax, values are supported"),
    ("- a list", "plan.yml:1: error: the plan is a mapping of keys to values"),
    ("a: [", "plan.yml: error: not YAML"),
  ])
  func namesTheLine(text: String, message: String) {
    let failure = #expect(throws: Failure.self) { try PlanReader.read(text, file: "plan.yml") }
    #expect(failure?.description.hasPrefix(message) == true, "\(failure?.description ?? "nothing was thrown")")
    #expect(failure?.kind == .input)
  }

  @Test func reportsEveryProblem() {
    let failure = #expect(throws: Failure.self) {
      try PlanReader.read("defaults: {weights: a, activations: b}\noutput: c", file: "plan.yml")
    }
    #expect(failure?.diagnostics.count == 3)
  }
}

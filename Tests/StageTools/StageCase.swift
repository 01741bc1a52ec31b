package import PipelineIR
import Support

/// One stage under one pattern of stalls: the words that enter, those that must leave, and when each side is willing.
package struct StageCase {
  package var name: String
  package var operation: any StageOperation
  package var inputs: [StreamType]
  /// All words of all frames, one array an input; a word has at most 128 bits.
  package var words: [[UInt128]]
  /// The words that must leave.
  package var expected: [[UInt128]]
  /// Bit i of the low half: the source of input i offers its next word (and keeps offering it until it is taken);
  /// bit i of the high half: the sink of output i takes a word.
  package var stimulus: [UInt32]

  /// A case whose sides are willing in `offer` and `accept` of 16 cycles.
  package init(
    _ name: String, _ operation: any StageOperation, inputs: [StreamType], words: [[some BinaryInteger]],
    expected: [[some BinaryInteger]], offer: Int, accept: Int, cycles: Int, seed: UInt64
  ) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.words = words.map { $0.map { UInt128($0) } }
    self.expected = expected.map { $0.map { UInt128($0) } }
    var random = SplitMix64(seed: seed)
    stimulus = (0..<cycles).map { _ in
      (0..<32).reduce(0) { mask, bit in
        Int(random.next() >> 60) < (bit < 16 ? offer : accept) ? mask | 1 << UInt32(bit) : mask
      }
    }
  }

  /// The handshakes that the model and `expected` give: a line for each cycle with one, `cycle inputs outputs words`.
  package func log() -> String {
    let model = operation.model(inputs: inputs)
    var held: UInt32 = 0
    var taken = words.map { _ in 0 }
    var given = expected.map { _ in 0 }
    var text = ""
    for (cycle, now) in stimulus.enumerated() {
      let offered = taken.indices.reduce(UInt32(0)) {
        taken[$1] < words[$1].count ? $0 | ((held | now) & 1 << UInt32($1)) : $0
      }
      let accepted = now >> 16 & (1 << UInt32(expected.count) - 1)
      let entered = offered & model.ready(accepted)
      let left = accepted & model.valid
      if entered | left != 0 { text += "\(cycle) \(entered) \(left)" }
      for output in expected.indices where left >> UInt32(output) & 1 == 1 {
        let word = given[output] < expected[output].count ? expected[output][given[output]] : nil
        text += " " + (word.map { hex($0, output) } ?? "none")
        given[output] += 1
      }
      if entered | left != 0 { text += "\n" }
      for input in words.indices where entered >> UInt32(input) & 1 == 1 { taken[input] += 1 }
      model.clock(inputValid: offered, outputReady: accepted)
      held = offered & ~entered
    }
    return text + "end \(taken) \(given)\n"
  }

  private func hex(_ word: UInt128, _ output: Int) -> String {
    let digits = (outputWidth(output) + 3) / 4
    let text = String(word, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }

  package func outputWidth(_ output: Int) -> Int {
    (try? operation.outputs(of: inputs))?[output].wordWidth ?? 0
  }
}

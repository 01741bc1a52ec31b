import PipelineIR
import Stages
import Support
import Testing

@testable import Schedule

/// What stages state of their capacity is what their models do with the laziest and with other neighbours.
@Suite struct CapacityTests {
  /// Words taken by a model whose outputs are relieved of `leaving` words and then of none.
  private func taken(_ model: StageModel, words: Int, leaving: Int, isLazy: Bool, _ random: inout SplitMix64) -> Int {
    var (taken, left, idle) = (0, 0, 0)
    while idle < 2000, taken < words {
      let offers = !isLazy || idle >= 20
      let offered: UInt32 = offers && (isLazy || Int.random(in: 0...2, using: &random) > 0) ? 1 : 0
      let accepted: UInt32 = left < leaving ? 1 : 0
      let enters = offered & model.ready(accepted) == 1
      if model.valid & accepted == 1 { left += 1 }
      model.clock(inputValid: offered, outputReady: accepted)
      if enters { taken += 1 }
      idle = enters ? 0 : idle + 1
    }
    return taken
  }

  /// Words that leave when so many are offered and all that leave are taken.
  private func given(_ model: StageModel, offered words: Int) -> Int {
    var (taken, given, idle) = (0, 0, 0)
    while idle < 60 {
      let offered: UInt32 = taken < words ? 1 : 0
      let enters = offered & model.ready(1) == 1
      let leaves = model.valid == 1
      model.clock(inputValid: offered, outputReady: 1)
      if enters { taken += 1 }
      if leaves { given += 1 }
      idle = enters || leaves ? 0 : idle + 1
    }
    return given
  }

  @Test(arguments: HorizonTests.kinds) func statedCapacitiesAreWhatModelsHold(kind: Int) throws {
    let seed = UInt64(7_700 + kind)
    var random = SplitMix64(seed: seed)
    var compared = 0
    for _ in 0..<25 {
      let (operation, inputs) = try HorizonTests.stage(kind, &random)
      guard case .stream(let gives, let takes) = operation.capacity(inputs: inputs) else { continue }
      let words = inputs[0].wordsPerFrame
      let outputs = try operation.outputs(of: inputs)[0].wordsPerFrame
      for _ in 0..<12 {
        let leaving = Int.random(in: 0..<outputs, using: &random)
        let sure = min(takes(leaving), words)
        func model() -> StageModel { operation.model(inputs: inputs) }
        #expect(
          taken(model(), words: words, leaving: leaving, isLazy: true, &random) == sure, "seed \(seed): \(operation)")
        #expect(
          taken(model(), words: words, leaving: leaving, isLazy: false, &random) >= sure, "seed \(seed): \(operation)")
        let offered = Int.random(in: 0..<words, using: &random)
        // What a window gives of the next frame, padding, counts for nothing.
        #expect(
          min(given(model(), offered: offered), outputs) == gives(offered),
          "seed \(seed): \(offered) words, \(operation)")
        // A stage takes what its next word needs; a spread needs the last of it only to be offered.
        let next = (0...words).first { gives($0) > leaving } ?? words
        #expect(takes(leaving) >= (operation is Spread ? next - 1 : next), "seed \(seed): \(operation)")
        compared += 1
      }
      #expect(gives(words) == outputs && takes(outputs) >= words, "seed \(seed): \(operation)")
    }
    #expect(compared > 0 || [5, 6, 9].contains(kind))
  }
}

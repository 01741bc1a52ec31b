import Foundation
import Quantize
import Search
import Support

/// Spaces of searches, over a plan that says nothing.
struct SpaceSubject: Subject {
  static let name = "space"
  private static let text = """
    values:
      n: 6...8
      m: [exact, plam]
      fold: {a: {pe: 1, simd: 1}, b: {pe: 2, simd: 1}}
    plan:
      input: {format: 'posit<$n,1>'}
      defaults: {activations: 'posit<$n,1>', multiplier: $m}
      layers: {fc: {fold: $fold}}
    each-layer: {weights: 'fixed<$n>'}
    """

  init(folder: URL) throws {}

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = Array(Self.text.utf8)
    TextMutation(words: PlanGrammar.words + ["$n", "$", "$m", "1...9", "each-layer", "values", "&a", "*a"])
      .mutate(&bytes, &random)
    if random.chance(4) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws {
    let space = try SearchSpace.read(path, layers: ["conv1", "fc"])
    try space.check(over: Plan())
    let labels = space.choices.map { ($0.name, $0.labels.last ?? "") }
    try checkReadable(space.title(Dictionary(uniqueKeysWithValues: labels)))
  }
}

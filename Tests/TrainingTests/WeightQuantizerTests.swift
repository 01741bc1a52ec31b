import Arithmetic
import Foundation
import Layers
import NetworkIR
import Support
import Testing

@testable import Training

/// Scales that training decides.
@Suite struct WeightQuantizerTests {
  /// By hand: fixed<3> reaches from -4 to 3 steps.
  @Test func stepsHaveTheGradientOfTheirPaper() throws {
    let quantizer = WeightQuantizer(.step(2), try Format("fixed<3>"))
    let (weights, values): ([Float], [Float]) = ([0.6, -3, 2.4, 0.2], [9, 9, 0.5])
    #expect(quantizer.scale(weights, values) == 0.5)
    #expect(quantizer.transformed(weights) == weights)
    let rounded = WeightRounding(quantizer.format).values(weights, outputs: 2, scale: 0.5)
    #expect(rounded == [0.5, -2, 1.5, 0])
    let found = quantizer.gradients([1, 2, 3, 4], weights, rounded: rounded, values)
    #expect(found.weights == [1, 0, 0, 4])
    // -0.2 * 1 - 4 * 2 + 3 * 3 - 0.4 * 4 over the root of 4 elements * 3.
    let slope = -0.8 / 12.0.squareRoot()
    #expect(found.step?.place == 2)
    #expect((Double(found.step?.slope ?? 0) - slope).magnitude < 1e-6)
    #expect(quantizer.start(weights, stated: nil) == Float(2 * 1.55 / 3.0.squareRoot()))
    #expect(quantizer.start(weights, stated: 0.25) == 0.25)
  }

  @Test func formatsThatAreNotForThemAreTold() throws {
    let taken: [(String, [Recipe.Quantizer])] = [
      ("fixed<4>", [.lsq, .dorefa]), ("fixed<2>", [.lsq]), ("fixed<4,2>", []), ("ternary", [.lsq]),
      ("binary", [.lsq, .dorefa]), ("fp16", []), ("posit<8,1>", []), ("pow2<4>", []),
    ]
    for (text, rules) in taken {
      let format = try Format(text)
      #expect([.lsq, .dorefa].filter { WeightQuantizer.misfit($0, format) == nil } == rules, "\(text)")
    }
  }

  /// A zero point moves the integers that a tensor reaches.
  @Test func zeroPointsMoveTheEnds() throws {
    let grid = Grid(try Format("ufixed<4>"), zeroPoint: 3)
    #expect(grid.lowest == -3 && grid.highest == 12)
    #expect(grid.slope([2, -9, 99], rounded: [2, -3, 12], [1, 1, 1], step: 1, elements: 3) == 1.5)
  }

  /// The paper's formula in doubles, and as codes of one bit more.
  @Test(arguments: [2, 3, 5, 7]) func doReFasLevelsAreCodes(bits: Int) throws {
    var random = SplitMix64(seed: UInt64(bits))
    let weights = (0..<200).map { _ in Float.random(in: -2...2, using: &random) }
    let quantizer = WeightQuantizer(.dorefa, try Format("fixed<\(bits + 1)>"))
    let levels = Double(1 << bits - 1)
    let largest = weights.map { tanh($0).magnitude }.max() ?? 0
    let expected = weights.map { weight in
      2 * (levels * (Double(tanh(weight) / largest) / 2 + 0.5)).rounded(.toNearestOrEven) / levels - 1
    }
    let found = quantizer.transformed(weights)
    #expect(zip(found, expected).allSatisfy { (Double($0) - $1).magnitude < 1e-7 })
    #expect(Set(found).count <= 1 << bits && Set(found).count > 2 && found.max()?.magnitude == 1)
    let scale = quantizer.scale(weights, [])
    #expect(scale == 1 / levels)
    #expect(WeightRounding(quantizer.format, scale: scale).values(found, outputs: 4) == found)
    let codes = RoundedWeights(
      rounding: Tensor(shape: [4, 50], values: found), to: quantizer.format, scale: scale
    ).codes.values
    #expect(codes.allSatisfy { $0 & 1 == 1 })
  }

  @Test func oneBitIsTheSignAndTheMean() throws {
    let quantizer = WeightQuantizer(.dorefa, try Format("binary"))
    let weights: [Float] = [0.5, -1, 0, 2]
    let scale = quantizer.scale(weights, [])
    #expect(scale == 0.875)
    #expect(
      WeightRounding(quantizer.format).values(quantizer.transformed(weights), outputs: 2, scale: scale)
        == [0.875, -0.875, 0.875, 0.875])
    #expect(quantizer.gradients([1, 2, 3, 4], weights, rounded: weights, []).weights == [1, 2, 3, 4])
  }

  /// Through tanh and the largest magnitude, against finite differences of what is rounded.
  @Test func doReFasGradientGoesThroughTanh() throws {
    let quantizer = WeightQuantizer(.dorefa, try Format("fixed<4>"))
    let weights: [Float] = [0.3, -1.4, 0.8, -0.1, 0.02]
    let gradient: [Float] = [1, -0.5, 2, 0.25, -3]
    let found = quantizer.gradients(gradient, weights, rounded: weights, []).weights
    func value(_ weights: [Double]) -> Double {
      let largest = weights.map { tanh($0).magnitude }.max() ?? 1
      return zip(weights, gradient).reduce(0) { $0 + tanh($1.0) / largest * Double($1.1) }
    }
    for place in weights.indices {
      var (above, below) = (weights.map(Double.init), weights.map(Double.init))
      above[place] += 1e-5
      below[place] -= 1e-5
      let slope = (value(above) - value(below)) / 2e-5
      #expect((Double(found[place]) - slope).magnitude < 1e-5, "\(place)")
    }
  }

  /// Steps stay positive under any gradient, and Adam's moves are shares of them.
  @Test(arguments: [Recipe.Optimizer.sgd, .adam, .adamw]) func stepsStayPositive(_ optimizer: Recipe.Optimizer) throws {
    var recipe = Recipe()
    (recipe.optimizer, recipe.weightDecay) = (optimizer, 0.5)
    let weights = TrainableNetwork.Parameter(name: "w", role: .weights, fan: 1, range: 0..<1)
    let rule = OptimizerRule(recipe, [weights])
    var state = OptimizerState(recipe, count: 2)
    var values: [Float] = [1, 0.01]
    rule.step(&values, [0, 1], &state, rate: 0.001)
    #expect((values[1] - (optimizer == .sgd ? 0.009 : 0.00999)).magnitude < 1e-7)
    for _ in 0..<300 { rule.step(&values, [0, 1e6], &state, rate: 0.9) }
    #expect(values[1] > 0 && values[1] < 1e-20)
  }
}

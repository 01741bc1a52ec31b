import Foundation
import ModelTools
import NetworkIR
import ONNX
import Support
import Testing

@testable import Training

/// The gradient of the whole loss.
@Suite struct BackpropagationTests {
  private static func parts(_ set: TrainingSet) -> [BatchPart] {
    set.parts(Array(0..<set.count)[...], Recipe(), epoch: 0)
  }

  /// Against finite differences of the loss, batch norm's statistics moving with the batch.
  @Test func lossesFollowTheGradient() throws {
    let model = try TinyTraining.model()
    var recipe = Recipe()
    recipe.labelSmoothing = 0.1
    let passes = try Backpropagation(model, recipe, arithmetic: nil)
    let parts = Self.parts(TinyTraining.set(40, seed: 31))
    var values = model.freshWeights(seed: 3).values
    for place in values.indices where values[place] == 0 { values[place] = 0.05 }
    let found = passes.step(values: values, statistics: model.statistics, parts: parts, step: 0)
    #expect(found.problem == nil)
    var compared = 0
    for parameter in model.parameters {
      for place in parameter.range.prefix(6) {
        func loss(_ move: Float) -> Double {
          var moved = values
          moved[place] += move
          return passes.step(values: moved, statistics: model.statistics, parts: parts, step: 0).loss
        }
        let slope = (loss(0x1p-9) - loss(-0x1p-9)) * 0x1p8
        // 32-bit losses over a step of 2^-8, and a maximum or a ReLU that may turn on the way.
        #expect((Double(found.gradient[place]) - slope).magnitude < 3e-3, "\(parameter.name), \(place)")
        compared += 1
      }
    }
    #expect(compared > 20)
  }

  /// Transposed convolutions, padding, crops, joins, products and repetitions.
  @Test func movedElementsPassGradients() throws {
    var proto = TinyModel.makeMoves()
    proto.graph.node.removeLast()
    proto.graph.initializer += [TinyModel.floats("head", [3, 4, 1, 1])]
    proto.graph.node += [
      TinyModel.node("Conv", ["u", "head"], ["z"]), TinyModel.node("GlobalAveragePool", ["z"], ["p2"]),
      TinyModel.node("Flatten", ["p2"], ["y"]),
    ]
    let model = try TinyTraining.model(proto)
    let passes = try Backpropagation(model, Recipe(), arithmetic: nil)
    let shape = model.network.input.shape
    let parts = Self.parts(TinyTraining.set(5, seed: 32, shape: shape))
    let values = model.freshWeights(seed: 4).values
    let found = passes.step(values: values, statistics: [], parts: parts, step: 0)
    for parameter in model.parameters {
      for place in parameter.range.prefix(8) {
        func loss(_ move: Float) -> Double {
          var moved = values
          moved[place] += move
          return passes.step(values: moved, statistics: [], parts: parts, step: 0).loss
        }
        let slope = (loss(0x1p-8) - loss(-0x1p-8)) * 0x1p7
        #expect((Double(found.gradient[place]) - slope).magnitude < 3e-3, "\(parameter.name), \(place)")
      }
    }
    #expect(model.parameters.map(\.name).sorted() == ["head", "w", "w1"])
  }

  /// A layer without a gradient is named.
  @Test func layersWithoutGradientAreNamed() throws {
    var proto = TinyModel.makeFloats()
    proto.graph.node.append(TinyModel.node("Sign", ["y"], ["z"]))
    proto.graph.output = [TinyModel.value("z", [])]
    let model = try TinyTraining.model(proto)
    let failure = #expect(throws: Failure.self) { try Backpropagation(model, Recipe(), arithmetic: nil) }
    #expect(failure?.description.contains("node 'Sign_z'") == true)
  }

  @Test func modelsThatStateNumberSystemsAreRefused() {
    let failure = #expect(throws: Failure.self) { try TinyTraining.model(TinyModel.make()) }
    #expect(failure?.description.contains("states the number systems itself") == true)
  }

  /// The parameters of the file, each once, with the numbers that it has.
  @Test func parametersAreTheFiles() throws {
    let model = try TinyTraining.model()
    #expect(model.parameters.map(\.name).sorted() == ["b", "beta", "gamma", "v", "w", "w1"])
    #expect(model.averages.map(\.name).sorted() == ["mean", "variance"])
    let proto = TinyModel.makeFloats()
    let tensors = model.tensors(values: model.values, statistics: model.statistics)
    for tensor in proto.graph.initializer {
      let expected = tensor.rawData.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
      #expect(tensors[tensor.name] == expected, "\(tensor.name)")
    }
  }
}

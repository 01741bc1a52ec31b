import Foundation
import Import
import ModelTools
import NetworkIR
import ONNX
import Support
import SwiftProtobuf

@testable import Training

/// A small network with a batch norm, and images of classes that it can tell apart.
enum TinyTraining {
  static func model(_ proto: Onnx_ModelProto = TinyModel.makeFloats()) throws -> TrainableNetwork {
    let data: Data = try proto.serializedBytes()
    return try importTrainable(try ONNXModel(bytes: data, file: "tiny.onnx"))
  }

  /// Images of 6 x 6 x 2 in three classes, each bright in columns of its own.
  static func set(_ count: Int, seed: UInt64, shape: Shape = Shape(height: 6, width: 6, channels: 2)) -> TrainingSet {
    var random = SplitMix64(seed: seed)
    let labels = (0..<count).map { _ in Int.random(in: 0..<3, using: &random) }
    let images = labels.flatMap { label in
      (0..<shape.count).map { place in
        let isBright = place / shape.channels % shape.width / 2 == label
        return (isBright ? 0.8 : 0.2) + Float.random(in: -0.2...0.2, using: &random)
      }
    }
    return TrainingSet(shape: shape, layout: ImageLayout(shape), images: images, targets: .classes(labels))
  }

  /// Validates by the network's own scores, in 32-bit floats.
  struct Host: TrainingHost {
    var model: TrainableNetwork
    var set: TrainingSet
    /// Steps after which the run is taken to be ended; nil for none.
    var end: Int?
    var kept = Kept()

    final class Kept {
      var states: [TrainingState] = []
      var last: TrainingState?
    }

    func validate(
      _ weights: TrainingState.Weights, _ phase: TrainingPhase, measures: Bool
    ) throws(Failure) -> Validation {
      Validation(figure: measures ? 0.5 : 0, arithmetic: nil)
    }

    func stepped(_ state: TrainingState, of steps: Int) { if state.optimizer.steps == end { kept.last = state } }

    func epochEnded(_ state: TrainingState) throws(Failure) { kept.states.append(state) }
  }
}

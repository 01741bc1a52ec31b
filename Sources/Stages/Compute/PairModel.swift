import PipelineIR

/// A register for each input, which wait for each other, and an elastic pipeline of `latency` registers after them.
final class PairModel: StageModel {
  private var held: UInt32 = 0
  private var pipeline: ElasticModel

  init(latency: Int) { pipeline = ElasticModel(latency: latency, wordsPerResult: 1) }

  var valid: UInt32 { pipeline.valid }

  func ready(_ outputReady: UInt32) -> UInt32 { joins(outputReady) ? 0b11 : ~held & 0b11 }

  func clock(inputValid: UInt32, outputReady: UInt32) {
    let enters = inputValid & ready(outputReady)
    let joined = joins(outputReady)
    pipeline.clock(inputValid: held == 0b11 ? 1 : 0, outputReady: outputReady)
    held = (joined ? 0 : held) | enters
  }

  /// Whether both registers hand their words on.
  private func joins(_ outputReady: UInt32) -> Bool { held == 0b11 && pipeline.ready(outputReady) == 1 }
}

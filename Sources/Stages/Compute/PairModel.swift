import PipelineIR

/// A register for each input, which wait for each other, and an elastic pipeline of `latency` registers after them.
final class PairModel: StageModel {
  private var held: UInt32 = 0
  private var pipeline: ElasticModel

  init(latency: Int) { pipeline = ElasticModel(latency: latency, wordsPerResult: 1) }

  override var latency: Int { 1 + pipeline.latency }
  override var valid: UInt32 { pipeline.valid }

  override func ready(_ outputReady: UInt32) -> UInt32 { joins(outputReady) ? 0b11 : ~held & 0b11 }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    advance(1, inputValid: inputValid, outputReady: outputReady)
  }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    if next(inputValid, outputReady) != held { return 1 }
    return pipeline.horizon(inputValid: held == 0b11 ? 1 : 0, outputReady: outputReady)
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    let next = next(inputValid, outputReady)
    pipeline.advance(edges, inputValid: held == 0b11 ? 1 : 0, outputReady: outputReady)
    held = next
  }

  /// The registers after a clock edge.
  private func next(_ inputValid: UInt32, _ outputReady: UInt32) -> UInt32 {
    (joins(outputReady) ? 0 : held) | inputValid & ready(outputReady)
  }

  /// Whether both registers hand their words on.
  private func joins(_ outputReady: UInt32) -> Bool { held == 0b11 && pipeline.ready(outputReady) == 1 }
}

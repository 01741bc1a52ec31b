import PipelineIR

/// The timing of a compute stage: a pipeline with one enable, which collects `wordsPerResult` input words and
/// shows one output word `latency` clock edges after the last of them entered.
package final class ElasticModel: StageModel {
  private let wordsPerResult: Int
  private var word = 0
  /// Whether a result stands in each register of the pipeline, a ring; `head` is the output.
  private var pipeline: [Bool]
  private var head = 0

  package init(latency: Int, wordsPerResult: Int) {
    self.wordsPerResult = wordsPerResult
    pipeline = Array(repeating: false, count: latency)
  }

  package var valid: UInt32 { pipeline[head] ? 1 : 0 }

  package func ready(_ outputReady: UInt32) -> UInt32 { !pipeline[head] || outputReady & 1 == 1 ? 1 : 0 }

  package func clock(inputValid: UInt32, outputReady: UInt32) {
    guard ready(outputReady) == 1 else { return }
    let enters = inputValid & 1 == 1
    pipeline[head] = enters && word == wordsPerResult - 1
    head = head + 1 == pipeline.count ? 0 : head + 1
    if enters { word = word + 1 == wordsPerResult ? 0 : word + 1 }
  }
}

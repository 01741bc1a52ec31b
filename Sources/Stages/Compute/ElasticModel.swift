package import PipelineIR

/// The timing of a compute stage: a pipeline with one enable, which collects `wordsPerResult` input words and
/// shows one output word `latency` clock edges after the last of them entered.
///
/// Time is counted in the clock edges on which the pipeline moves; each result is kept as the number of the edge
/// that brings it to the output, and results that follow each other without a gap as one run.
package final class ElasticModel: StageModel {
  package override var latency: Int { length }
  private let length: Int
  private let wordsPerResult: Int
  private var word = 0
  private var moves = 0
  /// The runs of results in the pipeline, the oldest first: a ring of `latency + 2` places.
  private let runs: UnsafeMutablePointer<Range<Int>>
  private let places: Int
  private var first = 0
  private var count = 0

  package init(latency: Int, wordsPerResult: Int) {
    length = latency
    self.wordsPerResult = wordsPerResult
    places = latency + 2
    runs = .allocate(capacity: places)
    runs.initialize(repeating: 0..<0, count: places)
  }

  deinit { runs.deallocate() }

  package override var valid: UInt32 { holds ? 1 : 0 }
  private var holds: Bool { count > 0 && runs[first].lowerBound <= moves }

  package override func ready(_ outputReady: UInt32) -> UInt32 { !holds || outputReady & 1 == 1 ? 1 : 0 }

  package override func clock(inputValid: UInt32, outputReady: UInt32) {
    advance(1, inputValid: inputValid, outputReady: outputReady)
  }

  package override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    let offered = inputValid & 1 == 1
    guard count > 0 else { return offered ? wordsPerResult - word - 1 + length : .max }
    let run = runs[first]
    if run.lowerBound > moves { return run.lowerBound - moves }
    if outputReady & 1 == 0 { return .max }
    if offered && count == 1 && wordsPerResult == 1 && run.upperBound == moves + length { return .max }
    return run.upperBound - moves
  }

  package override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    if holds && outputReady & 1 == 0 { return }
    if inputValid & 1 == 1 { take(edges) }
    moves += edges
    while count > 0 && runs[first].upperBound <= moves {
      first = first + 1 == places ? 0 : first + 1
      count -= 1
    }
  }

  /// A word enters on each of the next `edges` edges.
  private func take(_ edges: Int) {
    if wordsPerResult == 1 { return push(moves + length..<moves + length + edges) }
    word += edges
    guard word >= wordsPerResult else { return }
    var end = moves + edges - (word - wordsPerResult)
    while word >= wordsPerResult {
      push(end - 1 + length..<end + length)
      end += wordsPerResult
      word -= wordsPerResult
    }
  }

  private func push(_ run: Range<Int>) {
    if count > 0 {
      let last = (first + count - 1) % places
      if runs[last].upperBound == run.lowerBound {
        runs[last] = runs[last].lowerBound..<run.upperBound
        return
      }
    }
    runs[(first + count) % places] = run
    count += 1
  }
}

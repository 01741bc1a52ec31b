internal import PipelineIR

/// The frame guard, one register, and before it a source that offers word n in cycle n x `pace` / `words` or, when it
/// is not taken then, from that cycle on.
final class SourceModel: StageModel {
  private let words: Int
  private let pace: Int
  private var now = 0
  private var given = 0
  private var holds = false

  /// - Precondition: `pace` is at least `words`, the words of a frame.
  init(words: Int, pace: Int) {
    self.words = words
    self.pace = pace
  }

  /// The cycle in which the next word is offered first.
  private var offer: Int { given / words * pace + given % words * pace / words }

  override var valid: UInt32 { holds ? 1 : 0 }
  override func ready(_ outputReady: UInt32) -> UInt32 { 0 }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    if !holds || outputReady & 1 == 1 {
      holds = now >= offer
      if holds { given += 1 }
    }
    now += 1
  }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    if !holds { return max(1, offer - now + 1) }
    return outputReady & 1 == 0 || pace == words ? .max : 1
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    if holds && outputReady & 1 == 1 && pace == words {
      given += edges
      now += edges
    } else {
      now += edges - 1
      clock(inputValid: inputValid, outputReady: outputReady)
    }
  }
}

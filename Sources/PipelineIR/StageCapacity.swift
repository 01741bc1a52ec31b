/// What a stage is sure to take and to give of a frame, whatever the stalls on its sides: its timing without the time.
///
/// A stage holds more than this when words come without gaps: a compute pipeline of `latency` registers with one enable
/// holds that many results then, but a single one when bubbles lie between them. What it is sure to hold does not depend
/// on the stalls. Words are counted from the start of a frame; decision 11 says what follows from these counts.
package enum StageCapacity {
  /// One stream in, one out.
  ///
  /// - `gives(n)`: the words that leave once `n` words are offered and every word that leaves is taken.
  /// - `takes(m)`: the words that enter, as far as they are offered, once `m` words have left.
  ///
  /// Both rise. A sound stage has `takes(m) >= n` for the least `n` with `gives(n) > m`, so that it takes what its next
  /// word needs, or `n - 1` where it needs the last of these only to be offered.
  case stream(gives: @Sendable (Int) -> Int, takes: @Sendable (Int) -> Int)
  /// Each word goes to every output; the next is taken once all outputs gave theirs.
  case fork
  /// A word of each input enters a register of its own; the two together go on to where `results` of them are sure to
  /// have room until they leave.
  case pair(results: Int)
  /// So many words of the first input, then so many of the second, and again, through one register.
  case turns(Int, Int)

  /// A compute pipeline with one enable: of any length it is sure to hold one result, at its output.
  package static func pipeline(wordsPerResult: Int) -> StageCapacity {
    .stream(gives: { $0 / wordsPerResult }, takes: { ($0 + 1) * wordsPerResult })
  }

  /// A queue of so many words.
  package static func queue(_ words: Int) -> StageCapacity { .stream(gives: { $0 }, takes: { $0 + words }) }
}

/// What holds the words of a machine, of which its freedom from lock-ups depends.
package enum StageHolding: Sendable, Hashable {
  /// Cells in RTL, joined by wires: each stage holds what its contract states.
  case cells
  /// Processes of C++, joined by streams of two words: each reads a word only when its next result needs it.
  case processes

  /// What a stage is sure to take and to give.
  package func capacity(of operation: any StageOperation, inputs: [StreamType]) -> StageCapacity {
    let capacity = operation.capacity(inputs: inputs)
    guard self == .processes, case .stream(let gives, _) = capacity else { return capacity }
    // A queue is the stream behind its process.
    if operation.buffer(inputs: inputs)?.isQueue ?? false { return capacity }
    let words = inputs[0].wordsPerFrame
    // Of the two words of the stream before it, one takes the place of the register of what stands there.
    return .stream(gives: gives, takes: { Self.needed(after: $0, gives, words) + 1 })
  }

  /// The words that word number `left` of those that leave needs; all of a frame where there is no such word.
  private static func needed(after left: Int, _ gives: (Int) -> Int, _ words: Int) -> Int {
    var (few, enough) = (0, words)
    while few < enough {
      let middle = (few + enough) / 2
      if gives(middle) > left { enough = middle } else { few = middle + 1 }
    }
    return enough
  }
}

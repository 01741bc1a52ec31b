internal import Support
internal import Tools

/// What a simulation of a board's top through its serial pins found. Its JSON form has the keys in snake case.
package struct BoardReport: Codable, Sendable {
  /// The board.
  package var board: String
  /// What it ran in.
  package var simulator: VerifyOptions.Simulator
  /// Frames that were sent one after the other; after a byte without a stop bit and a break, one more is.
  package var frames: Int
  /// Words of answers that were compared.
  package var wordsCompared: Int
  /// Bytes that the board sent.
  package var bytes: Int
  /// Credits that it gave: the host waited for them where it had none.
  package var credits: Int
  /// Words that differ.
  package var mismatches: Int
  /// The first word that differs; nil where none does.
  package var firstMismatch: Mismatch?
  /// What was wrong apart from words that differ: a sentence each.
  package var problems: [String]
  /// Clocks of the board that the run took.
  package var cycles: Int
  /// Seconds to build the simulator; near 0 when the one built before could be used.
  package var buildSeconds: Double
  /// Files of the folder that are not as the compiler wrote them, or are missing.
  package var alteredFiles: [String]
  /// What is to be known of the inputs.
  package var notes: [String] = [] { didSet { notes = notes.map(\.shownMessage) } }

  /// A word that differs, in hex.
  package struct Mismatch: Codable, Sendable, Hashable {
    /// The frame, from 0.
    package var frame: Int
    /// The word of its answer, from 0.
    package var word: Int
    /// The golden model's.
    package var expected: String
    /// What the board sent.
    package var found: String
  }

  /// Whether words were compared and nothing was wrong.
  package var passed: Bool { wordsCompared > 0 && mismatches == 0 && problems.isEmpty }

  /// What the testbench printed, read without trust.
  ///
  /// Throws a `Failure` of kind `tool` when it crashed, hung or did not report as it does.
  init(
    _ run: ToolRun, board: String, simulator: VerifyOptions.Simulator, frames: Int, wordsPerFrame: Int,
    buildSeconds: Double, alteredFiles: [String]
  ) throws(Failure) {
    guard run.ending == .exited(0) else {
      try run.checked("the simulation")
      throw HarnessOutput.damaged(run, "it did not end as it does")
    }
    (self.board, self.simulator, self.frames) = (board, simulator, frames)
    (self.buildSeconds, self.alteredFiles) = (buildSeconds, alteredFiles)
    (wordsCompared, bytes, credits, mismatches, cycles, problems) = (0, 0, 0, 0, 0, [])
    var (isDone, isStuck, errors) = (false, false, 0)
    for line in run.output.split(separator: "\n") where line.hasPrefix("@") {
      let event = HarnessOutput.Event(line)
      switch event.name {
      case "done":
        wordsCompared = try event.number("words", run)
        mismatches = try event.number("mismatches", run)
        errors = try event.number("errors", run)
        bytes = try event.number("bytes", run)
        credits = try event.number("credits", run)
        cycles = try event.number("cycles", run)
        isDone = true
      case "mismatch": firstMismatch = try Mismatch(event, run)
      case "fail": problems.append("clock \(try event.number("cycle", run)): \(event.words)")
      case "stuck":
        isStuck = true
        let sent = try event.number("sent", run)
        problems.append("the board stopped after \(sent) bytes in and \(try event.number("received", run)) words out")
      case "abort": throw Failure(.tool, at: run.tool, "the testbench gave up: \(event.rest)")
      default: throw HarnessOutput.damaged(run, "'\(event.name.prefix(40))' is no line of it")
      }
    }
    guard isDone else { throw HarnessOutput.damaged(run, "it has no last line") }
    guard (errors > 0) == !problems.filter({ $0.hasPrefix("clock") }).isEmpty,
      (mismatches > 0) == (firstMismatch != nil), mismatches <= wordsCompared
    else { throw HarnessOutput.damaged(run, "it contradicts itself") }
    guard wordsCompared == (frames + 1) * wordsPerFrame || isStuck || !problems.isEmpty else {
      throw HarnessOutput.damaged(run, "\(wordsCompared) words were compared, not \((frames + 1) * wordsPerFrame)")
    }
  }
}

extension BoardReport.Mismatch {
  fileprivate init(_ event: HarnessOutput.Event, _ run: ToolRun) throws(Failure) {
    frame = try event.number("frame", run)
    word = try event.number("word", run)
    guard let expected = event.fields["expected"], let found = event.fields["found"] else {
      throw HarnessOutput.damaged(run, "a mismatch lacks its words")
    }
    (self.expected, self.found) = (expected.shownMessage, found.shownMessage)
  }
}

internal import Support
internal import Tools

/// What a testbench reported: its lines that start with `@`, read without trust.
struct HarnessOutput: Sendable {
  struct Difference: Sendable {
    var frame: Int
    var word: Int
    var expected: String
    var found: String
  }

  /// The fields of the last line.
  var words = 0
  var mismatches = 0
  var firstInput = 0
  var firstDone = 0
  var previousDone = 0
  var lastDone = 0
  var nanoseconds: Int?
  var difference: Difference?
  /// What went wrong apart from words that differ.
  var problems: [String] = []
  /// Whether the machine stopped before the last word.
  var isStuck = false
  /// Patterns of the mix that were begun, and whether frames in trouble followed the last one.
  var patterns = 0
  var hasTroubledFrames = false

  /// Throws a `Failure` of kind `tool` when the program crashed, hung or did not report as a testbench does.
  init(_ run: ToolRun, frames: Int, wordsPerFrame: Int) throws(Failure) {
    guard run.ending == .exited(0) || run.ending == .exited(1) else {
      try run.checked("the simulation")
      return
    }
    var isDone = false
    for line in run.output.split(separator: "\n") where line.hasPrefix("@") {
      let event = Event(line)
      if event.name == "done", !isDone {
        try read(event, run)
        isDone = true
      } else {
        try note(event, run)
      }
    }
    guard isDone else { throw Self.damaged(run, "it has no last line") }
    guard words == frames * wordsPerFrame || isStuck else {
      throw Self.damaged(run, "\(words) words were compared instead of \(frames * wordsPerFrame)")
    }
    let isInRange = difference.map { $0.frame < frames && $0.word < wordsPerFrame } ?? true
    guard words <= frames * wordsPerFrame, mismatches <= words, (mismatches > 0) == (difference != nil), isInRange
    else {
      throw Self.damaged(run, "it contradicts itself")
    }
  }

  private mutating func read(_ event: Event, _ run: ToolRun) throws(Failure) {
    words = try event.number("words", run)
    mismatches = try event.number("mismatches", run)
    firstInput = try event.number("first_input", run)
    firstDone = try event.number("first_done", run)
    previousDone = try event.number("previous_done", run)
    lastDone = try event.number("last_done", run)
    nanoseconds = event.fields["nanoseconds"] == nil ? nil : try event.number("nanoseconds", run)
    let surplus = try event.number("surplus", run)
    if surplus > 0 { problems.append("\(surplus) words came out after the last frame") }
    if try event.number("waiting", run) > 0, !isStuck {
      problems.append("m_axis_tvalid waits for m_axis_tready: with it low no word was offered, however long")
    }
    patterns = try event.number("phases", run)
    hasTroubledFrames = try event.number("items", run) > 0
  }

  private mutating func note(_ event: Event, _ run: ToolRun) throws(Failure) {
    switch event.name {
    case "mismatch":
      let frame = try event.number("frame", run)
      let word = try event.number("word", run)
      guard let expected = event.fields["expected"], let found = event.fields["found"] else {
        throw Self.damaged(run, "a mismatch lacks its words")
      }
      if difference == nil { difference = Difference(frame: frame, word: word, expected: expected, found: found) }
    case "tlast":
      let place = "frame \(try event.number("frame", run)), word \(try event.number("word", run))"
      problems.append(
        event.fields["found"] == "1"
          ? "m_axis_tlast came early (\(place))" : "m_axis_tlast is missing (\(place))")
    case "unstable":
      problems.append("m_axis changed while it waited for tready (cycle \(try event.number("cycle", run)))")
    case "unknown":
      problems.append("a handshake signal is unknown (cycle \(try event.number("cycle", run)))")
    case "stuck":
      isStuck = true
      let sent = try event.number("sent", run)
      let words = "\(sent) words in and \(try event.number("received", run)) words out"
      problems.append("the machine stopped after \(words)" + (try Self.item(event, run).map { ", \($0)" } ?? ""))
    case "awake":
      let place = event.fields["reset"] == "1" ? "in reset" : "before the first reset"
      problems.append(
        "\(place) s_axis_tready is \(event.fields["ready"] ?? "?") and m_axis_tvalid \(event.fields["valid"] ?? "?"); "
          + "both have to be 0")
    case "flags":
      let item = try Self.item(event, run) ?? "though every frame has its length"
      problems.append(
        "frame_error is \(event.fields["found"] ?? "?") instead of \(event.fields["expected"] ?? "?"), \(item)")
    case "trouble":
      guard let item = try Self.item(event, run), let expected = event.fields["expected"],
        let found = event.fields["found"]
      else { throw Self.damaged(run, "a word of a frame in trouble lacks its place") }
      let tlast = expected == found ? ", m_axis_tlast is \(event.fields["tlast"] ?? "?")" : ""
      problems.append(
        "\(item), word \(try event.number("word", run)) is \(found) instead of \(expected)\(tlast)")
    case "load":
      let error = event.fields["error"] ?? "?"
      if error != "00" { problems.append("load_error is \(error) instead of 00") }
    case "abort": throw Failure(.tool, at: run.tool, "the testbench gave up: \(event.rest)")
    default: throw Self.damaged(run, "'\(event.name.prefix(40))' is no line of it")
    }
  }

  /// What the testbench feeds after the frames that it compares in full, in its order.
  private static let items = [
    nil, "in a frame that ended late", "in the frame after one that ended late", "in a frame that ended early",
    "in a frame that ended early, beside the same frame with its zeros", "at a reset in the middle of a frame",
    "in the frame after a reset", "in a frame of one word",
    "in a frame of one word, beside the same frame with its zeros",
    "in the frame after one of one word",
  ]

  private static func item(_ event: Event, _ run: ToolRun) throws(Failure) -> String? {
    let number = try event.number("item", run)
    guard items.indices.contains(number) else { throw damaged(run, "there is no item \(number)") }
    return items[number]
  }

  static func damaged(_ run: ToolRun, _ reason: String) -> Failure {
    Failure(
      .tool, at: run.tool, "the testbench's report is damaged: \(reason)",
      notes: run.log.map { ["its log is '\($0)'"] } ?? [])
  }
}

extension HarnessOutput {
  /// One machine-readable line: `@name key=value ...`.
  struct Event {
    var name: String
    var rest: String
    /// The words that are no fields.
    var words: String { rest.split(separator: " ").filter { !$0.contains("=") }.joined(separator: " ") }
    var fields: [String: String] = [:]

    init(_ line: Substring) {
      let words = line.dropFirst().split(separator: " ")
      name = String(words.first ?? "")
      rest = words.dropFirst().joined(separator: " ")
      for word in words.dropFirst() {
        let pair = word.split(separator: "=", maxSplits: 1)
        if pair.count == 2 { fields[String(pair[0])] = String(pair[1]) }
      }
    }

    /// A count from 0 to 2^53.
    func number(_ key: String, _ run: ToolRun) throws(Failure) -> Int {
      guard let value = fields[key].flatMap({ Int($0) }), (0...(1 << 53)).contains(value) else {
        throw HarnessOutput.damaged(run, "'\(key)' of '@\(name.prefix(40))' is not a count")
      }
      return value
    }
  }
}

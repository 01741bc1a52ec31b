internal import Support

/// What a verification found. Its JSON form has the keys in snake case.
package struct VerifyReport: Codable, Sendable {
  /// What the design ran in.
  package var simulator: VerifyOptions.Simulator
  /// Frames that were simulated.
  package var frames: Int
  /// Frames that there were to choose from; when it is less than `frames`, they were repeated.
  package var distinctFrames: Int
  /// Output words that were compared.
  package var wordsCompared: Int
  /// Words that differ.
  package var mismatches: Int
  /// Between the last words of consecutive frames when nothing stalls, in the steady state; nil for C++, which has no cycles,
  /// and where they were not measured.
  package var cyclesPerFrame: Int?
  /// From the first input word of a frame to its last output word when nothing stalls; nil likewise.
  package var latencyCycles: Int?
  /// Simulated frames a second of wall-clock time, with the stalls asked for.
  package var framesPerSecond: Double
  /// Seconds to build the simulator; near 0 when the one built before could be used.
  package var buildSeconds: Double
  /// How both sides paused.
  package var stalls: VerifyOptions.Stalls
  /// Of the pauses.
  package var seed: UInt64
  /// The patterns of stalls that the run went through, in order.
  package var patterns: [String]
  /// Whether frames that end late and early, one of one word, and a reset in mid-frame followed, each with a right
  /// frame after it.
  package var hasTroubledFrames: Bool
  /// The first word that differs; nil where none does.
  package var firstMismatch: Mismatch?
  /// What was wrong apart from words that differ: a sentence each.
  package var problems: [String]
  /// Files of the folder that are not as the compiler wrote them, or are missing.
  package var alteredFiles: [String]
  /// What is to be known of the inputs.
  package var notes: [String] = [] { didSet { notes = notes.map(\.shownMessage) } }
  /// What was simulated in place of the RTL: target, cells and tool; nil for the RTL itself.
  package var netlist: String?
  /// What this run and those before it reached; nil where nothing was counted.
  package var coverage: Coverage?
  /// The file with the waveforms.
  package var waves: String?

  /// Whether the simulator has a clock.
  package var hasCycles: Bool { simulator != .gxx }

  /// Whether at least one word was compared and nothing was wrong.
  package var passed: Bool { wordsCompared > 0 && mismatches == 0 && problems.isEmpty }

  /// One element that differs, and the layer where RTL and golden model part.
  package struct Mismatch: Codable, Sendable, Hashable {
    /// The frame, from 0.
    package var frame: Int
    /// The element of the frame, from 0.
    package var element: Int
    /// Codes in hex with the digits of the format's width; `x` for unknown bits.
    package var expectedCode: String
    /// What left the machine, likewise.
    package var foundCode: String
    /// Real values; nil when the code has none.
    package var expectedValue: Double?
    /// Its real value; nil where the code has none.
    package var foundValue: Double?
    /// The first layer that is wrong; nil where none was found.
    package var layer: LayerMismatch?
  }

  /// The first difference in the first layer that differs.
  package struct LayerMismatch: Codable, Sendable, Hashable {
    /// The layer's name.
    package var layer: String
    /// The frame, from 0.
    package var frame: Int
    /// The element of the layer's result, from 0.
    package var element: Int
    /// The golden model's code, in hex with the digits of the format's width.
    package var expectedCode: String
    /// Nil when the layer stopped before this element.
    package var foundCode: String?
  }

  private enum CodingKeys: String, CodingKey {
    case simulator, frames, mismatches, stalls, seed, patterns, problems, notes, netlist, coverage, waves
    case hasTroubledFrames = "has_troubled_frames"
    case alteredFiles = "altered_files"
    case distinctFrames = "distinct_frames"
    case wordsCompared = "words_compared"
    case cyclesPerFrame = "cycles_per_frame"
    case latencyCycles = "latency_cycles"
    case framesPerSecond = "frames_per_second"
    case buildSeconds = "build_seconds"
    case firstMismatch = "first_mismatch"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(simulator, forKey: .simulator)
    try container.encode(frames, forKey: .frames)
    try container.encode(distinctFrames, forKey: .distinctFrames)
    try container.encode(wordsCompared, forKey: .wordsCompared)
    try container.encode(mismatches, forKey: .mismatches)
    // Present even when there are none: scripts rely on the keys.
    try container.encode(cyclesPerFrame, forKey: .cyclesPerFrame)
    try container.encode(latencyCycles, forKey: .latencyCycles)
    try container.encode(framesPerSecond, forKey: .framesPerSecond)
    try container.encode(buildSeconds, forKey: .buildSeconds)
    try container.encode(stalls, forKey: .stalls)
    try container.encode(seed, forKey: .seed)
    try container.encode(patterns, forKey: .patterns)
    try container.encode(hasTroubledFrames, forKey: .hasTroubledFrames)
    // Present even when there is none: scripts rely on the key.
    try container.encode(firstMismatch, forKey: .firstMismatch)
    try container.encode(problems, forKey: .problems)
    try container.encode(alteredFiles, forKey: .alteredFiles)
    try container.encode(notes, forKey: .notes)
    try container.encode(netlist, forKey: .netlist)
    try container.encode(coverage, forKey: .coverage)
    try container.encodeIfPresent(waves, forKey: .waves)
  }
}

extension VerifyReport.Mismatch {
  private enum CodingKeys: String, CodingKey {
    case frame, element, layer
    case expectedCode = "expected_code"
    case foundCode = "found_code"
    case expectedValue = "expected_value"
    case foundValue = "found_value"
  }
}

extension VerifyReport.LayerMismatch {
  private enum CodingKeys: String, CodingKey {
    case layer, frame, element
    case expectedCode = "expected_code"
    case foundCode = "found_code"
  }
}

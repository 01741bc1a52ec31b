/// What to simulate and how.
package struct VerifyOptions: Sendable {
  /// What a design is run in.
  package enum Simulator: String, Sendable, CaseIterable, Codable {
    case verilator, icarus
    /// The C++ of a design for high-level synthesis, compiled.
    case gxx = "g++"
  }

  /// How often each side of the machine pauses.
  package enum Stalls: String, Sendable, CaseIterable, Codable {
    case none
    /// A quarter of the cycles.
    case random
    /// Three quarters of the cycles, longer pauses, and a sink that waits for `tvalid`.
    case heavy
    /// All of these in turn, with a sink and a source that are as lazy as they can be; then frames of wrong lengths
    /// and a reset in the middle of one.
    case mix
  }

  /// Nil takes Verilator for Verilog and g++ for C++.
  package var simulator: Simulator?
  /// Frames to simulate; nil takes all that there are. More than the folder has are drawn; more than `inputs` holds repeat
  /// those from the first.
  package var frames: Int?
  /// Input codes, one array a frame, in streaming order; nil takes the folder's own vectors.
  package var inputs: [[UInt32]]?
  /// A folder that receives the words that were fed and expected; nil for none.
  package var vectors: String?
  /// How often both sides pause.
  package var stalls: Stalls
  /// Of the pauses and of drawn frames.
  package var seed: UInt64
  /// Whether to write waveforms into the folder's `build`.
  package var waves: Bool
  /// Limit for the build, and again for each run.
  package var timeout: Duration
  /// Whether Verilator counts which lines and bits are reached; the sum of all such runs is kept.
  package var coverage = false
  /// Weights that are loaded for the second third of the frames, and the folder's own again for the last; nil for none.
  package var weights: LoadedWeights?
  /// Verilog files that stand in for the folder's own, by their paths: a synthesised netlist; nil for the RTL.
  package var netlist: [String]?
  /// Whether a run with stalls, or one of few frames, is followed by one of three frames without, which counts cycles.
  package var measuresCycles: Bool

  /// How a simulation runs.
  package init(
    simulator: Simulator? = nil, frames: Int? = nil, inputs: [[UInt32]]? = nil,
    stalls: Stalls = .mix, seed: UInt64 = 1, waves: Bool = false, timeout: Duration = .seconds(900),
    measuresCycles: Bool = true
  ) {
    self.simulator = simulator
    self.frames = frames
    self.inputs = inputs
    self.stalls = stalls
    self.seed = seed
    self.waves = waves
    self.timeout = timeout
    self.measuresCycles = measuresCycles
  }
}

/// An image of weights for a machine that takes some, the image of its own, and what the machine then computes.
package struct LoadedWeights: Sendable {
  /// Words of 32 bits, the signature first.
  package var image: [UInt32]
  /// The same of the folder's own weights.
  package var own: [UInt32]
  /// The text form of the network with those weights.
  package var quantizedText: String

  /// Both images have as many words as the manifest says.
  package init(image: [UInt32], own: [UInt32], quantizedText: String) {
    self.image = image
    self.own = own
    self.quantizedText = quantizedText
  }
}

/// The golden executor, as functions of a quantized network's text form and of input codes, one array a frame.
package struct GoldenModel: Sendable {
  /// The output codes, one array a frame.
  package var run: @Sendable (_ quantizedText: String, _ frames: [[UInt32]]) throws -> [[UInt32]]
  /// The codes that each node makes, by its name, one array a frame.
  package var trace: @Sendable (_ quantizedText: String, _ frames: [[UInt32]]) throws -> [String: [[UInt32]]]

  /// The executor by its two functions.
  package init(
    run: @escaping @Sendable (_ quantizedText: String, _ frames: [[UInt32]]) throws -> [[UInt32]],
    trace: @escaping @Sendable (_ quantizedText: String, _ frames: [[UInt32]]) throws -> [String: [[UInt32]]]
  ) {
    self.run = run
    self.trace = trace
  }
}

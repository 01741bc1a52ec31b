package import Emit
package import Estimate
package import Support
package import Synthesis
package import Verify

/// All that is known of a compiled design: what `mantissa report` shows as pages.
package struct DesignReport: Report {
  /// One layer in the order of the data.
  package struct Layer: Encodable, Sendable {
    /// The layer's name.
    package var name: String
    /// What it computes.
    package var kind: String
    /// The tensors that it reads, by the names of their layers.
    package var inputs: [String]
    /// Of its result.
    package var shape: Shape
    /// Of its result.
    package var format: String
    /// Of the weights; null for layers without.
    @Nullable package var weightFormat: String?
    /// How weights and activations are multiplied; null for layers without weights.
    @Nullable package var multiplier: String?
    /// Output channels a cycle; null where the manifest does not name the layer, as what follows.
    @Nullable package var pe: Int?
    /// Inputs a cycle.
    @Nullable package var simd: Int?
    /// Cycles of a frame, without pauses.
    @Nullable package var cycles: Int?
    /// Bits of all its memories.
    @Nullable package var memoryBits: Int?
    /// Bits of its weights.
    package var weightBits: Int
    /// What it takes of `device`, before any synthesis; null for C++.
    @Nullable package var estimate: Area?
    /// What its tensor holds; null where nothing ran.
    @Nullable package var values: LayerValues?
  }

  /// The network's name.
  package var name: String
  /// The compiled folder.
  package var folder: String
  /// The digest of the design.
  package var design: String
  /// What the folder holds: `verilog` or `hls`.
  package var backend: String
  /// The top module, or the function.
  package var top: String
  /// The name, the shape, the format and what is in the tensor that enters.
  package var input: Layer
  /// In the order of the data.
  package var layers: [Layer]
  /// The name of the layer whose tensor leaves.
  package var output: String
  /// Cycles between frames when nothing stalls.
  package var cyclesPerFrame: Int
  /// Cycles from the first input word to the last output word; null when not predicted.
  @Nullable package var latencyCycles: Int? = nil
  /// Bits of all memories.
  package var memoryBits: Int
  /// The FIFOs between forks and joins.
  package var queues: [Manifest.Queue]
  /// The family that `estimate` is for.
  package var device: Device
  /// Of stages that the estimates were not fitted to; null where there are none.
  @Nullable package var estimateError: AreaFit.Error? = nil
  /// Inputs whose tensors were looked at.
  package var inputsSeen = 0
  /// Whether the float network was at hand.
  package var hasFloat = false
  /// Both networks' accuracy; null where labels are no classes, or there are none.
  @Nullable package var accuracy: EvaluateReport? = nil
  /// Both networks' errors, where labels are numbers.
  @Nullable package var errors: NumbersReport? = nil
  /// The newest result of each way to verify.
  package var verifications: [VerifyReport]
  /// The newest result for each target.
  package var syntheses: [SynthesiseReport]
  /// What is not in the report, and the command that brings it.
  package var missing: [String] = []
  /// Files of the design that are not as they were compiled.
  package var alteredFiles: [String]
  /// What a reader should know.
  package var notes: [String] = []
  /// The HTML file.
  package var html = ""
  /// Its Markdown twin.
  package var markdown = ""
  /// The drawings, as SVG.
  package var drawings: [String] = []

  package var exitCode: Int32 { alteredFiles.isEmpty ? 0 : VerifyReport.alteredCode }

  package var text: String {
    (["wrote '\(html)' and '\(markdown)', with \(drawings.count) drawings"] + missing.map { "not in it: \($0)" }
      + notes.map { "note: \($0)" } + alteredFiles.map { "altered: \($0.shown()) is not as it was compiled" })
      .joined(separator: "\n")
  }

  /// The layer whose own quantization is farthest from the float network; nil where that is not known.
  var costliest: Layer? {
    layers.filter { $0.values?.snrAlone != nil }
      .min { ($0.values?.snrAlone ?? .infinity) < ($1.values?.snrAlone ?? .infinity) }
  }
}

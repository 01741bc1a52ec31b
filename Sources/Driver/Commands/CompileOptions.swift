package import Emit
package import Estimate
internal import HLS
internal import PipelineIR
internal import Support

/// What `mantissa compile` is asked to do.
package struct CompileOptions: Sendable {
  /// The ONNX file.
  package var model: String
  /// The plan's file; without one every layer takes the default plan.
  package var plan: String?
  /// A file of inputs from which ranges are found, and whose first samples become the test vectors.
  package var calibration: String?
  /// How many of them are read.
  package var calibrationSamples: Int
  /// Whether affines make up for approximate products; nil leaves that to the plan.
  package var correctsBatchNorm: Bool?
  /// The folder that is written; nil for a name made from the model's.
  package var output: String?
  /// Whether altered files of an earlier run are replaced, and files of others left in the folder.
  package var replacing: Bool
  /// Cycles an inference that the folding has to reach; nil leaves folding to the plan.
  package var targetCycles: Int?
  /// What synthesis is asked of memories and multipliers of Verilog.
  package var attributes = MappingAttributes()
  /// What is written: Verilog or C++.
  package var backend: Backend
  /// The clock that registers are placed for; nil for those that stages have by themselves.
  package var clock: ClockGoal?

  /// What is compiled, and how.
  package init(
    model: String, plan: String? = nil, calibration: String? = nil, calibrationSamples: Int = 512,
    correctsBatchNorm: Bool? = nil, output: String? = nil, replacing: Bool = false, targetCycles: Int? = nil,
    backend: Backend = .verilog, clock: ClockGoal? = nil
  ) {
    self.model = model
    self.plan = plan
    self.calibration = calibration
    self.calibrationSamples = calibrationSamples
    self.correctsBatchNorm = correctsBatchNorm
    self.output = output
    self.replacing = replacing
    self.targetCycles = targetCycles
    self.backend = backend
    self.clock = clock
  }
}

/// The values between a model and its hardware, each of which has a text form.
package enum IntermediateForm: String, CaseIterable, Sendable {
  case network, quantized, pipeline
}

/// What `mantissa compile` writes.
package enum Backend: Sendable, Hashable {
  case verilog
  /// C++ for high-level synthesis, in the integers of a library.
  case hls(HLSTypes)

  /// What holds the words between stages.
  var holding: StageHolding { self == .verilog ? .cells : .processes }

  /// The integers of C++; nil for Verilog.
  var types: HLSTypes? { if case .hls(let types) = self { types } else { nil } }

  /// The files of a design.
  func files(of design: Design) throws(Failure) -> FileSet {
    switch self {
    case .verilog: try Emitter.files(of: design)
    case .hls(let types): try HLSEmitter.files(of: design, types: types)
    }
  }
}

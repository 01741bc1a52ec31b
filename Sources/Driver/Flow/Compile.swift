import Emit
import Estimate
import Foundation
import Import
import Layers
import NetworkIR
import PipelineIR
import Quantize
import QuantizedIR
import Schedule
package import Support

/// A compiled model before it is written: what every later step needs.
struct Compilation {
  let frontEnd: FrontEnd
  let sizing: BufferSizing.Result
  var notes: [String]
  /// The longest path of each compute stage, where registers were placed for a clock.
  private(set) var paths: [StagePath] = []

  /// Folds and schedules; writes nothing.
  init(_ frontEnd: FrontEnd, _ options: CompileOptions, _ progress: Progress) throws(Failure) {
    self.frontEnd = frontEnd
    notes = frontEnd.notes
    let request = frontEnd.plan.foldingRequest(targetCycles: options.targetCycles ?? frontEnd.plan.targetCycles)
    let network = frontEnd.quantized
    var pipeline = try Lowering.lower(network, folds: try network.folds(request))
    if let goal = options.clock {
      (pipeline, paths) = try pipeline.meeting(goal)
      notes += goal.misses(of: paths)
    }
    sizing = try BufferSizing.size(pipeline, holding: options.backend.holding) { progress.show($0) }
    if sizing.cycles.frames == 0 {
      notes.append("the machine is too large to simulate for its cycles: they are those of its slowest stage")
    }
    if !sizing.isReached {
      notes.append(
        "the machine takes \(sizing.cycles.cyclesPerFrame) cycles a frame with any buffers that were tried; its slowest "
          + "stage needs \(sizing.slowestStage)")
    }
  }
}

/// Compiles a model to a folder of Verilog, testbenches and vectors.
package func compile(_ options: CompileOptions, progress: Progress = .silent) throws(Failure) -> CompileReport {
  let start = DispatchTime.now().uptimeNanoseconds
  defer { progress.clear() }
  let folder = try OutputFolder(options.output ?? defaultFolder(of: options.model), replacing: options.replacing)
  let frontEnd = try FrontEnd(options, progress)
  let (compilation, content) = try concurrently { () throws(Failure) in
    try Compilation(frontEnd, options, progress)
  } _: { () throws(Failure) in
    try DesignContent(frontEnd)
  }
  progress.show("making the files")
  let files = try options.backend.files(of: compilation.design(content, options))
  progress.show("writing the files")
  try folder.write(files)
  let network = frontEnd.network
  let shapes = network.shapes
  return CompileReport(
    output: folder.path, layers: frontEnd.quantized.nodes.count,
    parameters: network.nodes.reduce(0) { $0 + $1.operation.parameterCount },
    weightBits: frontEnd.quantized.nodes.reduce(0) { $0 + ($1.operation.linear?.weightBits ?? 0) },
    macs: network.nodes.reduce(0) { sum, node in
      sum
        + node.operation.multiplyAccumulates(inputs: node.inputs.compactMap { shapes[$0] }, output: node.shape)
    }, cyclesPerFrame: compilation.sizing.cycles.cyclesPerFrame, memory: compilation.memory,
    queues: compilation.queues, clock: options.clock?.clock, paths: compilation.paths,
    seconds: Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9, notes: compilation.notes + content.notes)
}

/// The text of one of the forms that a model passes through; nothing is written.
package func intermediateText(
  _ form: IntermediateForm, _ options: CompileOptions, progress: Progress = .silent
) throws(Failure) -> String {
  defer { progress.clear() }
  func print(_ value: some Encodable) throws(Failure) -> String {
    do { return try TextForm.print(value) } catch { throw Failure(at: options.model, "has no text form: \(error)") }
  }
  switch form {
  case .network: return try print(try importModel(at: options.model))
  case .quantized:
    return try print(try FrontEnd(options, progress).quantized)
  case .pipeline:
    return try print(try Compilation(FrontEnd(options, progress), options, progress).sizing.pipeline)
  }
}

/// What a design's folder says of its network, whatever the schedule.
private struct DesignContent: Sendable {
  /// Calibration inputs that go into the folder as test vectors.
  private static let vectorFrames = 10
  /// Elements of all of them together, as far as it is more than one.
  private static let vectorElements = 1 << 22

  let quantizedText: String
  let frames: [[UInt32]]
  let expected: [[UInt32]]
  let notes: [String]

  init(_ frontEnd: FrontEnd) throws(Failure) {
    let network = frontEnd.quantized
    let size = network.input.shape.count
    let count = min(Self.vectorFrames, frontEnd.calibration.count, max(1, Self.vectorElements / size))
    let isFewer = count < min(Self.vectorFrames, frontEnd.calibration.count)
    notes = isFewer ? ["inputs are so large that \(count) of them become test vectors, not \(Self.vectorFrames)"] : []
    let inputs = Array(frontEnd.calibration.codes[..<(count * size)])
    let outputs = GoldenModel(network).run(inputs, batch: count)
    frames = inputs.chunks(of: size)
    expected = outputs.chunks(of: outputs.count / count)
    do { quantizedText = try TextForm.print(network) } catch {
      throw Failure(at: network.name, "has no text form: \(error)")
    }
  }
}

extension Plan {
  /// The folds that the plan states, layer by layer and for all others.
  func foldingRequest(targetCycles: Int?) -> FoldingRequest {
    func fold(_ stated: LayerRequest.Fold) -> Fold { Fold(pe: stated.pe, simd: stated.simd) }
    return FoldingRequest(
      folds: layers.compactMapValues { $0.fold.map(fold) }, otherwise: defaults.fold.map(fold),
      targetCycles: targetCycles)
  }
}

extension FrontEnd {
  init(_ options: CompileOptions, _ progress: Progress) throws(Failure) {
    try self.init(
      model: options.model, plan: options.plan, calibration: options.calibration, samples: options.calibrationSamples,
      correctsBatchNorm: options.correctsBatchNorm, progress: progress)
  }
}

extension Compilation {
  fileprivate func design(_ content: DesignContent, _ options: CompileOptions) -> Design {
    var design = Design(
      pipeline: sizing.pipeline, quantizedText: content.quantizedText, frames: content.frames,
      expected: content.expected, latencyCycles: sizing.cycles.latencyCycles,
      cyclesPerFrame: sizing.cycles.cyclesPerFrame, queues: queues)
    design.attributes = options.attributes
    if let goal = options.clock { design.clock = goal.clock }
    return design
  }

  /// The FIFOs between forks and joins.
  var queues: [Manifest.Queue] {
    sizing.queues.map { queue in
      Manifest.Queue(
        name: queue.stage, layer: queue.layer, depth: queue.depth, wordBits: queue.wordBits,
        reason: queue.reason.text)
    }
  }

  /// Bits of memory by layer, the layers in the machine's order.
  var memory: [CompileReport.LayerMemory] {
    let pipeline = sizing.pipeline
    let streams = pipeline.streams
    var rows: [CompileReport.LayerMemory] = []
    for stage in pipeline.stages {
      let bits = stage.operation.memoryBits(inputs: stage.inputs.compactMap { streams[$0] })
      if rows.last?.layer != stage.layer { rows.append(CompileReport.LayerMemory(layer: stage.layer)) }
      let isBuffer = stage.operation.buffer(inputs: stage.inputs.compactMap { streams[$0] }) != nil
      rows[rows.count - 1].add(bits, isBuffer: isBuffer)
    }
    return rows.filter { $0.bits > 0 }
  }
}

extension BufferSizing.Queue.Reason {
  /// As tables say it.
  var text: String {
    switch self {
    case .locksUp: "stalls: one word less can lock up"
    case .isLeast: "no FIFO is smaller"
    case .keepsRate: "rate of the slowest stage"
    }
  }
}

/// A folder named after the model's file, below `build`.
private func defaultFolder(of model: String) -> String {
  "build/" + URL(fileURLWithPath: model).deletingPathExtension().lastPathComponent
}

extension Array {
  /// Consecutive pieces of `size` elements.
  func chunks(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: Swift.max(1, size)).map { Array(self[$0..<Swift.min(count, $0 + size)]) }
  }
}

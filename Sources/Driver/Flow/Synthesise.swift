package import Emit
internal import Estimate
import Quantize
import QuantizedIR
import Schedule
package import Support
package import Synthesis

/// What `mantissa synthesise` is asked to do.
package struct SynthesiseRequest: Sendable {
  /// The folder that `mantissa compile` wrote.
  package var folder: String
  /// A device, a family, or gates.
  package var target: SynthesisTarget
  /// A Liberty file, plain or gzipped, for `asic`.
  package var liberty: String?
  /// One layer by its name; nil for the whole network.
  package var layer: String?
  /// The board whose bitstream is made; its device is the target and its clock the goal. Nil for the network alone.
  package var board: Board?
  /// The clock that is aimed at, in megahertz.
  package var clock: Double
  /// Whether it is placed and routed where an open tool does.
  package var routes: Bool
  /// Seconds for each tool's run.
  package var timeLimit: Int

  /// A synthesis of a compiled folder.
  package init(
    folder: String, target: SynthesisTarget, liberty: String? = nil, layer: String? = nil, clock: Double = 100,
    routes: Bool = true, timeLimit: Int = 3600
  ) {
    self.folder = folder
    self.target = target
    self.liberty = liberty
    self.layer = layer
    self.clock = clock
    self.routes = routes
    self.timeLimit = timeLimit
  }

  /// A bitstream of a compiled folder for a board.
  package init(folder: String, board: Board, timeLimit: Int = 3600) throws(Failure) {
    self.init(folder: folder, target: try SynthesisTarget(board), clock: board.megahertz, timeLimit: timeLimit)
    self.board = board
  }
}

/// Synthesises an emitted folder, and places, routes and times it where open tools do.
package func synthesise(
  _ request: SynthesiseRequest, progress: Progress = .silent
) async throws(Failure) -> SynthesiseReport {
  defer { progress.clear() }
  let lock = try FileLock.waiting(for: request.folder, .shared)
  defer { withExtendedLifetime(lock) {} }
  let manifest = try Manifest(folder: request.folder)
  let gates = try request.liberty.map { path throws(Failure) in try SynthesisFlow.Gates(path: path) }
  let synthesis = try await NetworkSynthesis(
    folder: request.folder, manifest,
    NetworkSynthesis.Options(
      target: request.target, layer: request.layer, board: request.board, gates: gates, clock: request.clock,
      routes: request.routes, limit: .seconds(request.timeLimit)))
  let start = ContinuousClock.now
  let figures = try await synthesis.run { progress.show($0) }
  var (estimates, notes): ([String: Area], [String]) = ([:], [])
  if let device = request.target.device {
    do { estimates = try manifest.estimates(in: request.folder, on: device) } catch {
      notes = ["there are no estimates: \(error)"]
    }
  }
  var report = SynthesiseReport(request, manifest, figures, estimates)
  report.notes += notes
  report.seconds = Double((ContinuousClock.now - start).components.seconds)
  report.alteredFiles = manifest.alteredFiles(in: request.folder)
  return report
}

extension Manifest {
  /// What `inspect` estimates for the layers of the folder's machine.
  fileprivate func estimates(in folder: String, on device: Device) throws(Failure) -> [String: Area] {
    guard let path = quantizedNetwork else { return [:] }
    let file = "\(folder)/\(path)"
    let network = try TextForm.parse(
      QuantizedNetwork.self, from: WholeFile.text(file, most: mostNetworkText), file: file)
    try network.verify()
    let entry = try AreaCalibration.embedded().entry(device)
    let chosen = try network.folds(Plan().foldingRequest(targetCycles: nil)).merging(folds) { $1 }
    let machine = try HardwareEstimate(network: network, plan: Plan(), entry: entry).machine(folds: chosen)
    return Dictionary(machine.layers.map { ($0.name, $0.area) }) { first, _ in first }
  }

  /// How far each layer is divided over time, by its name.
  private var folds: [String: Schedule.Fold] {
    var folds: [String: Schedule.Fold] = [:]
    for layer in layers {
      // Windows and sums of channels say no fold of their own: it is that of what leaves them.
      folds[layer.name] = Schedule.Fold(pe: layer.lanes, simd: layer.lanes)
      for stage in layer.stages {
        guard let pe = stage.parameters["PE"], let simd = stage.parameters["SIMD"] else { continue }
        folds[layer.name] = Schedule.Fold(pe: pe, simd: stage.kind == "matrix" ? simd : pe)
      }
    }
    return folds
  }
}

package import Emit
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
    do { estimates = try DesignFolder(request.folder, manifest).estimates(on: device).areas } catch {
      notes = ["there are no estimates: \(error)"]
    }
  }
  var report = SynthesiseReport(request, manifest, figures, estimates)
  report.notes += notes
  report.seconds = Double((ContinuousClock.now - start).components.seconds)
  report.alteredFiles = manifest.alteredFiles(in: request.folder)
  if request.layer == nil {
    let kept = KeptResults(folder: request.folder, manifest: manifest)
    report.notes += [kept.keep(report, as: KeptResults.name(request.target))].compactMap { $0 }
  }
  return report
}

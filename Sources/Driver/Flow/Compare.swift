internal import Emit
import Foundation
package import Support
import Verify

/// Evaluates one model under several plans and simulates the hardware of each.
package func compare(
  _ options: CompareOptions, progress: Progress = .silent
) async throws(Failure) -> CompareReport {
  guard !options.plans.isEmpty else { throw Failure(at: "--plans", "names no plan") }
  var rows: [CompareReport.Row] = []
  for plan in options.plans { rows.append(try await Comparison(options, plan: plan).row(progress)) }
  return CompareReport(model: Comparison.name(of: options.model), rows: rows)
}

/// One plan of a comparison.
private struct Comparison {
  private let options: CompareOptions
  private let plan: String
  private let text: String
  /// The file of the finished row; nil where none is kept.
  private let state: URL?

  init(_ options: CompareOptions, plan: String) throws(Failure) {
    self.options = options
    self.plan = plan
    let (file, model) = (
      FileManager.default.contents(atPath: plan), FileManager.default.contents(atPath: options.model)
    )
    guard let file else { throw Failure(at: plan, "cannot be read") }
    guard let model else { throw Failure(at: options.model, "cannot be read") }
    text = String(decoding: file, as: UTF8.self)
    let simulations = options.frames.map { "\($0.rawValue) \($1)" }.sorted()
    let inputs = [options.calibration ?? "", options.images, options.labels, "\(options.limit ?? 0)", Version.current]
    let key = SHA256.hex(of: Array(file) + Array(model) + Array((inputs + simulations).joined(separator: "\n").utf8))
    state = options.state.map { URL(fileURLWithPath: $0).appendingPathComponent("\(key).json") }
  }

  static func name(of path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }

  func row(_ progress: Progress) async throws(Failure) -> CompareReport.Row {
    if let data = state.flatMap({ try? Data(contentsOf: $0) }),
      let known = try? JSONDecoder().decode(CompareReport.Row.self, from: data)
    {
      return known
    }
    let row = try await measured(progress)
    if let state { try keep(row, in: state) }
    return row
  }

  private func keep(_ row: CompareReport.Row, in file: URL) throws(Failure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(row) else { throw Failure(at: file.path, "the row has no text form") }
    try OutputFile(file.path).write(Array(data))
  }

  private func measured(_ progress: Progress) async throws(Failure) -> CompareReport.Row {
    try await withTemporaryFolder { folder throws(Failure) in try await measured(progress, in: folder + "/design") }
  }

  private func measured(_ progress: Progress, in folder: String) async throws(Failure) -> CompareReport.Row {
    let compiled = try compile(
      CompileOptions(
        model: options.model, plan: plan, calibration: options.calibration ?? options.images, output: folder),
      progress: progress)
    let evaluated = try evaluate(
      EvaluateOptions(
        model: options.model, plan: plan, calibration: options.calibration, images: options.images,
        labels: options.labels, limit: options.limit), progress: progress)
    var simulations: [CompareReport.Row.Simulation] = []
    for simulator in VerifyOptions.Simulator.allCases {
      guard let frames = options.frames[simulator], frames > 0 else { continue }
      let request = VerifyRequest(
        folder: folder, inputs: options.images,
        options: VerifyOptions(
          simulator: simulator, frames: frames, stalls: .random, timeout: options.timeout,
          measuresCycles: false))
      let report = try await verify(request, progress: progress)
      simulations.append(
        CompareReport.Row.Simulation(
          simulator: simulator.rawValue, frames: frames, wordsCompared: report.wordsCompared,
          mismatches: report.mismatches, passed: report.passed))
    }
    return CompareReport.Row(
      plan: Self.name(of: plan), title: title, images: evaluated.images, top1Float: evaluated.top1Float,
      top1Golden: evaluated.top1Golden, top1Uncorrected: evaluated.top1Uncorrected, agreement: evaluated.agreement,
      imagesPerSecond: evaluated.imagesPerSecond,
      weightBits: compiled.weightBits, cyclesPerFrame: compiled.cyclesPerFrame, simulations: simulations,
      notes: evaluated.notes)
  }

  private var title: String {
    let first = text.split(separator: "\n").first ?? ""
    return first.hasPrefix("#") ? first.dropFirst().trimmingCharacters(in: .whitespaces) : ""
  }
}

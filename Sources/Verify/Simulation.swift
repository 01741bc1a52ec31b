internal import Emit
internal import Foundation
internal import Support
internal import Tools

/// A simulator built for one emitted folder.
struct Simulation: Sendable {
  enum Variant: String, Sendable { case plain, waves, taps, coverage }

  let folder: String
  let manifest: Manifest
  let simulator: VerifyOptions.Simulator
  let variant: Variant
  /// Verilog files in place of the manifest's.
  var netlist: [String]?
  let timeout: Duration
  /// Where simulators and logs are kept.
  let cache: FileCache

  private var kind: String { "\(simulator.rawValue)-\(netlist == nil ? variant.rawValue : "netlist")" }
  private var sources: [String] {
    (netlist ?? manifest.sources) + (variant == .taps && simulator != .gxx ? ["tb/\(manifest.name)_tapped.v"] : [])
  }
  private var harness: String { "tb/\(manifest.name)_tb." + (simulator == .icarus ? "v" : "cpp") }
  private var top: String { variant == .taps ? "\(manifest.name)_tapped" : manifest.top }

  /// The simulator; built unless one of the same sources, options and tool is there from before.
  func build() async throws(Failure) -> KeptFile {
    let name = simulator.program
    let tool = try Tool.find(name)
    let version = try await KnownTool.named(name).versionText(tool, limit: timeout)
    let group = "\(manifest.name)-\(kind)-"
    let include = if let types = manifest.hlsTypes { try await types.include() } else { String?.none }
    return try await cache.simulator(group, of: try cacheText(version + (include ?? ""))) { staging throws(Failure) in
      switch simulator {
      case .icarus: try await compile(tool, staging)
      case .verilator: try await verilate(tool, version, staging)
      case .gxx: try await compileCpp(tool, include, staging)
      }
    }
  }

  private func compile(_ tool: Tool, _ staging: String) async throws(Failure) {
    try await tool.run(
      options + ["-o", "\(staging)/simulator"] + sources + [harness], in: folder, limit: timeout,
      log: "\(cache.folder)/\(kind)-build.log"
    ).checked("the build of the simulator")
  }

  private func compileCpp(_ tool: Tool, _ include: String?, _ staging: String) async throws(Failure) {
    try await tool.run(
      options + ["-isystem", include ?? "."] + sources.filter { $0.hasSuffix(".cpp") } + [
        harness, "-o", "\(staging)/simulator",
      ], in: folder, limit: timeout, log: "\(cache.folder)/\(kind)-build.log"
    ).checked("compiling the design")
  }

  /// Verilator makes C++, which is then compiled; its runtime library comes from the cache when it can.
  private func verilate(_ tool: Tool, _ version: String, _ staging: String) async throws(Failure) {
    let make = try Tool.find("make")
    _ = try Tool.find("g++")
    try Disk.copy("\(folder)/\(harness)", to: staging + "/harness.cpp")
    try await tool.run(
      options + ["--Mdir", staging, "-o", "simulator"] + sources + [staging + "/harness.cpp"], in: folder,
      limit: timeout, log: "\(cache.folder)/\(kind)-verilator.log"
    ).checked("the translation of the design to C++")
    let runtime = RuntimeCache(version: version, variant: variant)
    let objects = try await runtime.objects(staging, make, timeout)
    try await make.run(
      Self.makeOptions + ["VK_GLOBAL_OBJS=", "USER_LDLIBS=\(objects.joined(separator: " "))", "simulator"], in: staging,
      limit: timeout, log: "\(cache.folder)/\(kind)-build.log"
    ).checked("the build of the simulator")
  }

  /// A build for two cores; more optimization costs more time than it saves in the usual run.
  private static let makeOptions = ["-j", "2", "-f", "Vdut.mk", "OPT_FAST=-O1"]

  private var options: [String] {
    switch simulator {
    case .verilator:
      [
        "--cc", "--exe", "-O3", "--x-assign", "fast", "--x-initial", "fast", "--noassert", "-Wno-fatal", "-Wno-WIDTH",
        "--prefix", "Vdut", "--top-module", top,
      ] + (variant == .waves ? ["--trace-fst"] : [])
        + (variant == .coverage ? ["--coverage-line", "--coverage-toggle"] : [])
    case .gxx: ["-std=c++14", "-O2", "-Wno-unknown-pragmas"] + (variant == .taps ? ["-DMANTISSA_TAPS"] : [])
    case .icarus: ["-g2005", "-DMANTISSA_TOP=\(top)", "-s", "\(manifest.name)_tb"]
    }
  }

  private func cacheText(_ version: String) throws(Failure) -> String {
    var text = version + (options + Self.makeOptions).joined(separator: "\n")
    for source in sources + [harness] {
      let isOwn = !source.hasPrefix("/")
      text += isOwn ? "\n\(source)\n" : "\n"
      text += try FrameSource.readText(isOwn ? "\(folder)/\(source)" : source)
    }
    return text
  }

  /// One run of a built simulator.
  struct Run: Sendable {
    var input: String
    var expected: String
    var frames: Int
    var stalls: VerifyOptions.Stalls
    var seed: UInt64
    var waves: String?
    var taps: String?
    var coverage: String?
    var loads: Loads?
  }

  /// Images that are loaded one after another.
  struct Loads: Sendable {
    /// Hex words, one a line.
    var file: String
    /// Frames before each.
    var every: Int
  }

  func run(_ product: KeptFile, _ plan: Run) async throws(Failure) -> (HarnessOutput, seconds: Double) {
    let icarus = simulator == .icarus
    let idle = manifest.idleLimit
    let place = "\(folder)/\(manifest.runFolder)"
    func name(_ file: String) -> String { manifest.path(file, from: folder) }
    var arguments = [
      "+input=\(name(plan.input))", "+expected=\(name(plan.expected))", "+frames=\(plan.frames)", "+idle=\(idle)",
      "+seed=\(icarus ? plan.seed & 0x7fff_ffff : plan.seed)",
      "+stalls=\(icarus ? "\(VerifyOptions.Stalls.allCases.firstIndex(of: plan.stalls) ?? 0)" : plan.stalls.rawValue)",
    ]
    if let waves = plan.waves { arguments.append("+waves=\(name(waves))") }
    if let coverage = plan.coverage { arguments.append("+coverage=\(name(coverage))") }
    if let loads = plan.loads { arguments += ["+loads=\(name(loads.file))", "+load_every=\(loads.every)"] }
    if let taps = plan.taps { arguments.append("+taps=\(name(taps))") }
    let tool = icarus ? try Tool.find("vvp") : Tool(name: "\(manifest.name) simulator", path: product.path)
    let run = try await tool.run(
      (icarus ? ["-n", product.path] : []) + arguments, in: place, limit: timeout,
      log: "\(cache.folder)/\(kind)-run.log")
    let output = try HarnessOutput(
      run, frames: plan.frames, wordsPerFrame: manifest.interface.output.wordsPerFrame)
    return (output, output.nanoseconds.map { Double($0) * 1e-9 } ?? run.seconds)
  }
}

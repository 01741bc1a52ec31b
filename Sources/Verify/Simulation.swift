internal import Emit
internal import Foundation
internal import Support
internal import Tools

/// A simulator built for one emitted folder.
struct Simulation: Sendable {
  enum Variant: String, Sendable { case plain, waves, taps }

  let folder: String
  let manifest: Manifest
  let simulator: VerifyOptions.Simulator
  let variant: Variant
  let timeout: Duration
  /// Where simulators and logs are kept.
  let work: String

  private var kind: String { "\(simulator.rawValue)-\(variant.rawValue)" }
  private var sources: [String] {
    manifest.sources + (variant == .taps ? ["tb/\(manifest.name)_tapped.v"] : [])
  }
  private var harness: String { "tb/\(manifest.name)_tb." + (simulator == .verilator ? "cpp" : "v") }
  private var top: String { variant == .taps ? "\(manifest.name)_tapped" : manifest.top }

  /// The simulator's path; built unless one of the same sources, options and tool is there from before.
  func build() async throws(Failure) -> String {
    let tool = try Tool.find(simulator == .verilator ? "verilator" : "iverilog")
    if simulator == .verilator { for name in ["make", "g++"] { _ = try Tool.find(name) } }
    let staging = work + "/.\(UUID().uuidString)"
    let arguments = buildArguments(staging: staging)
    let key = try await cacheKey(tool, buildArguments(staging: ""))
    let product = work + "/\(manifest.name)-\(kind)-\(key.prefix(16))"
    if FileManager.default.fileExists(atPath: product) { return product }
    do { try FileManager.default.createDirectory(atPath: staging, withIntermediateDirectories: true) } catch {
      throw Failure(at: work, "the folder cannot be written: \((error as NSError).localizedDescription)")
    }
    defer { try? FileManager.default.removeItem(atPath: staging) }
    let run = try await tool.run(arguments, in: folder, limit: timeout, log: "\(work)/\(kind)-build.log")
    try run.checked("the build of the simulator")
    do { try FileManager.default.moveItem(atPath: staging + "/simulator", toPath: product) } catch {
      guard FileManager.default.fileExists(atPath: product) else {
        throw Failure(
          .tool, at: tool.name, "the build made no simulator", notes: run.log.map { ["its log is '\($0)'"] } ?? [])
      }
    }
    return product
  }

  private func buildArguments(staging: String) -> [String] {
    switch simulator {
    case .verilator:
      return [
        "--cc", "--exe", "--build", "-j", "2", "-O3", "--x-assign", "fast", "--x-initial", "fast", "--noassert",
        "-Wno-fatal", "-Wno-WIDTH", "-CFLAGS", "-O1", "--prefix", "Vdut", "--top-module", top, "--Mdir", staging,
        "-o", "simulator",
      ] + (variant == .waves ? ["--trace-fst"] : []) + sources + ["\(folder)/\(harness)"]
    case .icarus:
      return ["-g2005", "-DMANTISSA_TOP=\(top)", "-s", "\(manifest.name)_tb", "-o", "\(staging)/simulator"] + sources
        + [harness]
    }
  }

  private func cacheKey(_ tool: Tool, _ arguments: [String]) async throws(Failure) -> String {
    let version = try await tool.run(
      [simulator == .verilator ? "--version" : "-V"], in: "/", limit: .seconds(60), outputLimit: 1 << 16)
    var text = version.output + arguments.filter { !$0.hasPrefix("/") }.joined(separator: "\n")
    for source in sources + [harness] {
      guard let content = FileManager.default.contents(atPath: "\(folder)/\(source)") else {
        throw Failure(at: "\(folder)/\(source)", "the file is missing", notes: ["compile the network again"])
      }
      text += "\n\(source)\n" + String(decoding: content, as: UTF8.self)
    }
    return SHA256.hex(of: text)
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
  }

  func run(_ product: String, _ plan: Run) async throws(Failure) -> (HarnessOutput, seconds: Double) {
    let icarus = simulator == .icarus
    let idle = manifest.idleLimit
    var arguments = [
      "+input=\(plan.input)", "+expected=\(plan.expected)", "+frames=\(plan.frames)", "+idle=\(idle)",
      "+seed=\(icarus ? plan.seed & 0x7fff_ffff : plan.seed)",
      "+stalls=\(icarus ? "\(VerifyOptions.Stalls.allCases.firstIndex(of: plan.stalls) ?? 0)" : plan.stalls.rawValue)",
    ]
    if let waves = plan.waves { arguments.append("+waves=\(waves)") }
    if let taps = plan.taps { arguments.append("+taps=\(taps)") }
    let tool = icarus ? try Tool.find("vvp") : Tool(name: "\(manifest.name) simulator", path: product)
    let run = try await tool.run(
      (icarus ? ["-n", product] : []) + arguments, in: "\(folder)/\(manifest.runFolder)", limit: timeout,
      log: "\(work)/\(kind)-run.log")
    let output = try HarnessOutput(
      run, frames: plan.frames, wordsPerFrame: manifest.interface.output.wordsPerFrame)
    return (output, output.nanoseconds.map { Double($0) * 1e-9 } ?? run.seconds)
  }
}

internal import Emit
internal import Foundation
internal import Support
internal import Tools

/// The programs that place, route and time for one target.
struct PlacingTools: Sendable {
  private let target: SynthesisTarget
  private let board: Board?
  private let router: Router?
  private let placer: Tool
  private let packer: Tool?
  /// For example `nextpnr-ice40 0.4`.
  let versions: String
  /// What they do, for progress.
  var title: String { target == .asic ? "timing" : "placing and routing" }

  /// Nil where no open tool of Debian or PyPI places for the target; throws a `Failure` of kind `tool` where one is missing.
  init?(_ target: SynthesisTarget, _ board: Board? = nil) async throws(Failure) {
    self.target = target
    self.board = board
    router = board.map(Router.init) ?? target.router
    if let router {
      placer = try PackagedTool.find(router.program)
      packer = try PackagedTool.find(router.result.packer)
    } else if target == .asic {
      placer = try Tool.find("sta")
      packer = nil
    } else {
      return nil
    }
    versions = try await "\(placer.name) \(KnownTool.named(placer.name).version(placer))"
  }

  func place(
    _ figures: NetworkFigures, _ options: NetworkSynthesis.Options, in work: String, results: String, name: String
  ) async throws(Failure) -> NetworkFigures {
    var figures = figures
    figures.timer = versions
    guard let router, let packer else {
      try await time(&figures, options, in: work, results: results, top: name)
      return figures
    }
    let (option, _) = router.result
    let arguments =
      router.arguments + ["--json", "design.json", "--report", "route.json", option, "placed.txt", "--seed", "1"]
      + ["--freq", String(format: "%.3f", options.clock), "--timing-allow-fail"]
      + (board.map { [router.pins, $0.constraints] } ?? [router.anyPins])
    try await placer.run(arguments, in: work, limit: options.limit, outputLimit: 1 << 28, log: "\(results)/route.log")
      .checked("placing '\(name)' on \(target.rawValue)")
    let report = try RouteReport(WholeFile.bytes("\(work)/route.json"))
    (figures.clock, figures.path) = (report.clock, report.path)
    if board != nil, report.clock < options.clock {
      figures.notes.append(
        "it reaches \(String(format: "%.2f", report.clock)) of the board's \(options.clock) MHz, so that there is no bitstream"
      )
      return figures
    }
    let bitstream = board == nil ? "\(name)_pins.bit" : "\(name).bit"
    try await packer.run(["placed.txt", bitstream], in: work, limit: options.limit).checked("packing the bitstream")
    for name in [bitstream, "route.json"] {
      try Temporary.put(WholeFile.bytes("\(work)/\(name)"), mode: 0o644, at: "\(results)/\(name)")
    }
    figures.bitstream = bitstream
    figures.bitstreamDigest = SHA256.hex(ofFile: "\(results)/\(bitstream)")
    return figures
  }

  /// By OpenSTA, from the netlist in a Liberty file's gates; wires have no delay.
  private func time(
    _ figures: inout NetworkFigures, _ options: NetworkSynthesis.Options, in work: String, results: String, top: String
  ) async throws(Failure) {
    let period = 1000 / options.clock
    let script = """
      read_liberty gates.lib
      read_verilog design.v
      link_design \(top)
      create_clock -name \(PinsModule.clock) -period \(period) [get_ports \(PinsModule.clock)]
      report_checks -path_delay max -format full -digits 4 > checks.txt
      set_power_activity -global -activity 0.1
      report_power -digits 6 > power.txt

      """
    try Disk.write(script.utf8, to: "\(work)/time.tcl")
    let run = try await placer.run(["-exit", "time.tcl"], in: work, limit: options.limit, log: "\(results)/sta.log")
      .checked("timing '\(top)'")
    // It goes on after errors, and ends with 0.
    if let error = run.output.split(separator: "\n").first(where: { $0.hasPrefix("Error:") }) {
      throw Failure(.tool, at: "sta", String(error), notes: ["the whole log is in '\(results)/sta.log'"])
    }
    let report = try TimingText(
      checks: WholeFile.text("\(work)/checks.txt", most: 1 << 24),
      power: WholeFile.text("\(work)/power.txt", most: 1 << 20))
    (figures.clock, figures.path) = (1000 / (period - report.slack), report.path)
    figures.power = report.power.map { $0 * (figures.clock ?? options.clock) / options.clock }
  }
}

import Emit
import Foundation
import Support
package import Synthesis

/// What a network takes of a target, and how fast it is there.
package struct SynthesiseReport: Report, Decodable {
  /// One layer, or what belongs to none.
  package struct Layer: Codable, Sendable {
    /// The layer's name; `(between layers)` for the frame guard and FIFOs.
    package var name: String
    /// Look-up tables, flip-flops, multiplier blocks and blocks of memory; zeros for gates.
    package var area: Area
    /// Cells of carry chains.
    package var carries: Int
    /// Cells of the Liberty file; 0 for FPGAs.
    package var gates: Int
    /// In the Liberty file's unit; null for FPGAs.
    @Nullable package var gateArea: Double?
    /// What `inspect` estimates; null where it says nothing.
    @Nullable package var estimate: Area?

    fileprivate init(_ name: String, _ figures: PartFigures, _ estimate: Area?) {
      self.name = name
      area = figures.area
      (carries, gates) = (figures.carries, figures.gates)
      (self.gateArea, self.estimate) = (figures.gateArea, estimate)
    }
  }

  /// What it was synthesised for.
  package var target: SynthesisTarget
  /// The board whose top and pins were taken; null for the network alone.
  @Nullable package var board: String?
  /// The layer, where only one was; null for the network.
  @Nullable package var layer: String?
  /// The tools, with their versions.
  package var tools: [String]
  /// The layers in the order of the data, and what belongs to none.
  package var layers: [Layer]
  /// Everything.
  package var total: Layer
  /// The clock that was aimed at, in megahertz.
  package var clockGoal: Double
  /// The clock that it reaches; null where no tool times it.
  @Nullable package var clock: Double?
  /// The longest path between registers.
  @Nullable package var criticalPath: CriticalPath?
  /// The layer in which that path ends; null where it is between layers.
  @Nullable package var criticalLayer: String?
  /// Cycles between two frames when nothing stalls; null for one layer.
  @Nullable package var cyclesPerFrame: Int?
  /// At the clock that it reaches, or the board has.
  @Nullable package var framesPerSecond: Double?
  /// From the first word in to the last word out, in microseconds.
  @Nullable package var latencyMicroseconds: Double?
  /// In nanojoules an inference, with every input changing in a tenth of the cycles; null without a Liberty file.
  @Nullable package var energyNanojoules: Double?
  /// Where the bitstream lies; null where there is none.
  @Nullable package var bitstream: String?
  /// Where logs lie.
  package var logs: String
  /// Whether figures are from a run before, of equal files and tools.
  package var isKept: Bool
  /// Files of the design that are not as they were compiled.
  package var alteredFiles: [String] = []
  /// What a reader should know.
  package var notes: [String]
  /// Of this run.
  package var seconds = 0.0

  package var exitCode: Int32 {
    // Whoever asks for a board wants its bitstream.
    board != nil && bitstream == nil ? Failure.Kind.mismatch.rawValue : alteredFiles.isEmpty ? 0 : 4
  }

  init(_ request: SynthesiseRequest, _ manifest: Manifest, _ figures: NetworkFigures, _ estimates: [String: Area]) {
    target = request.target
    (board, layer) = (request.board?.name, request.layer)
    tools = ["yosys \(figures.yosys)"] + [figures.timer].compactMap { $0 }
    let rest = request.layer.map { Layer($0, figures.rest, estimates[$0]) }
    layers =
      figures.layers.map { Layer($0.name, $0.figures, estimates[$0.name]) }
      + [rest ?? Layer("(between layers)", figures.rest, nil)]
    let whole = layers.compactMap(\.estimate).reduce(Area(), +)
    total = Layer("total", figures.total, whole == Area() ? nil : whole)
    (clockGoal, clock, criticalPath) = (request.clock, figures.clock, figures.path)
    criticalLayer = figures.path.flatMap { path in
      let parts = path.to.split(separator: ".")
      return parts.count > 1 ? manifest.layers.first { "u_\($0.tap)" == parts[1] }?.name : nil
    }
    if request.layer == nil {
      cyclesPerFrame = manifest.cyclesPerFrame
      // A board has the clock that it has.
      let clock = figures.clock.map { request.board?.megahertz ?? $0 }
      let rate = clock.map { $0 * 1e6 / Double(max(1, manifest.cyclesPerFrame)) }
      framesPerSecond = rate
      latencyMicroseconds = clock.flatMap { clock in manifest.latencyCycles.map { Double($0) / clock } }
      energyNanojoules = figures.power.flatMap { power in rate.map { power / $0 * 1e9 } }
    }
    let logs = NetworkSynthesis.results(
      in: request.folder, request.target, layer: request.layer, board: request.board)
    self.logs = logs
    bitstream = figures.bitstream.map { "\(logs)/\($0)" }
    (isKept, notes) = (figures.isKept, figures.notes)
    if let frames = request.board?.framesPerSecond(of: manifest) {
      notes.append("the serial line carries \(Figure.short(frames)) frames a second at most")
    }
    if request.target == .xc7 {
      notes.append("no open tool of Debian or PyPI places for xc7; its clock is the vendor's tool to tell")
    }
  }
}

extension SynthesiseReport {
  package var text: String {
    var lines = [
      "\(layer.map { "layer \($0)" } ?? "network") for \(board ?? target.rawValue), by \(tools.joined(separator: ", "))",
      "",
    ]
    lines += [table, ""]
    if let clock {
      lines.append("clock            \(Figure.short(clock)) MHz (aimed at \(Figure.short(clockGoal)))")
    }
    if let path = criticalPath {
      let share = path.routing.map { ", of it \(Figure.short($0)) ns in wires" } ?? ""
      lines.append(
        "longest path     \(Figure.short(path.delay)) ns\(share), \(path.cells) cells, layer \(criticalLayer ?? "-")")
      lines.append("  from           \(path.from)")
      for instance in path.instances.dropFirst().dropLast() { lines.append("  through        \(instance)") }
      lines.append("  to             \(path.to)")
    }
    if let cyclesPerFrame { lines.append("cycles a frame   \(Figure.count(cyclesPerFrame))") }
    if let framesPerSecond { lines.append("inferences       \(Figure.short(framesPerSecond)) a second") }
    if let latencyMicroseconds { lines.append("latency          \(Figure.short(latencyMicroseconds)) us") }
    if let energyNanojoules {
      lines.append("energy           \(Figure.short(energyNanojoules)) nJ an inference, estimated")
    }
    if let bitstream {
      lines.append("bitstream        \(bitstream)" + (board == nil ? " (of a top with four pins)" : ""))
    }
    lines.append("logs             \(logs)")
    if isKept { lines.append("nothing has changed since a run before, whose figures these are") }
    lines += notes.map { "note: \($0)" } + alteredFiles.map { "altered: \($0) is not as it was compiled" }
    return lines.joined(separator: "\n")
  }

  private var table: String {
    let rows = layers + (layers.count > 1 ? [total] : [])
    guard let device = target.device else {
      var table = Table([("layer", .left), ("gates", .right), ("area", .right)])
      for row in rows { table.add([row.name, Figure.count(row.gates), row.gateArea.map(Figure.short) ?? ""]) }
      return table.text
    }
    var table = Table([
      ("layer", .left), ("LUTs", .right), ("estimate", .right), ("carry", .right), ("flip-flops", .right),
      ("estimate", .right), ("DSPs", .right), ("estimate", .right), (device.blockName, .right), ("estimate", .right),
    ])
    for row in rows {
      var cells = [row.name]
      for (place, count) in [row.area.luts, row.area.registers, row.area.multipliers, row.area.blocks].enumerated() {
        let estimate = row.estimate.map { [$0.luts, $0.registers, $0.multipliers, $0.blocks][place] }
        cells.append(Figure.count(count))
        cells.append(estimate.map(Figure.count) ?? "")
        if place == 0 { cells.append(Figure.count(row.carries)) }
      }
      table.add(cells)
    }
    return table.text
  }
}

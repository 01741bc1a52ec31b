/// What one part of a network takes of a target.
package struct PartFigures: Codable, Sendable, Hashable {
  /// Of an FPGA; zeros for gates.
  package var area = Area()
  /// Cells of carry chains: `SB_CARRY`, `CCU2C` or `CARRY4`.
  package var carries = 0
  /// Gates and flip-flops of a Liberty file; 0 for FPGAs.
  package var gates = 0
  /// Their area in the Liberty file's unit; nil for FPGAs.
  package var gateArea: Double?

  init() {}

  /// Counts Yosys' cells by what they are.
  init(cells: [String: Int], on device: Device?) {
    guard let device else {
      gates = cells.values.reduce(0, +)
      return
    }
    area = device.area(of: cells)
    carries = ["SB_CARRY", "CCU2C", "CARRY4"].reduce(0) { $0 + (cells[$1] ?? 0) }
  }

  static func + (a: PartFigures, b: PartFigures) -> PartFigures {
    var sum = a
    sum.area = a.area + b.area
    sum.carries += b.carries
    sum.gates += b.gates
    if let area = b.gateArea { sum.gateArea = (a.gateArea ?? 0) + area }
    return sum
  }
}

/// What was found of a synthesised network, or of one of its layers.
package struct NetworkFigures: Codable, Sendable {
  /// One layer; its module is kept apart from the others while Yosys works.
  package struct Layer: Codable, Sendable {
    /// The layer's name.
    package var name: String
    /// What it takes.
    package var figures: PartFigures
  }

  /// The version of Yosys.
  package var yosys: String
  /// What placed or timed it, with its version; nil where nothing did.
  package var timer: String?
  /// In the order of the data.
  package var layers: [Layer] = []
  /// What belongs to no layer: the frame guard, FIFOs, forks.
  package var rest = PartFigures()
  /// Everything.
  package var total: PartFigures
  /// The clock that it reaches, in megahertz; nil where it was not timed.
  package var clock: Double?
  /// What limits the clock.
  package var path: CriticalPath?
  /// In watts at that clock, with every input changing in a tenth of the cycles; nil without a Liberty file.
  package var power: Double?
  /// The file in the folder of results.
  package var bitstream: String?
  /// The SHA-256 of that file's content.
  package var bitstreamDigest: String?
  /// What a reader should know.
  package var notes: [String] = []
  /// Whether they are from a run before.
  package var isKept = false

  init(yosys: String, total: PartFigures) {
    self.yosys = yosys
    self.total = total
  }
}

extension Area {
  /// Which parts are more than a device has; nil where all fit.
  func excess(over capacity: Area) -> String? {
    let parts = [
      ("LUTs", luts, capacity.luts), ("flip-flops", registers, capacity.registers),
      ("multiplier blocks", multipliers, capacity.multipliers), ("memory blocks", blocks, capacity.blocks),
    ].filter { $0.1 > $0.2 }
    return parts.isEmpty ? nil : parts.map { "\($0.1) \($0.0) of \($0.2)" }.joined(separator: ", ")
  }
}

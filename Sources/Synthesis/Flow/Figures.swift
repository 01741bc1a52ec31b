/// A circuit on a Xilinx 7 series fabric.
package struct FabricFigures: Codable, Sendable, Hashable {
  /// LUT1 to LUT6.
  package var luts: Int
  /// CARRY4.
  package var carries: Int
  /// MUXF7 and MUXF8, which are counted nowhere else.
  package var muxes: Int

  /// Counts Yosys' cells by what they are.
  package init(cells: [String: Int]) {
    luts = (1...6).reduce(0) { $0 + (cells["LUT\($1)"] ?? 0) }
    carries = cells["CARRY4"] ?? 0
    muxes = (cells["MUXF7"] ?? 0) + (cells["MUXF8"] ?? 0)
  }
}

/// A circuit in the gates of a Liberty file.
package struct GateFigures: Codable, Sendable, Hashable {
  /// In the file's unit, square micrometres as a rule.
  package var area: Double
  /// In picoseconds.
  package var delay: Double
  /// In femtojoules an operation; nil when it was not measured.
  package var energy: EnergyFigures?
}

/// Energies of an operation in femtojoules.
package struct EnergyFigures: Codable, Sendable, Hashable {
  /// All codes alike.
  package var uniform: Double
  /// Operands as in a network.
  package var network: Double
}

/// What was measured of a circuit.
package struct CircuitFigures: Codable, Sendable, Hashable {
  /// What it takes of a Xilinx 7 series.
  package var fabric: FabricFigures
  /// Nil without a Liberty file.
  package var gates: GateFigures?
}

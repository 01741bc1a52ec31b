/// A family of FPGAs, as far as an estimate depends on it.
package enum Device: String, CaseIterable, Codable, Sendable, Hashable {
  case ice40
  case ecp5
  case xc7

  /// What Yosys is told.
  package var synthesis: String {
    switch self {
    case .ice40: "synth_ice40"
    case .ecp5: "synth_ecp5"
    case .xc7: "synth_xilinx -family xc7 -flatten"
    }
  }

  /// Bits of a block of memory, and the name that reports give it.
  package var blockBits: Int {
    switch self {
    case .ice40: 4096
    case .ecp5, .xc7: 18432
    }
  }
  /// What its blocks of memory are called.
  package var blockName: String {
    switch self {
    case .ice40: "SB_RAM40_4K"
    case .ecp5: "DP16KD"
    case .xc7: "RAMB18"
    }
  }

  /// The words and the width of a block, as it can be used.
  package var blockShapes: [(words: Int, width: Int)] {
    switch self {
    case .ice40: [(256, 16), (512, 8), (1024, 4), (2048, 2)]
    case .ecp5: [(512, 36), (1024, 18), (2048, 9), (4096, 4), (8192, 2), (16384, 1)]
    case .xc7: [(512, 36), (1024, 18), (2048, 9), (4096, 4), (8192, 2), (16384, 1)]
    }
  }

  /// Blocks for a memory, in each of the shapes that a block may have.
  package func blocks(words: Int, width: Int) -> [Int] {
    blockShapes.map { ((words + $0.words - 1) / $0.words) * ((width + $0.width - 1) / $0.width) }
  }

  /// Words of one bit that a look-up table holds.
  package var wordsPerLUT: Int { self == .xc7 ? 64 : 16 }

  /// The operands of a multiplier block, and the least product that is worth one; nil without such blocks.
  package var multiplier: (a: Int, b: Int, leastProduct: Int)? {
    switch self {
    case .ice40: nil
    case .ecp5: (18, 18, 9)
    case .xc7: (25, 18, 9)
    }
  }

  /// Multiplier blocks for one product of `a` x `b` bits; 0 when it is made of look-up tables.
  package func multiplierBlocks(_ a: Int, _ b: Int) -> Int { Self.blocks(a, b, of: multiplier) }

  /// The same of a device that has blocks of this kind.
  static func blocks(_ a: Int, _ b: Int, of multiplier: (a: Int, b: Int, leastProduct: Int)?) -> Int {
    guard let limit = multiplier, min(a, b) > 1, a + b >= limit.leastProduct else { return 0 }
    let (wide, narrow) = (max(a, b), min(a, b))
    // Parts of a product that is cut have a sign bit less to give.
    func parts(_ width: Int, _ most: Int) -> Int { width <= most ? 1 : (width - 1 + most - 2) / (most - 1) }
    return parts(wide, limit.a) * parts(narrow, limit.b)
  }

  /// Cells of one kind, of those that a synthesis counted.
  package func area(of cells: [String: Int]) -> Area {
    func sum(_ names: [String]) -> Int { names.reduce(0) { $0 + (cells[$1] ?? 0) } }
    func sum(where matches: (String) -> Bool) -> Int { cells.reduce(0) { matches($1.key) ? $0 + $1.value : $0 } }
    switch self {
    case .ice40:
      return Area(
        luts: sum(["SB_LUT4"]), registers: sum { $0.hasPrefix("SB_DFF") }, multipliers: sum(["SB_MAC16"]),
        blocks: sum { $0.hasPrefix("SB_RAM40_4K") })
    case .ecp5:
      // A carry cell takes the place of two look-up tables, a distributed memory that of four.
      return Area(
        luts: sum(["LUT4"]) + 2 * sum(["CCU2C"]) + 4 * sum(["TRELLIS_DPR16X4"]), registers: sum(["TRELLIS_FF"]),
        multipliers: sum(["MULT18X18D"]), blocks: sum { ["DP16KD", "PDPW16KD"].contains($0) })
    case .xc7:
      let distributed = ["RAM32M": 4, "RAM64M": 4, "RAM32X1D": 2, "RAM64X1D": 2, "RAM128X1D": 4]
      return Area(
        luts: (1...6).reduce(0) { $0 + (cells["LUT\($1)"] ?? 0) }
          + distributed.reduce(0) { $0 + $1.value * (cells[$1.key] ?? 0) } + sum(["SRL16E", "SRLC32E"]),
        registers: sum { ["FDRE", "FDSE", "FDCE", "FDPE"].contains($0) }, multipliers: sum(["DSP48E1"]),
        blocks: sum(["RAMB18E1"]) + 2 * sum(["RAMB36E1"]))
    }
  }
}

/// What a piece of hardware takes of an FPGA.
package struct Area: Codable, Sendable, Hashable {
  /// Look-up tables.
  package var luts: Int
  /// Flip-flops.
  package var registers: Int
  /// Multiplier blocks.
  package var multipliers: Int
  /// Blocks of memory; see `Device.blockName`.
  package var blocks: Int

  /// Nothing where nothing is said.
  package init(luts: Int = 0, registers: Int = 0, multipliers: Int = 0, blocks: Int = 0) {
    self.luts = luts
    self.registers = registers
    self.multipliers = multipliers
    self.blocks = blocks
  }

  /// The parts of both.
  package static func + (a: Area, b: Area) -> Area {
    Area(
      luts: a.luts + b.luts, registers: a.registers + b.registers, multipliers: a.multipliers + b.multipliers,
      blocks: a.blocks + b.blocks)
  }
}

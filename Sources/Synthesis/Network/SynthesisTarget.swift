package import Emit
package import Support

/// What a design is synthesised for.
package enum SynthesisTarget: String, CaseIterable, Codable, Sendable, Hashable {
  case ice40hx8k = "ice40-hx8k"
  case ice40up5k = "ice40-up5k"
  case ecp5small = "ecp5-25k"
  case ecp5large = "ecp5-85k"
  case xc7
  /// The gates of a Liberty file.
  case asic

  /// The device of a board.
  package init(_ board: Board) throws(Failure) {
    guard let target = SynthesisTarget(rawValue: board.target) else {
      throw Failure(.tool, at: "--board \(board.name)", "there is no target '\(board.target)'")
    }
    self = target
  }

  /// The family of FPGAs; nil for gates.
  package var device: Device? {
    switch self {
    case .ice40hx8k, .ice40up5k: .ice40
    case .ecp5small, .ecp5large: .ecp5
    case .xc7: .xc7
    case .asic: nil
    }
  }

  /// Those whose delays are known.
  package static var timed: [SynthesisTarget] { allCases.filter { $0 != .asic } }

  /// Yosys' command, `-top` excepted.
  package var synthesis: String {
    switch self {
    case .ice40hx8k: "synth_ice40 -device hx"
    case .ice40up5k: "synth_ice40 -device u -dsp"
    case .ecp5small, .ecp5large: "synth_ecp5"
    case .xc7: "synth_xilinx -family xc7 -flatten -noiopad -noclkbuf"
    case .asic: "synth -flatten"
    }
  }

  /// Multiplier blocks for one product of `a` x `b` bits; 0 when it is made of look-up tables.
  package func multiplierBlocks(_ a: Int, _ b: Int) -> Int {
    // Of the iCE40 family only the UltraPlus has some, SB_MAC16.
    self == .ice40up5k ? Device.blocks(a, b, of: (16, 16, 11)) : device?.multiplierBlocks(a, b) ?? 0
  }

  /// What Yosys is told of the design before, in a line of its own; empty for most.
  ///
  /// Yosys 0.23 makes the sum before the multiplier of a DSP48E1 of an accumulator that a multiplier reads, and loses the
  /// sum's way back; it takes no register that is to be kept.
  var preparation: String { self == .xc7 ? "setattr -set keep 1 */w:*_sums_q" : "" }

  /// What places and routes for it; nil where no open tool of Debian or PyPI does.
  package var router: Router? {
    switch self {
    case .ice40hx8k: .ice40(["--hx8k", "--package", "ct256"])
    case .ice40up5k: .ice40(["--up5k", "--package", "sg48"])
    case .ecp5small: .ecp5(["--25k", "--package", "CABGA381", "--speed", "6"])
    case .ecp5large: .ecp5(["--85k", "--package", "CABGA756", "--speed", "6"])
    case .xc7, .asic: nil
    }
  }

  /// What one such device has; nil for families and gates.
  package var capacity: Area? {
    switch self {
    case .ice40hx8k: Area(luts: 7680, registers: 7680, multipliers: 0, blocks: 32)
    case .ice40up5k: Area(luts: 5280, registers: 5280, multipliers: 8, blocks: 30)
    case .ecp5small: Area(luts: 24288, registers: 24288, multipliers: 28, blocks: 56)
    case .ecp5large: Area(luts: 83640, registers: 83640, multipliers: 156, blocks: 208)
    case .xc7, .asic: nil
    }
  }
}

/// A version of nextpnr for one family.
package struct Router: Sendable, Hashable {
  /// The program's name.
  package var program: String
  /// Device, package and speed.
  package var arguments: [String]
  /// The option that names the placed design, and the program that makes a bitstream of it.
  package var result: (option: String, packer: String) {
    program == "nextpnr-ice40" ? ("--asc", "icepack") : ("--textcfg", "ecppack")
  }
  /// The option that names the constraints of pins.
  var pins: String { program == "nextpnr-ice40" ? "--pcf" : "--lpf" }
  /// The option that lets pins lie anywhere.
  package var anyPins: String { program == "nextpnr-ice40" ? "--pcf-allow-unconstrained" : "--lpf-allow-unconstrained" }

  /// What places for a board's device, in its package.
  init(_ board: Board) {
    self.init(program: "nextpnr-\(board.family.rawValue)", arguments: board.placing)
  }

  /// A placer with its arguments.
  package init(program: String, arguments: [String]) {
    (self.program, self.arguments) = (program, arguments)
  }

  static func ice40(_ arguments: [String]) -> Router {
    Router(program: "nextpnr-ice40", arguments: arguments)
  }

  static func ecp5(_ arguments: [String]) -> Router {
    Router(program: "nextpnr-ecp5", arguments: arguments)
  }
}

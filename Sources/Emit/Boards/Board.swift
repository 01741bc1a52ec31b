/// A board on which a machine is tried through a serial line: its clock, its pins, and what places for its device.
package struct Board: Sendable, Hashable {
  /// The family of the device, which decides the tools and the form of constraints.
  package enum Family: String, Sendable, Hashable {
    case ice40, ecp5
  }

  /// A pin of the board's top module.
  package struct Pin: Sendable, Hashable {
    /// The port.
    package var port: String
    /// The ball or pin of the package.
    package var site: String
    /// What else the constraint says, in the tool's own words; empty for nothing.
    package var options: String

    fileprivate init(_ port: String, _ site: String, _ options: String = "") {
      (self.port, self.site, self.options) = (port, site, options)
    }
  }

  /// In options, in the names of folders and files.
  package var name: String
  /// The board and its device, with an article, as sentences need it.
  package var title: String
  /// The family of its device.
  package var family: Family
  /// The device as `mantissa synthesise --target` names it; its package may be another one.
  package var target: String
  /// What Yosys' command for the family is told.
  package var synthesis: [String]
  /// Device, package and speed as nextpnr takes them.
  package var placing: [String]
  /// Of the oscillator that drives `clk`, in hertz.
  package var hertz: Int
  /// Every port of the top module.
  package var pins: [Pin]
  /// Whether the button gives 0 while it is pressed.
  package var buttonIsLow: Bool
  /// Whether a LED shines at 0.
  package var ledIsLow: Bool
  /// An output that has to be held high, and why; nil for none.
  package var tied: Tied?
  /// Where the pins are from.
  package var source: String

  /// An output that has to be held high.
  package struct Tied: Sendable, Hashable {
    /// The port.
    package var port: String
    /// Why, as a comment says it.
    package var reason: String
  }

  /// Bits a second of the line. Both boards' clocks are whole multiples of it, and so are those of their USB bridges (FTDI's
  /// divide 3 MHz and 12 MHz), so that both ends have the same rate.
  package static let baud = 1_000_000
  /// Bytes of a credit: two of them fill one block of memory of iCE40.
  package static let block = 256

  /// Clocks of a bit.
  package var divider: Int { hertz / Self.baud }
  /// The clock in megahertz.
  package var megahertz: Double { Double(hertz) / 1e6 }
  /// The constraints' file.
  package var constraints: String { "\(name)." + (family == .ice40 ? "pcf" : "lpf") }
  /// The folder of the board's files in an emitted folder.
  package var folder: String { "boards/\(name)" }
  /// The top module of a machine.
  package func top(of machine: String) -> String { "\(machine)_\(name)" }

  /// Every board.
  package static let all = [ulx3s, icebreaker]

  /// The board of a name; nil where there is none.
  package static func named(_ name: String) -> Board? { all.first { $0.name == name } }
}

extension Board {
  /// Radiona ULX3S with the largest device; the serial line is its FT231X.
  static let ulx3s = Board(
    name: "ulx3s", title: "a ULX3S with an LFE5U-85F", family: .ecp5, target: "ecp5-85k", synthesis: [],
    placing: ["--85k", "--package", "CABGA381", "--speed", "6"], hertz: 25_000_000,
    pins: [
      Pin("clk", "G2", "PULLMODE=NONE IO_TYPE=LVCMOS33"), Pin("button", "R1", "PULLMODE=DOWN IO_TYPE=LVCMOS33"),
      Pin("rx", "M1", "PULLMODE=UP IO_TYPE=LVCMOS33"), Pin("tx", "L4", "PULLMODE=UP IO_TYPE=LVCMOS33 DRIVE=4"),
      Pin("led_busy", "B2", "PULLMODE=NONE IO_TYPE=LVCMOS33 DRIVE=4"),
      Pin("led_error", "C2", "PULLMODE=NONE IO_TYPE=LVCMOS33 DRIVE=4"),
      Pin("wifi_gpio0", "L2", "PULLMODE=UP IO_TYPE=LVCMOS33 DRIVE=4"),
    ], buttonIsLow: false, ledIsLow: false,
    tied: Tied(port: "wifi_gpio0", reason: "low, the ESP32 would start its loader"),
    source: "https://github.com/emard/ulx3s/blob/master/doc/constraints/ulx3s_v20.lpf (button: fire 1)")

  /// 1BitSquared iCEBreaker; the serial line is the second port of its FT2232H.
  static let icebreaker = Board(
    name: "icebreaker", title: "an iCEBreaker with an iCE40UP5K", family: .ice40, target: "ice40-up5k",
    synthesis: ["-device", "u", "-dsp"],
    placing: ["--up5k", "--package", "sg48"], hertz: 12_000_000,
    pins: [
      Pin("clk", "35"), Pin("button", "10"), Pin("rx", "6"), Pin("tx", "9"), Pin("led_busy", "37"),
      Pin("led_error", "11"),
    ], buttonIsLow: true, ledIsLow: true, tied: nil,
    source: "https://github.com/icebreaker-fpga/icebreaker-verilog-examples/blob/main/icebreaker/icebreaker.pcf")
}

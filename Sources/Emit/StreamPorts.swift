internal import Datapath
internal import PipelineIR
internal import Verilog

/// The three signals of one stream, as ports, wires and connections.
enum StreamPorts {
  /// `s_axis`, or `s0_axis`, `s1_axis` when there are several.
  static func prefix(_ side: String, _ index: Int, of count: Int) -> String {
    count == 1 ? "\(side)_axis" : "\(side)\(index)_axis"
  }

  static var clockAndReset: [Module.Port] {
    [
      .init(.input, "aclk"),
      .init(.input, "aresetn", comment: "synchronous, active low"),
    ]
  }

  /// A stream into a module.
  static func input(_ prefix: String, width: Int) -> [Module.Port] {
    [
      .init(.input, prefix + "_tvalid"), .init(.output, prefix + "_tready"),
      .init(.input, prefix + "_tdata", width: width),
    ]
  }

  /// A stream out of a module.
  static func output(_ prefix: String, width: Int) -> [Module.Port] {
    [
      .init(.output, prefix + "_tvalid"), .init(.input, prefix + "_tready"),
      .init(.output, prefix + "_tdata", width: width),
    ]
  }

  static func wires(_ net: String, width: Int) -> [Item] {
    [.bit(net + "_tvalid"), .bit(net + "_tready"), .wire(net + "_tdata", width: width)]
  }

  /// The wire between two modules in the chain of loads.
  static func loadWire(_ net: String) -> Item { .wire(net, width: MemoryRead.busWidth) }

  /// How a module is put into the chain.
  static func loadConnections(_ before: String, _ behind: String) -> [(String, Expression?)] {
    [("load_in", .identifier(before)), ("load_out", .identifier(behind))]
  }

  static let clockConnections: [(String, Expression?)] = [("aclk", "aclk"), ("aresetn", "aresetn")]

  static func connections(_ port: String, to net: String) -> [(String, Expression?)] {
    ["_tvalid", "_tready", "_tdata"].map { (port + $0, .identifier(net + $0)) }
  }

  /// Joins two nets of one stream: data and valid forward, ready back.
  static func joined(from source: String, to target: String) -> [Item] {
    [
      .assign(.identifier(target + "_tvalid"), .identifier(source + "_tvalid")),
      .assign(.identifier(target + "_tdata"), .identifier(source + "_tdata")),
      .assign(.identifier(source + "_tready"), .identifier(target + "_tready")),
    ]
  }
}

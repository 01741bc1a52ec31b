internal import Support

/// A port of a synthesised module, as Yosys lists it.
struct ModulePort: Sendable, Hashable {
  var name: String
  var isInput: Bool
  var width: Int

  /// Ports from what `portlist` prints: `input [7:0] name`; throws where a line is none.
  static func list(_ text: String) throws(Failure) -> [ModulePort] {
    var ports: [ModulePort] = []
    for line in text.split(separator: "\n").map({ $0.split(separator: " ") }) where line.first.map(isDirection) ?? false
    {
      let bounds = line[1].split { "[:]".contains($0) }.compactMap { Int($0) }
      guard line.count == 3, bounds.count == 2, bounds[0] >= bounds[1] else {
        throw Failure(.tool, at: "yosys", "prints a port that is none: '\(line.joined(separator: " "))'")
      }
      ports.append(
        ModulePort(name: String(line[2]), isInput: line[0] == "input", width: bounds[0] - bounds[1] + 1))
    }
    return ports
  }

  private static func isDirection(_ word: Substring) -> Bool { ["input", "output"].contains(word) }
}

/// A top with four pins, so that a design whose ports are wider than a device has pins can be placed and timed.
///
/// Every input is a register of one shift chain, every output is registered and leaves by another chain: paths begin and
/// end in registers as they do inside of a larger design.
struct PinsModule {
  let top: String
  let ports: [ModulePort]
  /// Ports that the top passes on as they are.
  static let clock = "aclk"
  /// The name of a design's four-pin top.
  var name: String { top + "_pins" }

  /// The Verilog text.
  var text: String {
    let inputs = ports.filter { $0.isInput && $0.name != Self.clock }
    let outputs = ports.filter { !$0.isInput }
    let (inBits, outBits) = (total(inputs), max(1, total(outputs)))
    var connections = ports.contains { $0.name == Self.clock } ? [".\(Self.clock)(\(Self.clock))"] : []
    connections += slices(inputs, of: "in_q") + slices(outputs, of: "out")
    return """
      // \(name) -- \(top) between two chains of registers, for placing and timing alone.
      `default_nettype none

      module \(name) (
          input  wire \(Self.clock),
          input  wire shift_in,
          output wire shift_out
      );
          reg  [\(max(1, inBits) - 1):0] in_q;     // the inputs
          wire [\(outBits - 1):0] out;
          reg  [\(outBits - 1):0] chain_q;  // the outputs, folded into what is shifted out

          always @(posedge \(Self.clock)) begin
              in_q    <= \(inBits > 1 ? "{in_q[\(inBits - 2):0], shift_in}" : "shift_in");
              chain_q <= \(outBits > 1 ? "{chain_q[\(outBits - 2):0], 1'b0} ^ out" : "out");
          end

          assign shift_out = chain_q[\(outBits - 1)];

          \(top) u_design (
              \(connections.joined(separator: ",\n        "))
          );

      endmodule

      """
  }

  private func total(_ ports: [ModulePort]) -> Int { ports.reduce(0) { $0 + $1.width } }

  private func slices(_ ports: [ModulePort], of vector: String) -> [String] {
    var place = 0
    return ports.map { port in
      defer { place += port.width }
      return ".\(port.name)(\(vector)[\(place + port.width - 1):\(place)])"
    }
  }
}

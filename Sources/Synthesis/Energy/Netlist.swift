package import Foundation
package import Support

/// A flat netlist that Yosys wrote as JSON.
package struct Netlist: Sendable {
  /// One gate.
  package struct Instance: Sendable {
    /// The instance's name.
    package var name: String
    /// The library's cell.
    package var type: String
    /// The net at each of the gate's pins.
    package var pins: [String: Int]
  }

  /// The nets of constants; those of Yosys follow.
  package static let zero = 0
  /// The number of the net that is always 1.
  package static let one = 1

  /// The nets of each port's bits, the lowest first.
  package private(set) var ports: [String: [Int]] = [:]
  /// The gates, in the order of the file.
  package private(set) var instances: [Instance] = []
  /// One more than the highest net.
  package private(set) var nets = 2

  /// Throws a `Failure` of kind `tool` when this is no netlist of `top`.
  package init(json: Data, top: String) throws(Failure) {
    let file: File
    do { file = try JSONDecoder().decode(File.self, from: json) } catch {
      throw Failure(.tool, at: "netlist of '\(top)'", "cannot be read: \(error)")
    }
    guard let module = file.modules[top] else {
      throw Failure(.tool, at: "netlist of '\(top)'", "holds no module of this name")
    }
    for (name, port) in module.ports { ports[name] = port.bits.map(\.net) }
    for (name, cell) in module.cells.sorted(by: { $0.key < $1.key }) {
      var pins: [String: Int] = [:]
      for (pin, bits) in cell.connections {
        guard bits.count == 1 else {
          throw Failure(.tool, at: "netlist of '\(top)'", "pin '\(pin)' of '\(cell.type)' has \(bits.count) bits")
        }
        pins[pin] = bits[0].net
      }
      instances.append(Instance(name: name, type: cell.type, pins: pins))
    }
    let all = ports.values.flatMap { $0 } + instances.flatMap { $0.pins.values }
    nets = max(2, (all.max() ?? 0) + 1)
  }

  private struct File: Decodable {
    var modules: [String: Module]
  }

  private struct Module: Decodable {
    struct Port: Decodable { var bits: [Bit] }
    struct Cell: Decodable {
      var type: String
      var connections: [String: [Bit]]
    }
    var ports: [String: Port]
    var cells: [String: Cell]
  }

  /// A net's number, or a constant; what is undefined counts as 0.
  private struct Bit: Decodable {
    var net: Int

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self), number >= 2 {
        net = number
      } else {
        net = try container.decode(String.self) == "1" ? Netlist.one : Netlist.zero
      }
    }
  }
}

internal import Arithmetic
package import Verilog

/// The Verilog of an operator: a top module over library cells.
///
/// Ports are `aclk`, `enable`, the operands and `result`; one result a cycle while `enable` is high, no reset.
package struct OperatorHardware: Sendable {
  package var module: Module
  /// The cells that the module instantiates, by name; those need others.
  package var cells: [String]
  /// Registers between operands and result.
  package var latency: Int
}

/// Where an operator is cut: a mask over its natural boundaries.
struct CutMask {
  /// How many boundaries there are.
  let boundaries: Int
  /// Bit i: registers at boundary i.
  let bits: Int

  /// `count` cuts, spread evenly; throws when there are fewer boundaries.
  init(_ count: Int, boundaries: Int) throws(FormatError) {
    guard (0...boundaries).contains(count) else {
      throw FormatError("cannot be cut \(count) times; 0 to \(boundaries) are possible here")
    }
    self.boundaries = boundaries
    bits = (0..<count).reduce(0) { bits, index in
      // The middle of equal shares, rounded half up.
      bits | 1 << ((2 * (index + 1) * (boundaries + 1) + count + 1) / (2 * (count + 1)) - 1)
    }
  }

  subscript(boundary: Int) -> Bool { bits >> boundary & 1 == 1 }
}

extension Module {
  /// An operator's module around some items.
  static func `operator`(
    _ name: String, header: [String], operands: [(name: String, width: Int)], result: Int, items: [Item]
  ) -> Module {
    Module(
      name: name, header: header,
      ports: [Port(.input, "aclk"), Port(.input, "enable")]
        + operands.map { Port(.input, $0.name, width: $0.width) } + [Port(.output, "result", width: result)],
      items: items)
  }
}

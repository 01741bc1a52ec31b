/// A function of the hardware by name, and the ports that it has; how it is built is a back end's affair.
///
/// Ports follow from the kind and are the same in every family, so that what composes cells knows no family:
///
/// | kind | inputs | outputs |
/// |---|---|---|
/// | decoder | `code` | `sign`, `significand`, `shift` |
/// | product | `w_sign`, `w_significand`, `w_shift`, `x_sign`, `x_significand`, `x_shift` | `product` |
/// | align | `sign`, `significand`, `shift` | `value` |
/// | encoder | `value` | `code` |
/// | compare | `a`, `b` (codes) | `greater`: a > b by value |
/// | tree | `terms` | `sum` |
/// | scale | `a`, `b` (two's complement integers) | `product` |
/// | sum | `a`, `b` (integers of one width), `carry` | `sum` |
/// | unary | `a` (a code) | `result` |
/// | operation | `aclk`, `enable`, `a`, `b` (codes) | `result`: a code, rounded |
/// | comparison | `aclk`, `enable`, `a`, `b` (codes) | `less`, `equal`, `unordered` |
/// | cut | `aclk`, `enable`, `d` | `q` |
/// | memory | `aclk`, `enable`, `address` | `data`, a clock edge later |
/// | stream | `aclk`, `aresetn`, AXI4-Streams | AXI4-Streams |
///
/// `sign` has 1 bit, `significand` the shape's `significandWidth`, `shift` its `shiftWidth` (at least 1). Where there
/// is no decoder the code is the significand and `sign` and `shift` are 0; the same goes for the `sign` of unsigned and
/// two's complement shapes and for the `shift` of shapes without one. `product` and `value` are two's complement
/// integers of `integerWidth` bits of their shape, in units of its `2^lsb`. A cell that can be cut has `aclk` and `enable`, too,
/// and the parameter `CUTS`: bit i puts registers at its boundary i.
package struct CellContract: Sendable, Hashable {
  /// What a cell is used for; its ports follow.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case decoder, product, align, encoder, compare, tree, scale, sum, unary
    /// A whole operator of two operands, which its parameter `CUTS` puts registers into.
    case operation, comparison
    case cut, memory, stream
  }

  /// What the cell is for, from which its ports follow.
  package let kind: Kind
  /// Unique among all contracts, for example `fixed_encode`.
  package let name: String
  /// Whether registers may stand inside it.
  package let canBeCut: Bool

  /// A contract of that kind and name.
  package init(_ kind: Kind, _ name: String, canBeCut: Bool = false) {
    self.kind = kind
    self.name = name
    self.canBeCut = canBeCut || kind == .operation || kind == .comparison
  }

  /// Whether it has a clock and, but for streams, an enable.
  package var hasClock: Bool {
    switch kind {
    case .decoder, .product, .align, .encoder, .compare, .tree, .scale, .sum, .unary, .operation, .comparison: canBeCut
    case .cut, .memory, .stream: true
    }
  }
}

extension CellContract {
  /// The two's complement integer of a decoded operand.
  package static let align = CellContract(.align, "align", canBeCut: true)
  /// The sum of `COUNT` two's complement terms of `WIDTH` bits.
  package static let adderTree = CellContract(.tree, "adder_tree", canBeCut: true)
  /// The product of two integers of any width, in pieces.
  package static let wideProduct = CellContract(.scale, "wide_product", canBeCut: true)
  /// The sum of two integers of any width, in pieces.
  package static let wideSum = CellContract(.sum, "wide_sum", canBeCut: true)
  /// A register, or none, where an operator may be cut.
  package static let cut = CellContract(.cut, "cut")
  /// As many registers as its parameter `CUTS` has ones.
  package static let delay = CellContract(.cut, "delay")
  /// A read-only memory whose content a file states.
  package static let memory = CellContract(.memory, "rom")
  /// A memory whose content a file states until a chain of words replaces it: it has `aresetn`, `load_in`, `load_out`, too.
  package static let loadableMemory = CellContract(.memory, "loadable_memory")
}

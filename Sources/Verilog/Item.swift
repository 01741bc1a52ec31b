/// What stands inside a module.
package enum Item: Sendable, Hashable {
  /// Comment lines, without `//`.
  case comment([String])
  case blank
  case localparam(String, Expression)
  case genvar([String])
  case net(Net)
  case assign(Expression, Expression)
  /// `always @(posedge clock)`.
  case clocked(String, [Statement])
  /// `always @*`.
  case combinational([Statement])
  case initial([Statement])
  case instance(Instance)
  /// `for (variable = 0; variable < count; variable = variable + 1) begin : label`, in its own generate region
  /// unless it stands in another one.
  case generate(GenerateFor)

  /// Comment lines of their own.
  package static func comment(_ lines: String...) -> Item { .comment(lines) }
  /// A wire of `width` bits, driven where a value is given.
  package static func wire(_ name: String, width: Int, _ value: Expression? = nil) -> Item {
    .net(Net(.wire, name, top: .integer(width - 1), value: value))
  }
  /// A wire of one bit without a range, driven where a value is given.
  package static func bit(_ name: String, _ value: Expression? = nil) -> Item {
    .net(Net(.wire, name, value: value))
  }
  /// A register of `width` bits.
  package static func reg(_ name: String, width: Int) -> Item { .net(Net(.reg, name, top: .integer(width - 1))) }
  /// A register of one bit without a range.
  package static func flag(_ name: String) -> Item { .net(Net(.reg, name)) }
}

/// A wire or a variable, or a memory of them.
package struct Net: Sendable, Hashable {
  /// What a net is.
  package enum Kind: String, Sendable, Hashable { case wire, reg, integer }

  /// Wire, register or loop variable.
  package var kind: Kind
  /// The name, unique in its module.
  package var name: String
  /// The index of the top bit; nil for a scalar.
  package var top: Expression?
  /// Words of a memory; nil when it is none.
  package var depth: Int?
  /// What drives a wire.
  package var value: Expression?
  /// Whether its bits are a two's complement number.
  package var signed: Bool

  /// A declaration; without `top` it has one bit and no range.
  package init(
    _ kind: Kind, _ name: String, top: Expression? = nil, depth: Int? = nil, value: Expression? = nil,
    signed: Bool = false
  ) {
    self.kind = kind
    self.name = name
    self.top = top
    self.depth = depth
    self.value = value
    self.signed = signed
  }
}

/// One module inside another.
package struct Instance: Sendable, Hashable {
  /// A port or parameter of an instance and what it is given.
  package struct Connection: Sendable, Hashable {
    /// The port's or the parameter's name in the module that is instantiated.
    package var name: String
    /// Nil leaves a port open.
    package var value: Expression?

    /// A connection; nil leaves the port open.
    package init(_ name: String, _ value: Expression?) {
      self.name = name
      self.value = value
    }
  }

  /// The module that is instantiated.
  package var module: String
  /// The instance's own name.
  package var name: String
  /// The parameters that do not keep their defaults.
  package var parameters: [Connection]
  /// All ports, in order.
  package var ports: [Connection]

  /// An instance `u_<role>`.
  package init(
    _ module: String, _ name: String, parameters: [(String, Expression)] = [], ports: [(String, Expression?)]
  ) {
    self.module = module
    self.name = name
    self.parameters = parameters.map { Connection($0.0, $0.1) }
    self.ports = ports.map { Connection($0.0, $0.1) }
  }
}

/// A generate loop with a named block.
package struct GenerateFor: Sendable, Hashable {
  /// The loop's variable, a genvar.
  package var variable: String
  /// How often the items are repeated: the variable runs from 0 to one less.
  package var count: Expression
  /// The name of the generate block.
  package var label: String
  /// What is repeated.
  package var items: [Item]

  /// A generate loop over the items.
  package init(_ variable: String, below count: Expression, label: String, _ items: [Item]) {
    self.variable = variable
    self.count = count
    self.label = label
    self.items = items
  }
}

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

  package static func comment(_ lines: String...) -> Item { .comment(lines) }
  package static func wire(_ name: String, width: Int, _ value: Expression? = nil) -> Item {
    .net(Net(.wire, name, top: .integer(width - 1), value: value))
  }
  package static func bit(_ name: String, _ value: Expression? = nil) -> Item {
    .net(Net(.wire, name, value: value))
  }
  package static func reg(_ name: String, width: Int) -> Item { .net(Net(.reg, name, top: .integer(width - 1))) }
  package static func flag(_ name: String) -> Item { .net(Net(.reg, name)) }
}

/// A wire or a variable, or a memory of them.
package struct Net: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable { case wire, reg, integer }

  package var kind: Kind
  package var name: String
  /// The index of the top bit; nil for a scalar.
  package var top: Expression?
  /// Words of a memory; nil when it is none.
  package var depth: Int?
  /// What drives a wire.
  package var value: Expression?
  package var signed: Bool

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
  package struct Connection: Sendable, Hashable {
    package var name: String
    /// Nil leaves a port open.
    package var value: Expression?

    package init(_ name: String, _ value: Expression?) {
      self.name = name
      self.value = value
    }
  }

  package var module: String
  package var name: String
  package var parameters: [Connection]
  package var ports: [Connection]

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
  package var variable: String
  package var count: Expression
  package var label: String
  package var items: [Item]

  package init(_ variable: String, below count: Expression, label: String, _ items: [Item]) {
    self.variable = variable
    self.count = count
    self.label = label
    self.items = items
  }
}

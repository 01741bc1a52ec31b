/// A Verilog module; see `Module.description` for its text.
package struct Module: Sendable, Hashable {
  /// A constant that an instance may set.
  package struct Parameter: Sendable, Hashable {
    package var name: String
    package var value: Expression

    package init(_ name: String, _ value: Expression) {
      self.name = name
      self.value = value
    }
  }

  /// A port; one of width 1 is a scalar unless `vector` is set.
  package struct Port: Sendable, Hashable {
    package enum Direction: String, Sendable, Hashable { case input, output }

    package var direction: Direction
    package var name: String
    /// The index of the top bit; nil for a scalar.
    package var top: Expression?
    package var comment: String?

    package init(_ direction: Direction, _ name: String, top: Expression? = nil, comment: String? = nil) {
      self.direction = direction
      self.name = name
      self.top = top
      self.comment = comment
    }

    /// A port of `width` bits, a vector even when that is 1.
    package init(_ direction: Direction, _ name: String, width: Int, comment: String? = nil) {
      self.init(direction, name, top: .integer(width - 1), comment: comment)
    }
  }

  package var name: String
  /// Lines of the comment above the module, without `//`.
  package var header: [String]
  package var parameters: [Parameter]
  package var ports: [Port]
  package var items: [Item]

  package init(
    name: String, header: [String] = [], parameters: [Parameter] = [], ports: [Port] = [], items: [Item] = []
  ) {
    self.name = name
    self.header = header
    self.parameters = parameters
    self.ports = ports
    self.items = items
  }
}

/// A Verilog module; see `Module.description` for its text.
package struct Module: Sendable, Hashable {
  /// A constant that an instance may set.
  package struct Parameter: Sendable, Hashable {
    /// The name that instances set it by.
    package var name: String
    /// The value where an instance says nothing.
    package var value: Expression

    /// A parameter with a default.
    package init(_ name: String, _ value: Expression) {
      self.name = name
      self.value = value
    }
  }

  /// A port; one of width 1 is a scalar unless `vector` is set.
  package struct Port: Sendable, Hashable {
    /// Where the signal comes from, seen from inside.
    package enum Direction: String, Sendable, Hashable { case input, output }

    /// Whether the module reads or drives it.
    package var direction: Direction
    /// The name inside and at instances.
    package var name: String
    /// The index of the top bit; nil for a scalar.
    package var top: Expression?
    /// What stands behind it in the source.
    package var comment: String?

    /// A port; without `top` it has one bit and no range.
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

  /// The name, which is that of its file.
  package var name: String
  /// Lines of the comment above the module, without `//`.
  package var header: [String]
  /// In the order in which they are printed.
  package var parameters: [Parameter]
  /// In the order in which they are printed.
  package var ports: [Port]
  /// What is inside, in order.
  package var items: [Item]

  /// A module of its parts; nothing is checked.
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

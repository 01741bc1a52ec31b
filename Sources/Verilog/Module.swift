/// A Verilog module; see `Module.description` for its text.
package struct Module: Sendable {
  package var name: String
  package init(name: String) { self.name = name }
}

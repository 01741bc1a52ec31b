/// How fast the golden multipliers are, beside SoftPosit's.
package struct OperatorSpeedReport: Report {
  /// One number system.
  package struct Row: Encodable, Sendable {
    /// The operator in words.
    package var `operator`: String
    /// Rounded products that one thread makes.
    package var productsPerSecond: Double
    /// SoftPosit's function for posits of the same width and, where it has one, the same exponent field.
    package var softPositFunction: String
    /// Calls of it that one thread makes; null without SoftPosit.
    @Nullable package var softPositPerSecond: Double?
    /// How many times faster the golden model is.
    @Nullable package var ratio: Double?
  }

  /// One a number system.
  package var rows: [Row]
  /// Why SoftPosit's figures are missing; null where they are not.
  @Nullable package var note: String?

  package var text: String {
    var table = Table([
      ("golden model, one thread", .left), ("million products/s", .right), ("SoftPosit", .left),
      ("million calls/s", .right), ("times faster", .right),
    ])
    for row in rows {
      table.add([
        row.operator, Figure.short(row.productsPerSecond / 1e6), row.softPositFunction,
        row.softPositPerSecond.map { Figure.short($0 / 1e6) } ?? "-", row.ratio.map(Figure.short) ?? "-",
      ])
    }
    return ([table.text] + (note.map { [$0] } ?? [])).joined(separator: "\n\n")
  }
}

/// An instance of a Verilog cell below `Templates/cells/`: combinational, without clock.
///
/// Ports are the same in every family, so that what composes them knows no family:
///
/// | cell | inputs | outputs |
/// |---|---|---|
/// | decoder | `code` | `sign`, `significand`, `shift` |
/// | product | `w_sign`, `w_significand`, `w_shift`, `x_sign`, `x_significand`, `x_shift` | `product` |
/// | align | `sign`, `significand`, `shift` | `value` |
/// | encoder | `value` | `code` |
/// | compare | `a`, `b` (codes) | `greater`: a > b by value |
///
/// `sign` has 1 bit, `significand` the shape's `significandWidth`, `shift` its `shiftWidth` (at least 1). Where there
/// is no decoder cell the code is the significand and `sign` and `shift` are tied to 0; the same goes for the `sign` of
/// unsigned and two's complement shapes and for the `shift` of shapes without one. `product` and `value` are two's
/// complement integers of `integerWidth` bits of their shape, in units of its `2^lsb`.
package struct CellUse: Sendable {
  /// The module's name, also the name of its file.
  package var module: String
  package var parameters: [(name: String, value: String)]
  /// Cells that the module itself instantiates, by name.
  package var cells: [String]

  package init(_ module: String, _ parameters: [(name: String, value: String)] = [], cells: [String] = []) {
    self.module = module
    self.parameters = parameters
    self.cells = cells
  }
}

extension CellUse {
  /// The instance of a product cell whose weight has a sign and one bit.
  static func signProduct(_ module: String, activation: OperandShape, product: OperandShape) -> CellUse {
    CellUse(module, side("X", activation) + result(product), cells: ["mantissa_align"])
  }

  /// The instance of a product cell that takes any two operands.
  static func product(
    _ module: String, weight: OperandShape, activation: OperandShape, product: OperandShape
  ) -> CellUse {
    CellUse(
      module, side("W", weight) + side("X", activation) + result(product), cells: ["mantissa_align"])
  }

  private static func side(_ prefix: String, _ shape: OperandShape) -> [(name: String, value: String)] {
    [
      ("\(prefix)_SIGNED", shape.sign == .twosComplement ? "1" : "0"), ("\(prefix)_WIDTH", "\(shape.significandWidth)"),
      ("\(prefix)_SHIFT_WIDTH", "\(shape.shiftWidth)"),
    ]
  }

  private static func result(_ shape: OperandShape) -> [(name: String, value: String)] {
    [
      ("SIGNIFICAND_WIDTH", "\(shape.significandWidth)"), ("MAXIMUM_SHIFT", "\(shape.maximumShift)"),
      ("PRODUCT_WIDTH", "\(shape.integerWidth)"),
    ]
  }
}

extension OperandShape {
  /// The cell that makes the two's complement integer of an operand of this shape.
  package func alignCell() -> CellUse {
    CellUse(
      "mantissa_align",
      [
        ("SIGNED", sign == .twosComplement ? "1" : "0"), ("SIGNIFICAND_WIDTH", "\(significandWidth)"),
        ("SHIFT_WIDTH", "\(shiftWidth)"), ("MAXIMUM_SHIFT", "\(maximumShift)"), ("WIDTH", "\(integerWidth)"),
      ])
  }
}

extension NumberFormat {
  /// A code as a Verilog constant, for example `8'h7f`.
  package func literal(_ code: UInt32) -> String { "\(width)'h\(String(code, radix: 16))" }
}

/// A cell with its parameters stated: what a format or a stage asks of the hardware.
package struct CellUse: Sendable, Hashable {
  /// The value of a parameter.
  package enum Value: Sendable, Hashable, ExpressibleByIntegerLiteral {
    case integer(Int)
    /// A bit pattern of so many bits.
    case code(UInt32, width: Int)
    /// Integers of 32 bits, the first in the highest ones.
    case list([Int])

    package init(integerLiteral value: Int) { self = .integer(value) }
    static func flag(_ value: Bool) -> Value { .integer(value ? 1 : 0) }
  }

  /// A parameter that is stated, by its name in the cell.
  package struct Parameter: Sendable, Hashable {
    /// In capitals, as in the cell.
    package var name: String
    /// What it is given.
    package var value: Value

    /// A parameter and its value.
    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// The function that is asked for.
  package var contract: CellContract
  /// Those that do not keep their defaults.
  package var parameters: [Parameter]
  /// What a word passes from the cell's inputs to its outputs, in pieces between the boundaries where it can be cut.
  package var path: [[PathElement]]

  /// A cell with parameters.
  package init(
    _ contract: CellContract, _ parameters: [(name: String, value: Value)] = [], path: [[PathElement]] = [[.levels(1)]]
  ) {
    self.contract = contract
    self.path = path
    self.parameters = parameters.map { Parameter($0.name, $0.value) }
  }

  /// The value of an integer parameter; nil where it is not stated.
  package func integer(_ name: String) -> Int? {
    for parameter in parameters where parameter.name == name {
      if case .integer(let value) = parameter.value { return value }
    }
    return nil
  }

  /// With more parameters stated.
  package func with(_ more: [(name: String, value: Value)]) -> CellUse {
    var result = self
    result.parameters += more.map { Parameter($0.name, $0.value) }
    return result
  }
}

extension CellUse {
  /// A product cell whose weight has a sign and one bit.
  static func signProduct(_ name: String, activation: OperandShape, product: OperandShape) -> CellUse {
    CellUse(
      CellContract(.product, name, canBeCut: true), side("X", activation) + result(product),
      path: [[.levels(1)]] + aligning(product))
  }

  /// A product cell that takes any two operands.
  static func product(
    _ name: String, weight: OperandShape, activation: OperandShape, product: OperandShape, path: [[PathElement]]
  ) -> CellUse {
    CellUse(
      CellContract(.product, name, canBeCut: true), side("W", weight) + side("X", activation) + result(product),
      path: path + aligning(product))
  }

  private static func side(_ prefix: String, _ shape: OperandShape) -> [(name: String, value: Value)] {
    [
      ("\(prefix)_SIGNED", .flag(shape.sign == .twosComplement)),
      ("\(prefix)_WIDTH", .integer(shape.significandWidth)), ("\(prefix)_SHIFT_WIDTH", .integer(shape.shiftWidth)),
    ]
  }

  private static func result(_ shape: OperandShape) -> [(name: String, value: Value)] {
    [
      ("SIGNIFICAND_WIDTH", .integer(shape.significandWidth)), ("MAXIMUM_SHIFT", .integer(shape.maximumShift)),
      ("PRODUCT_WIDTH", .integer(shape.integerWidth)),
    ]
  }
}

extension OperandShape {
  /// The cell that makes the two's complement integer of an operand of this shape.
  package func alignCell() -> CellUse {
    CellUse(
      .align,
      [
        ("SIGNED", .flag(sign == .twosComplement)), ("SIGNIFICAND_WIDTH", .integer(significandWidth)),
        ("SHIFT_WIDTH", .integer(shiftWidth)), ("MAXIMUM_SHIFT", .integer(maximumShift)),
        ("WIDTH", .integer(integerWidth)),
      ], path: CellUse.aligning(self))
  }
}

extension NumberFormat {
  /// A code as a parameter.
  func parameter(_ code: UInt32) -> CellUse.Value { .code(code, width: width) }
}

/// A multiplier that is a logarithmic product under some name.
package protocol LogarithmicMultiplier: Multiplier {
  var core: LogarithmicProduct { get }
}

extension LogarithmicMultiplier {
  package var isExact: Bool { false }
  package func isNatural(weight: Format) -> Bool { false }

  package func productShape(weight: OperandShape, activation: OperandShape) -> OperandShape {
    core.productShape(weight: weight, activation: activation)
  }

  @inline(__always) package func product(_ weight: Operand, _ activation: Operand) -> Product {
    core.product(weight, activation)
  }

  package func productCell(weight: OperandShape, activation: OperandShape) -> CellUse {
    core.productCell(weight: weight, activation: activation)
  }

  /// Refuses what has no logarithm worth adding, and complemented signs of what has no two's complement.
  func logarithmMisfit(weight: Format, activation: Format) -> String? {
    for format in [weight, activation] {
      let shape = format.number.operandShape
      let isFixed = shape.sign != .separate
      if isFixed ? format.width < 4 : shape.significandWidth < 2 {
        return
          "multiplier '\(self)' takes fixed point of 4 bits or more and floats or posits with fractions, not "
          + "'\(format)'"
      }
      if core.usesOnesComplement && !isFixed {
        return "multiplier '\(self)' complements signs, which fixed-point numbers have and '\(format)' has not"
      }
    }
    return nil
  }
}

/// A multiplier that is a logarithmic product under some name.
package protocol LogarithmicMultiplier: Multiplier {
  /// The product.
  var core: LogarithmicProduct { get }
}

extension LogarithmicMultiplier {
  package var isExact: Bool { false }

  /// Over 256 x 256 operands of 16 bits with evenly spaced fractions.
  package var meanError: Double {
    let operands = (0..<256).map { Operand(negative: false, significand: 0x8000 + 128 * $0 + 64, shift: 0) }
    var sum = 0.0
    for a in operands {
      for b in operands {
        let product = core.product(a, b)
        let found = Double(sign: .plus, exponent: product.shift, significand: Double(product.significand))
        sum += found / (Double(a.significand) * Double(b.significand)) - 1
      }
    }
    return sum / 65_536
  }

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

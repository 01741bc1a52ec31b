/// A library cell that is a whole operator: ports `aclk`, `enable`, `a`, `b`, `result`, codes in and a rounded code out.
package struct OperatorCell: Sendable {
  package var use: CellUse
  /// Bits of its parameter `CUTS`, which puts registers at the boundaries inside it.
  package var boundaries: Int

  private init(_ module: String, _ parameters: [(name: String, value: String)], boundaries: Int) {
    use = CellUse(module, parameters)
    self.boundaries = boundaries
  }

  /// The cell of a rounded product; nil when there is none.
  package static func multiply(_ format: any OperatorFormat, _ multiplier: any Multiplier) -> OperatorCell? {
    if multiplier is ExactProduct {
      if let posit = format as? PositFormat {
        return OperatorCell("mantissa_posit_multiply", posit.cellParameters, boundaries: 3)
      }
      return (format as? FloatFormat)?.operatorParameters.map {
        OperatorCell("mantissa_float_multiply", $0, boundaries: 4)
      }
    }
    // PLAM and Mitchell's product are one function on decoded numbers.
    guard var core = (multiplier as? any LogarithmicMultiplier)?.core else { return nil }
    let isCompensated = core.isCompensated
    core.isCompensated = false
    guard core == LogarithmicProduct() else { return nil }
    if let posit = format as? PositFormat {
      return OperatorCell(
        "mantissa_posit_plam", posit.cellParameters + [("COMPENSATED", isCompensated ? "1" : "0")], boundaries: 3)
    }
    guard !isCompensated else { return nil }
    return (format as? FloatFormat)?.operatorParameters.map {
      OperatorCell("mantissa_float_logarithmic", $0, boundaries: 3)
    }
  }

  /// The cell of a rounded sum or difference; nil when there is none.
  package static func add(_ format: any OperatorFormat, subtracts: Bool) -> OperatorCell? {
    let subtract = [(name: "SUBTRACT", value: subtracts ? "1" : "0")]
    if let posit = format as? PositFormat {
      return OperatorCell("mantissa_posit_add", posit.cellParameters + subtract, boundaries: 5)
    }
    return (format as? FloatFormat)?.operatorParameters.map {
      OperatorCell("mantissa_float_add", $0 + subtract, boundaries: 4)
    }
  }

  /// The same cell for operands that are finite, whose results saturate instead of becoming infinite.
  package var saturating: CellUse {
    guard use.parameters.contains(where: { $0.name == "FLUSH" }) else { return use }
    return CellUse(use.module, use.parameters + [("SATURATE", "1")])
  }
}

extension PositFormat {
  package var cellParameters: [(name: String, value: String)] { [("WIDTH", "\(width)"), ("ES", "\(exponentWidth)")] }
}

extension FloatFormat {
  /// Parameters of the operators' cells; nil for the variant that they do not know.
  package var operatorParameters: [(name: String, value: String)]? {
    guard variant != .finite else { return nil }
    return [
      ("EXPONENT_WIDTH", "\(exponentWidth)"), ("FRACTION_WIDTH", "\(fractionWidth)"),
      ("FLUSH", variant == .flush ? "1" : "0"),
    ]
  }
}

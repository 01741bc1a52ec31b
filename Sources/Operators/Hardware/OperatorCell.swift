internal import Arithmetic
internal import Verilog

/// A library cell that is a whole operator, with a parameter `CUTS` over its boundaries.
struct OperatorCell {
  var use: CellUse
  /// Bits of `CUTS`.
  var boundaries: Int

  private init(_ module: String, _ parameters: [(name: String, value: String)], boundaries: Int) {
    use = CellUse(module, parameters)
    self.boundaries = boundaries
  }

  /// The cell of a rounded product; nil when there is none.
  static func multiply(_ format: any OperatorFormat, _ multiplier: any Multiplier) -> OperatorCell? {
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
  static func add(_ format: any OperatorFormat, subtracts: Bool) -> OperatorCell? {
    let subtract = [(name: "SUBTRACT", value: subtracts ? "1" : "0")]
    if let posit = format as? PositFormat {
      return OperatorCell("mantissa_posit_add", posit.cellParameters + subtract, boundaries: 5)
    }
    return (format as? FloatFormat)?.operatorParameters.map {
      OperatorCell("mantissa_float_add", $0 + subtract, boundaries: 4)
    }
  }

  /// The cell, `cuts` times cut, as an operator of two operands.
  func hardware(module: String, width: Int, cuts: Int) throws(FormatError) -> OperatorHardware {
    let mask = try CutMask(cuts, boundaries: boundaries)
    var use = use
    use.parameters.append(("CUTS", "\(mask.bits)"))
    let ports = ["aclk", "enable", "a", "b", "result"].map { ($0, Optional(Expression.identifier($0))) }
    return OperatorHardware(
      module: .operator(
        module, header: [], operands: [("a", width), ("b", width)], result: width,
        items: [use.instance("u_operator", ports)]),
      cells: [use.module], latency: cuts)
  }
}

extension PositFormat {
  var cellParameters: [(name: String, value: String)] { [("WIDTH", "\(width)"), ("ES", "\(exponentWidth)")] }
}

extension FloatFormat {
  /// Parameters of the operators' cells; nil for the variant that they do not know.
  var operatorParameters: [(name: String, value: String)]? {
    guard variant != .finite else { return nil }
    return [
      ("EXPONENT_WIDTH", "\(exponentWidth)"), ("FRACTION_WIDTH", "\(fractionWidth)"),
      ("FLUSH", variant == .flush ? "1" : "0"),
    ]
  }
}

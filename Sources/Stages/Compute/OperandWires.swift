import Arithmetic
import Verilog

/// The decoded operands of some lanes: wires `<prefix>_sign`, `<prefix>_significand`, `<prefix>_shift`.
struct OperandWires {
  var prefix: String
  var lanes: Int
  var format: Format
  /// Whether the shift is carried out here, so that multipliers see none.
  var aligns = false

  private var decoded: OperandShape { format.number.operandShape }
  private var magnitude: OperandShape {
    OperandShape(
      sign: .unsigned, significandWidth: decoded.significandWidth, maximumShift: decoded.maximumShift,
      lsb: decoded.lsb)
  }

  /// The form that multipliers see.
  var shape: OperandShape {
    guard aligns else { return decoded }
    return OperandShape(
      sign: decoded.sign, significandWidth: decoded.significandWidth + decoded.maximumShift, maximumShift: 0,
      lsb: decoded.lsb)
  }

  var declarations: [Item] {
    [
      .wire("\(prefix)_sign", width: lanes), .wire("\(prefix)_significand", width: lanes * shape.significandWidth),
      .wire("\(prefix)_shift", width: lanes * shape.shiftWidth),
    ]
  }

  /// The connections of lane `index` to a cell whose ports are `<port>_sign` and so on.
  func ports(_ port: String, _ index: Expression) -> [(String, Expression?)] {
    [
      ("\(port)_sign", sign(index)), ("\(port)_significand", significand(index)), ("\(port)_shift", shift(index)),
    ]
  }

  /// The connections of lane `index` to a cell with ports `sign`, `significand` and `shift`.
  func plainPorts(_ index: Expression) -> [(String, Expression?)] {
    [("sign", sign(index)), ("significand", significand(index)), ("shift", shift(index))]
  }

  /// What drives the wires of lane `index` from a code.
  func items(code: Expression, _ index: Expression) -> [Item] {
    guard let cell = format.number.decoderCell() else {
      return [
        .assign(sign(index), .bit(false)), .assign(significand(index), code),
        .assign(shift(index), .zeros(shape.shiftWidth)),
      ]
    }
    guard aligns else {
      return [
        .instance(
          cell.instance(
            "u_decode",
            [
              ("code", code), ("sign", sign(index)), ("significand", significand(index)), ("shift", shift(index)),
            ]))
      ]
    }
    let value: Expression = "value"
    let top = magnitude.integerWidth - 1
    return [
      .wire("significand", width: decoded.significandWidth), .wire("shift", width: decoded.shiftWidth),
      .wire("value", width: top + 1),
      .instance(
        cell.instance(
          "u_decode",
          [
            ("code", code), ("sign", sign(index)), ("significand", "significand"), ("shift", "shift"),
          ])),
      .instance(
        magnitude.alignCell().instance(
          "u_align",
          [
            ("sign", .bit(false)), ("significand", "significand"), ("shift", "shift"), ("value", value),
          ])),
      .assign(significand(index), value[.integer(shape.significandWidth - 1), 0]),
      .assign(shift(index), .zeros(shape.shiftWidth)),
      unused([value[.integer(top), .integer(shape.significandWidth)]], name: "unused_value"),
    ]
  }

  var cellNames: [String] {
    guard let cell = format.number.decoderCell() else { return [] }
    let align = aligns ? magnitude.alignCell().names : []
    return cell.names + align
  }

  private func sign(_ index: Expression) -> Expression { lane(.identifier("\(prefix)_sign"), lanes, index, 1) }
  private func significand(_ index: Expression) -> Expression {
    lane(.identifier("\(prefix)_significand"), lanes, index, shape.significandWidth)
  }
  private func shift(_ index: Expression) -> Expression {
    lane(.identifier("\(prefix)_shift"), lanes, index, shape.shiftWidth)
  }
}

extension CellUse {
  /// The cell's instance.
  func instance(_ role: String, _ ports: [(String, Expression?)]) -> Instance {
    Instance(module, role, parameters: parameters.map { ($0.name, .identifier($0.value)) }, ports: ports)
  }

  /// The cell's file and those that it needs.
  var names: [String] { [module] + cells }
}

/// Element `index` of a vector of `count` elements of `width` bits.
func lane(_ vector: Expression, _ count: Int, _ index: Expression, _ width: Int) -> Expression {
  guard count > 1 else { return vector }
  return width == 1 ? vector[index] : vector[from: .integer(width) * index, width: .integer(width)]
}

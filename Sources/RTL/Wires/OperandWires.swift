import Arithmetic
import Datapath
import Verilog

/// The decoded operands of some lanes: wires `<prefix>_sign`, `<prefix>_significand`, `<prefix>_shift`.
struct OperandWires {
  var prefix: String
  var lanes: Int
  var operand: DecodedOperand

  private var format: Format { operand.format }
  private var aligns: Bool { operand.aligns }
  private var decoded: OperandShape { operand.decoded }
  private var magnitude: OperandShape { operand.magnitude }
  /// The form that multipliers see.
  var shape: OperandShape { operand.shape }

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
    if shape != decoded && !aligns { return tightItems(cell: cell, code: code, index) }
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

  /// The shift counts from the least that occurs; where a code is zero it may be anything.
  private func tightItems(cell: CellUse, code: Expression, _ index: Expression) -> [Item] {
    let (wide, narrow) = (decoded.shiftWidth, shape.shiftWidth)
    let decode = Item.instance(
      cell.instance(
        "u_decode",
        [("code", code), ("sign", sign(index)), ("significand", significand(index)), ("shift", "decoded_shift")]))
    guard shape.maximumShift > 0 else {
      return [
        .wire("decoded_shift", width: wide), decode, .assign(shift(index), .zeros(1)),
        unused(["decoded_shift"], name: "unused_shift"),
      ]
    }
    let difference = Expression("decoded_shift") - .literal(operand.leastShift, width: wide)
    return [.wire("decoded_shift", width: wide), decode, .wire("tight_shift", width: wide, difference)]
      + [.assign(shift(index), narrow == wide ? "tight_shift" : Expression("tight_shift")[.integer(narrow - 1), 0])]
      + (narrow == wide
        ? [] : [unused([Expression("tight_shift")[.integer(wide - 1), .integer(narrow)]], name: "unused_shift")])
  }

  private func sign(_ index: Expression) -> Expression { lane(.identifier("\(prefix)_sign"), lanes, index, 1) }
  private func significand(_ index: Expression) -> Expression {
    lane(.identifier("\(prefix)_significand"), lanes, index, shape.significandWidth)
  }
  private func shift(_ index: Expression) -> Expression {
    lane(.identifier("\(prefix)_shift"), lanes, index, shape.shiftWidth)
  }
}

/// Element `index` of a vector of `count` elements of `width` bits.
func lane(_ vector: Expression, _ count: Int, _ index: Expression, _ width: Int) -> Expression {
  guard count > 1 else { return vector }
  return width == 1 ? vector[index] : vector[from: .integer(width) * index, width: .integer(width)]
}

import Arithmetic
import Datapath
import Verilog

extension DecodedOperand {
  /// What drives an operand's parts from a code, inside a loop.
  func items(_ role: String, code: Expression, sign: Expression, significand: Expression, shift: Expression) -> [Item] {
    guard let cell = format.number.decoderCell() else {
      return [
        .assign(sign, .bit(false)), .assign(significand, code), .assign(shift, .zeros(shape.shiftWidth)),
      ]
    }
    func instance(_ significand: Expression, _ shift: Expression) -> Item {
      .instance(
        cell.instance(role, [("code", code), ("sign", sign), ("significand", significand), ("shift", shift)]))
    }
    if aligns { return alignedItems(instance("significand", "shift"), significand, shift) }
    if shape != decoded { return tightItems(instance(significand, "decoded_shift"), shift) }
    return [instance(significand, shift)]
  }

  /// The shift is carried out here.
  private func alignedItems(_ decode: Item, _ significand: Expression, _ shift: Expression) -> [Item] {
    let value: Expression = "value"
    let top = magnitude.integerWidth - 1
    return [
      .wire("significand", width: decoded.significandWidth), .wire("shift", width: decoded.shiftWidth),
      .wire("value", width: top + 1), decode,
      .instance(
        magnitude.alignCell().instance(
          "u_align",
          [("sign", .bit(false)), ("significand", "significand"), ("shift", "shift"), ("value", value)])),
      .assign(significand, value[.integer(shape.significandWidth - 1), 0]),
      .assign(shift, .zeros(shape.shiftWidth)),
      unused([value[.integer(top), .integer(shape.significandWidth)]], name: "unused_value"),
    ]
  }

  /// The shift counts from the least that occurs; where a code is zero it may be anything.
  private func tightItems(_ decode: Item, _ shift: Expression) -> [Item] {
    let (wide, narrow) = (decoded.shiftWidth, shape.shiftWidth)
    let declared: Item = .wire("decoded_shift", width: wide)
    guard shape.maximumShift > 0 else {
      return [declared, decode, .assign(shift, .zeros(1)), unused(["decoded_shift"], name: "unused_shift")]
    }
    let difference = Expression("decoded_shift") - .literal(leastShift, width: wide)
    let tight: Expression = "tight_shift"
    return [declared, decode, .wire("tight_shift", width: wide, difference)]
      + [.assign(shift, narrow == wide ? tight : tight[.integer(narrow - 1), 0])]
      + (narrow == wide ? [] : [unused([tight[.integer(wide - 1), .integer(narrow)]], name: "unused_shift")])
  }
}

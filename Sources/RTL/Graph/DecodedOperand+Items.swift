import Arithmetic
import Datapath
import Verilog

extension DecodedOperand {
  /// What drives an operand's parts from a code, inside a loop, with registers where bits of `cuts` are set.
  func items(
    _ role: String, code: Expression, sign: Expression, significand: Expression, shift: Expression, cuts: Int,
    enable: Expression
  ) -> [Item] {
    guard let cell = format.number.decoderCell() else {
      return [
        .assign(sign, .bit(false)), .assign(significand, code), .assign(shift, .zeros(shape.shiftWidth)),
      ]
    }
    let clock: [(String, Expression?)] = [("aclk", "aclk"), ("enable", enable)]
    let inside = cell.path.count - 1
    func instance(_ sign: Expression, _ significand: Expression, _ shift: Expression) -> Item {
      .instance(
        cell.cut(cuts & (1 << inside - 1)).instance(
          role,
          (cell.contract.hasClock ? clock : []) + [
            ("code", code), ("sign", sign), ("significand", significand), ("shift", shift),
          ]))
    }
    let behind = cuts >> inside
    if aligns && behind != 0 {
      // The sign waits for the shift.
      return [.bit("decoded_sign")]
        + alignedItems(instance("decoded_sign", "significand", "shift"), clock, behind, significand, shift)
        + [
          .instance(
            CellUse(.delay, [("WIDTH", 1), ("CUTS", .integer(behind))])
              .instance("u_delay", clock + [("d", "decoded_sign"), ("q", sign)]))
        ]
    }
    if aligns { return alignedItems(instance(sign, "significand", "shift"), clock, 0, significand, shift) }
    if shape != decoded { return tightItems(instance(sign, significand, "decoded_shift"), shift) }
    return [instance(sign, significand, shift)]
  }

  /// The shift is carried out here.
  private func alignedItems(
    _ decode: Item, _ clock: [(String, Expression?)], _ cuts: Int, _ significand: Expression, _ shift: Expression
  ) -> [Item] {
    let value: Expression = "value"
    let top = magnitude.integerWidth - 1
    return [
      .wire("significand", width: decoded.significandWidth), .wire("shift", width: decoded.shiftWidth),
      .wire("value", width: top + 1), decode,
      .instance(
        magnitude.alignCell().cut(cuts).instance(
          "u_align",
          clock + [("sign", .bit(false)), ("significand", "significand"), ("shift", "shift"), ("value", value)])),
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

internal import Arithmetic
internal import Verilog

/// Products of some pairs of codes, an adder tree and, where the sum is rounded, an encoder.
struct DotHardware {
  let module: String
  let formats: [Format]
  let multiplier: any Multiplier
  let terms: Int
  let cuts: Int

  private var shape: OperandShape {
    multiplier.productShape(weight: formats[0].number.operandShape, activation: formats[1].number.operandShape)
  }

  /// The boundaries are behind the decoders, the products and the sum.
  func hardware(rounding target: (any OperatorFormat)?) throws(FormatError) -> OperatorHardware {
    let mask = try CutMask(cuts, boundaries: 3)
    var parts = Composition(mask)
    let special = target == nil ? nil : parts.special(codes(0) + codes(1), formats[0].number)
    let flag = special.map { [$0] } ?? []
    let decoded = (0..<terms).flatMap { term in
      (0..<2).flatMap { side in parts.decode(formats[side], code(side, term), "\(["a", "b"][side])\(term)").all }
    }
    let operands = parts.cut(decoded + flag)
    let products = parts.cut((0..<terms).map { product($0, operands, &parts) } + operands.dropFirst(6 * terms))
    let sum = sum(products, &parts)
    let behind = parts.cut([sum] + products.dropFirst(terms))
    let width = shape.integerWidth + terms.ceilingLog2
    if let target {
      parts.round(
        behind[0], width: width, lsb: shape.lsb, to: target, special: behind.count > 1 ? behind[1] : nil)
    } else {
      parts.assign("result", behind[0])
    }
    return OperatorHardware(
      module: .operator(
        module, header: [], operands: zip(["a", "b"], formats).map { ($0, terms * $1.width) },
        result: target?.width ?? width, items: parts.items),
      cells: parts.cells, latency: cuts)
  }

  private func codes(_ side: Int) -> [Expression] { (0..<terms).map { code(side, $0) } }

  private func code(_ side: Int, _ term: Int) -> Expression {
    let width = formats[side].width
    let port: Expression = side == 0 ? "a" : "b"
    return port[.integer((term + 1) * width - 1), .integer(term * width)]
  }

  private func product(
    _ term: Int, _ operands: [Composition.Signal], _ parts: inout Composition
  ) -> Composition.Signal {
    let product = parts.wire("product\(term)", shape.integerWidth)
    let own = Array(operands[6 * term..<6 * term + 6])
    parts.use(
      multiplier.productCell(weight: formats[0].number.operandShape, activation: formats[1].number.operandShape),
      "u_product\(term)",
      Composition.Decoded(own[0..<3]).ports("w_") + Composition.Decoded(own[3..<6]).ports("x_")
        + [("product", product)])
    return product
  }

  private func sum(_ products: [Composition.Signal], _ parts: inout Composition) -> Composition.Signal {
    let sum = parts.wire("sum", shape.integerWidth + terms.ceilingLog2)
    let tree = CellUse(
      .adderTree,
      [
        ("COUNT", .integer(terms)), ("WIDTH", .integer(shape.integerWidth)), ("LEVELS", .integer(terms.ceilingLog2)),
      ])
    parts.use(
      tree, "u_sum",
      [("terms", .constant(.concatenation(products.prefix(terms).reversed().map(\.expression)))), ("sum", sum)])
    return sum
  }
}

internal import Arithmetic
internal import Datapath

/// Products of some pairs of codes, an adder tree and, where the sum is rounded, an encoder.
struct DotDatapath {
  let module: String
  let formats: [Format]
  let multiplier: any Multiplier
  let terms: Int
  let cuts: Int

  private var shape: OperandShape {
    multiplier.productShape(weight: formats[0].number.operandShape, activation: formats[1].number.operandShape)
  }

  /// The boundaries are behind the decoders, the products and the sum.
  func datapath(rounding target: (any OperatorFormat)?) throws(FormatError) -> OperatorDatapath {
    let width = shape.integerWidth + terms.ceilingLog2
    var parts = OperatorDatapath(
      module, operands: zip(["a", "b"], formats).map { ($0, terms * $1.width) }, result: target?.width ?? width,
      try CutMask(cuts, boundaries: 3))
    let special = target == nil ? nil : parts.special(codes(0) + codes(1), formats[0].number)
    let flag = special.map { [$0] } ?? []
    let decoded = (0..<terms).flatMap { term in
      (0..<2).flatMap { side in parts.decode(formats[side], code(side, term), "\(["a", "b"][side])\(term)").all }
    }
    let operands = parts.cut(decoded + flag)
    let products = parts.cut((0..<terms).map { product($0, operands, &parts) } + operands.dropFirst(6 * terms))
    let sum = sum(products, &parts)
    let behind = parts.cut([sum] + products.dropFirst(terms))
    if let target {
      parts.round(behind[0], width: width, lsb: shape.lsb, to: target, special: behind.count > 1 ? behind[1] : nil)
    } else {
      parts.result(behind[0])
    }
    return parts
  }

  private func codes(_ side: Int) -> [OperatorDatapath.Value] { (0..<terms).map { code(side, $0) } }

  private func code(_ side: Int, _ term: Int) -> OperatorDatapath.Value {
    let width = formats[side].width
    return .slice(["a", "b"][side], low: term * width, width: width)
  }

  private func product(
    _ term: Int, _ operands: [OperatorDatapath.Value], _ parts: inout OperatorDatapath
  ) -> OperatorDatapath.Value {
    let product = OperatorDatapath.Signal(name: "product\(term)", width: shape.integerWidth)
    let own = Array(operands[6 * term..<6 * term + 6])
    parts.use(
      multiplier.productCell(weight: formats[0].number.operandShape, activation: formats[1].number.operandShape),
      "u_product\(term)",
      OperatorDatapath.Decoded(own[0..<3]).ports("w_") + OperatorDatapath.Decoded(own[3..<6]).ports("x_"),
      driving: [("product", product)])
    return .signal(product)
  }

  private func sum(
    _ products: [OperatorDatapath.Value], _ parts: inout OperatorDatapath
  ) -> OperatorDatapath.Value {
    let sum = OperatorDatapath.Signal(name: "sum", width: shape.integerWidth + terms.ceilingLog2)
    let tree = CellUse(
      .adderTree,
      [
        ("COUNT", .integer(terms)), ("WIDTH", .integer(shape.integerWidth)), ("LEVELS", .integer(terms.ceilingLog2)),
      ])
    parts.use(
      tree, "u_sum", [("terms", .concatenation(products.prefix(terms).reversed()))], driving: [("sum", sum)])
    return .signal(sum)
  }
}

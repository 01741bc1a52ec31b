import Arithmetic
import Datapath
import Verilog

extension LinearDatapath {
  private var wires: ProductWires {
    ProductWires(products, activationPrefix: "p1_x", activationLanes: activationLanes)
  }

  /// Step 2: decode and multiply. An activation is decoded once, whatever the number of units that use it.
  var productItems: [Item] {
    let count = units * lanesPerUnit
    var step = Step(
      control: [("p2_valid_q", 1, "p1_valid_q")], data: [("p2_terms_q", count * termWidth, "p1_terms")])
    if !slices.isTrivial { step.data += [("p2_first_q", 1, "p1_first_q"), ("p2_last_q", 1, "p1_last_q")] }
    let activations =
      rounded == nil
      ? wires.activation.declarations + [loop("s", activationLanes, "g_activation", activationItems), .blank] : []
    return [
      .comment(
        rounded == nil
          ? "2: decode and multiply; an activation is decoded once for all units." : "2: multiply, rounding."),
      .genvar(["u", "s"]),
    ]
      + activations
      + [
        .wire("p1_terms", width: count * termWidth), .blank,
        loop("u", units, "g_unit", lanesPerUnit == 1 ? laneItems : [loop("s", lanesPerUnit, "g_lane", laneItems)]),
        .blank,
      ] + step.items + [.blank]
  }

  private var activationItems: [Item] {
    wires.activation.items(code: lane("p1_data_q", activationLanes, "s", activationWidth), "s")
  }

  private var laneItems: [Item] {
    let count = units * lanesPerUnit
    let index: Expression = lanesPerUnit == 1 ? "u" : .integer(lanesPerUnit) * "u" + "s"
    if let rounded {
      let x: Expression = sharesActivations ? "s" : "u"
      return [
        .instance(
          operatorInstance(
            rounded.product, "u_product", lane("p1_weights", count, index, weightWidth),
            lane(
              "p1_data_q", activationLanes, lanesPerUnit == 1 && sharesActivations ? .integer(0) : x, activationWidth),
            lane("p1_terms", count, index, termWidth)))
      ]
    }
    return wires.weight.declarations + [.wire("product", width: products.width)]
      + wires.weight.items(code: lane("p1_weights", count, index, weightWidth), 0)
      + [.instance(wires.instance(activation: sharesActivations ? "s" : "u", product: "product"))]
      + termItems(lane("p1_terms", count, index, termWidth))
  }

  /// An operator cell without registers.
  func operatorInstance(_ cell: CellUse, _ role: String, _ a: Expression, _ b: Expression, _ result: Expression)
    -> Instance
  {
    cell.instance(role, [("aclk", "aclk"), ("enable", .bit(true)), ("a", a), ("b", b), ("result", result)])
  }

  /// What the accumulator takes of a product: all of it, or the part in the window.
  private func termItems(_ term: Expression) -> [Item] {
    let product: Expression = "product"
    guard droppedBits > 0 else { return [.assign(term, product)] }
    let kept = min(droppedBits, products.width - 1)
    return [
      .assign(term, product[.integer(products.width - 1), .integer(kept)]), unused([product[.integer(kept - 1), 0]]),
    ]
  }
}

/// A generate loop.
func loop(_ variable: String, _ count: Int, _ label: String, _ items: [Item]) -> Item {
  .generate(GenerateFor(variable, below: .integer(count), label: label, items))
}

/// The wire that names dropped bits.
func unused(_ values: [Expression], name: String = "unused") -> Item {
  .bit(name, .unary(.allOnes, .concatenation([.bit(false)] + values)))
}

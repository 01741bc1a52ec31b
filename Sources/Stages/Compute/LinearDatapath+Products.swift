import Verilog

extension LinearDatapath {
  /// Step 2: decode and multiply. An activation is decoded once, whatever the number of units that use it.
  var productItems: [Item] {
    let count = units * lanesPerUnit
    var step = Step(
      control: [("p2_valid_q", 1, "p1_valid_q")], data: [("p2_terms_q", count * termWidth, "p1_terms")])
    if !slices.isTrivial { step.data += [("p2_first_q", 1, "p1_first_q"), ("p2_last_q", 1, "p1_last_q")] }
    return [.comment("2: decode and multiply; an activation is decoded once for all units.")]
      + products.activation.declarations
      + [
        .wire("p1_terms", width: count * termWidth), .blank, .genvar(["u", "s"]),
        loop("s", activationLanes, "g_activation", activationItems),
        loop("u", units, "g_unit", lanesPerUnit == 1 ? laneItems : [loop("s", lanesPerUnit, "g_lane", laneItems)]),
        .blank,
      ] + step.items + [.blank]
  }

  private var activationItems: [Item] {
    products.activation.items(code: lane("p1_data_q", activationLanes, "s", activationWidth), "s")
  }

  private var laneItems: [Item] {
    let count = units * lanesPerUnit
    let index: Expression = lanesPerUnit == 1 ? "u" : .integer(lanesPerUnit) * "u" + "s"
    return products.weight.declarations + [.wire("product", width: products.width)]
      + products.weight.items(code: lane("p1_weights", count, index, weightWidth), 0)
      + [.instance(products.instance(activation: sharesActivations ? "s" : "u", product: "product"))]
      + termItems(lane("p1_terms", count, index, termWidth))
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

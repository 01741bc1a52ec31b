import Verilog

extension LinearDatapath {
  /// Step 1: the input word, and the weights that belong to it.
  var readItems: [Item] {
    let counters =
      slices.register(when: "s_axis_tvalid") + (weights == nil ? [] : weightAddress.register(when: "s_axis_tvalid"))
    var step = Step(
      control: counters + [("p1_valid_q", 1, "s_axis_tvalid")],
      data: [("p1_data_q", activationLanes * activationWidth, "s_axis_tdata")])
    if !slices.isTrivial {
      step.data += [("p1_first_q", 1, slices.isFirst), ("p1_last_q", 1, slices.isLast)]
    }
    return [.comment("1: take a word and read its weights.")] + step.items + [.blank] + weightItems + [.blank]
  }

  private var weightItems: [Item] {
    let width = units * lanesPerUnit * weightWidth
    guard weights != nil else {
      return [
        .comment("Every weight is +1."),
        .wire("p1_weights", width: width, .repetition(.integer(width), .bit(false))),
      ]
    }
    return [
      .wire("p1_weights", width: width),
      rom("u_weights", file: weightFile, width: width, address: weightAddress, data: "p1_weights"),
    ]
  }

  /// A read-only memory that reads `address` whenever the pipeline advances.
  func rom(_ role: String, file: String, width: Int, address: Counter, data: Expression) -> Item {
    .instance(
      Instance(
        "mantissa_rom", role,
        parameters: [
          ("WIDTH", .integer(width)), ("DEPTH", .integer(address.count)), ("ADDRESS_WIDTH", .integer(address.width)),
          ("FILE", .concat("MEMORY_FOLDER", .string(file))),
        ],
        ports: [("aclk", "aclk"), ("enable", "advance"), ("address", address.value), ("data", data)]))
  }
}

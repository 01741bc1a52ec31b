import Arithmetic
import Datapath
import Verilog

extension LinearDatapath {
  /// Step 1: the input word, and the weights that belong to it.
  func readItems(_ name: String) -> [Item] {
    let counters =
      slices.register(when: "s_axis_tvalid") + (weights == nil ? [] : weightAddress.register(when: "s_axis_tvalid"))
    var step = Step(
      control: counters + [("p1_valid_q", 1, "s_axis_tvalid")],
      data: [("p1_data_q", activationLanes * activationWidth, "s_axis_tdata")])
    if !slices.isTrivial {
      step.data += [("p1_first_q", 1, slices.isFirst), ("p1_last_q", 1, slices.isLast)]
    }
    return [.comment("1: take a word and read its weights.")] + step.items + [.blank] + weightItems(name) + [.blank]
  }

  private func weightItems(_ name: String) -> [Item] {
    let width = units * lanesPerUnit * weightWidth
    guard weights != nil else {
      return [
        .comment("Every weight is +1."),
        .wire("p1_weights", width: width, .repetition(.integer(width), .bit(false))),
      ]
    }
    return [
      .wire("p1_weights", width: width),
      rom("u_weights", file: weightFile(name), width: width, address: weightAddress, data: "p1_weights"),
    ]
  }

  /// A read-only memory that reads `address` whenever the pipeline advances.
  func rom(_ role: String, file: String, width: Int, address: Counter, data: Expression) -> Item {
    .rom(
      role, file: file, width: width, depth: address.count, address: address.value, addressWidth: address.width, data)
  }
}

extension Item {
  /// A read-only memory that reads `address` whenever the pipeline advances.
  static func rom(
    _ role: String, file: String, width: Int, depth: Int, address: Expression, addressWidth: Int, _ data: Expression
  ) -> Item {
    .instance(
      Instance(
        CellUse(.memory).module, role,
        parameters: [
          ("WIDTH", .integer(width)), ("DEPTH", .integer(depth)), ("ADDRESS_WIDTH", .integer(addressWidth)),
          ("FILE", .concat("MEMORY_FOLDER", .string(file))),
        ],
        ports: [("aclk", "aclk"), ("enable", "advance"), ("address", address), ("data", data)]))
  }
}

import Verilog

/// Modules that together use everything the tree can say.
enum Sample {
  static let counter = Module(
    name: "sample_counter",
    header: [
      "sample_counter -- counts to LIMIT - 1 and starts again.", "", "Latency 1 cycle.",
    ],
    parameters: [.init("WIDTH", 4), .init("LIMIT", 10)],
    ports: [
      .init(.input, "aclk"), .init(.input, "aresetn", comment: "synchronous, active low"), .init(.input, "step"),
      .init(.output, "count", top: "WIDTH" - 1, comment: "0 to LIMIT - 1"),
    ],
    items: [
      .localparam("LAST", "LIMIT" - 1),
      .blank,
      .net(Net(.reg, "count_q", top: "WIDTH" - 1)),
      .net(Net(.wire, "is_last", value: Expression("count_q").equals(Expression("LAST")["WIDTH" - 1, 0]))),
      .blank,
      .clocked(
        "aclk",
        [
          .when(
            !"aresetn", .nonblocking("count_q", .repetition("WIDTH", .bit(false))),
            otherwise: [
              .when("step", .nonblocking("count_q", Expression("is_last").select(zero, Expression("count_q") + one)))
            ])
        ]),
      .blank,
      .assign("count", "count_q"),
    ])

  private static let zero = Expression.repetition("WIDTH", .bit(false))
  private static let one = Expression.concat(.repetition("WIDTH" - 1, .bit(false)), .bit(true))

  static let bank = Module(
    name: "sample_bank",
    header: ["sample_bank -- two counters, a memory, a lookup and a parity."],
    parameters: [],
    ports: [
      .init(.input, "aclk"), .init(.input, "aresetn"), .init(.input, "step", width: 2),
      .init(.input, "address", width: 2), .init(.output, "counts", width: 8), .init(.output, "word", width: 8),
      .init(.output, "code", width: 3), .init(.output, "odd"),
    ],
    items: counters + memory + lookup + outputs)

  private static let both: Expression = "both"
  private static let address: Expression = "address"
  private static let word: Expression = "memory"

  private static let counters: [Item] = [
    .comment("The counters."),
    .wire("both", width: 8),
    .genvar(["g"]),
    .generate(GenerateFor("g", below: 2, label: "g_counter", [.instance(counterInstance)])),
    .assign("counts", both),
    .blank,
  ]

  private static let counterInstance = Instance(
    "sample_counter", "u_counter", parameters: [("WIDTH", 4), ("LIMIT", 10)],
    ports: [
      ("aclk", "aclk"), ("aresetn", "aresetn"), ("step", Expression("step")["g"]),
      ("count", both[from: .integer(4) * "g", width: 4]),
    ])

  private static let memory: [Item] = [
    .net(Net(.reg, "memory", top: 7, depth: 4)),
    .reg("word_q", width: 8),
    .clocked("aclk", [.nonblocking(word[address], both), .nonblocking("word_q", word[address])]),
    .assign("word", "word_q"),
    .blank,
  ]

  private static let lookup: [Item] = [
    .reg("code_d", width: 3),
    .combinational([
      .select(
        address,
        [
          .init(.literal(0, width: 2), [.blocking("code_d", .literal(5, width: 3))]),
          .init(.literal(1, width: 2), [.comment("the middle"), .blocking("code_d", .literal(2, width: 3))]),
        ], otherwise: [.blocking("code_d", .pattern(-1, width: 3))])
    ]),
  ]

  private static let outputs: [Item] = [
    .flag("odd_d"),
    .net(Net(.integer, "i")),
    .combinational([
      .blocking("odd_d", .bit(false)),
      .loop("i", 8, [.blocking("odd_d", Expression("odd_d") ^ both["i"])]),
    ]),
    .assign("code", "code_d"),
    .assign("odd", "odd_d"),
  ]
}

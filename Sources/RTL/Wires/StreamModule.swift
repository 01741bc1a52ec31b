internal import Datapath
package import Verilog

/// The frame of a generated compute stage: its ports, and the one enable of its pipeline.
package enum StreamModule {
  /// Ports of a stage whose input streams have `inputWidths` bits and whose output has `outputWidth`.
  static func ports(inputWidths: [Int], outputWidth: Int) -> [Module.Port] {
    var ports: [Module.Port] = [
      .init(.input, "aclk"), .init(.input, "aresetn", comment: "synchronous, active low"),
    ]
    for (index, width) in inputWidths.enumerated() {
      let prefix = inputWidths.count == 1 ? "s_axis" : "s\(index)_axis"
      ports += [
        .init(.input, "\(prefix)_tvalid"), .init(.output, "\(prefix)_tready"),
        .init(.input, "\(prefix)_tdata", width: width),
      ]
    }
    return ports + [
      .init(.output, "m_axis_tvalid"), .init(.input, "m_axis_tready"),
      .init(.output, "m_axis_tdata", width: outputWidth),
    ]
  }

  /// The chain of words that replace the content of memories: {last, valid, word}.
  package static let loadPorts: [Module.Port] = [
    .init(.input, "load_in", width: MemoryRead.busWidth, comment: "{last, valid, word}"),
    .init(.output, "load_out", width: MemoryRead.busWidth),
  ]

  /// `advance`, and the ready of a single input.
  static let enable: [Item] = [
    .comment("The whole pipeline advances unless its output word waits."),
    .flag("m_valid_q"), .bit("advance", !Expression("m_valid_q") || "m_axis_tready"),
    .blank, .assign("s_axis_tready", "advance"), .blank,
  ]

  /// Where memory files lie: put in front of their names, so it ends with a slash.
  ///
  /// Never empty: tools differ on what an empty string adds to a name.
  static let memoryFolder = Module.Parameter("MEMORY_FOLDER", .string("./"))
}

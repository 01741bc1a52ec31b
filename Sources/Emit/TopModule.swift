internal import Datapath
internal import PipelineIR
internal import Support
internal import Verilog

extension Machine {
  /// The cells that the top module uses by itself.
  var topCells: [String] {
    ["mantissa_awake", "mantissa_frame_guard", "mantissa_frame_last"] + (load == nil ? [] : ["mantissa_loader"])
  }

  /// The AXI4-Stream interface around the core: lanes padded to bytes, frames marked by tlast.
  func topModule() -> Module {
    let input = pipeline.input.stream
    let output = pipeline.output.stream
    var items =
      StreamPorts.wires("packed", width: input.wordWidth) + StreamPorts.wires("guarded", width: input.wordWidth)
    items += StreamPorts.wires("core", width: output.wordWidth)
    items += [.wire("result", width: output.wordWidth), .bit("result_tvalid"), .bit("awake"), .blank]
    items += unpack(WordCoding(padded: input)) + pack(WordCoding(padded: output)) + [.blank]
    let opens: Expression = load == nil ? "awake" : "awake" && "may_enter"
    if let load { items += loaderItems(load) }
    items += [
      .comment("Nothing enters or leaves in reset, nor before the first one."),
      .assign("packed_tvalid", "s_axis_tvalid" && opens), .assign("s_axis_tready", "packed_tready" && opens),
      .assign("m_axis_tvalid", "result_tvalid" && "awake"), .blank,
      .instance(
        Instance("mantissa_awake", "u_awake", ports: StreamPorts.clockConnections + [("awake", "awake")])), .blank,
      .instance(guardInstance(input)), .blank,
      .instance(
        Instance(
          core, "u_core", parameters: folderArgument(of: pipeline.stages),
          ports: StreamPorts.clockConnections + StreamPorts.connections("s_axis", to: "guarded")
            + StreamPorts.connections("m_axis", to: "core")
            + (load == nil ? [] : StreamPorts.loadConnections("load", "load_end")))), .blank,
      .instance(lastInstance(output)), .blank,
    ]
    return Module(
      name: top, header: topHeader, parameters: folderParameter(of: pipeline.stages), ports: topPorts, items: items)
  }

  private var topHeader: [String] {
    [
      "\(top) -- the network '\(pipeline.name)' behind an AXI4-Stream interface.", "",
      "A frame of \(pipeline.input.shape) elements in, one of \(pipeline.output.shape) elements out, channel last. Every lane is padded",
      "with zeros to whole bytes. frame_error[0] says that a frame ended early, [1] that one ended late; both stay",
      "until reset. After power-up the machine waits for a reset of one rising edge of aclk or longer.",
    ]
      + (folderParameter(of: pipeline.stages).isEmpty
        ? [] : ["MEMORY_FOLDER is where the memory files lie, with a slash at its end."])
      + (load == nil
        ? []
        : [
          "Weights and biases are loaded at s_load_axis: one image, made by 'mantissa weights', ends with tlast. A load that",
          "is offered lets the frames inside leave first. load_error[0] says that an image had another length, [1] that it",
          "was made for another machine; both stay until reset.",
        ])
  }

  private var topPorts: [Module.Port] {
    StreamPorts.clockAndReset
      + StreamPorts.input("s_axis", width: WordCoding(padded: pipeline.input.stream).wordWidth)
      + [.init(.input, "s_axis_tlast")]
      + StreamPorts.output("m_axis", width: WordCoding(padded: pipeline.output.stream).wordWidth)
      + [.init(.output, "m_axis_tlast"), .init(.output, "frame_error", width: 2, comment: "{late, early}, sticky")]
      + (load == nil
        ? []
        : StreamPorts.input("s_load_axis", width: MemoryRead.loadWidth) + [
          .init(.input, "s_load_axis_tlast"),
          .init(.output, "load_error", width: 2, comment: "{signature, length}, sticky"),
        ])
  }

  /// Keeps frames and loads apart.
  private func loaderItems(_ load: Manifest.Load) -> [Item] {
    [
      .bit("may_enter"), StreamPorts.loadWire("load"), StreamPorts.loadWire("load_end"),
      .bit("unused_end", .unary(.allOnes, .concat(.bit(false), "load_end"))), .blank,
      .instance(
        Instance(
          "mantissa_loader", "u_loader",
          parameters: [
            ("SIGNATURE", .pattern(Int128(UInt32(load.signature, radix: 16) ?? 0), width: MemoryRead.loadWidth)),
            ("WORDS", .integer(load.words)), ("DRAIN", .integer(load.memories.count)),
          ],
          ports: [("aclk", "aclk"), ("aresetn", "awake")] + StreamPorts.connections("s_load_axis", to: "s_load_axis")
            + [
              ("s_load_axis_tlast", "s_load_axis_tlast"), ("enter", "s_axis_tvalid" && "s_axis_tready"),
              ("enter_last", "s_axis_tlast"),
              ("leave", "m_axis_tvalid" && "m_axis_tready" && "m_axis_tlast"), ("may_enter", "may_enter"),
              ("load", "load"), ("load_error", "load_error"),
            ])), .blank,
    ]
  }

  private func guardInstance(_ input: StreamType) -> Instance {
    Instance(
      "mantissa_frame_guard", "u_guard",
      parameters: [("WIDTH", .integer(input.wordWidth)), ("WORDS", .integer(input.wordsPerFrame))],
      ports: StreamPorts.clockConnections + StreamPorts.connections("s_axis", to: "packed")
        + [("s_axis_tlast", "s_axis_tlast")] + StreamPorts.connections("m_axis", to: "guarded")
        + [("frame_error", "frame_error")])
  }

  private func lastInstance(_ output: StreamType) -> Instance {
    Instance(
      "mantissa_frame_last", "u_last",
      parameters: [("WIDTH", .integer(output.wordWidth)), ("WORDS", .integer(output.wordsPerFrame))],
      ports: StreamPorts.clockConnections + StreamPorts.connections("s_axis", to: "core")
        + [
          ("m_axis_tvalid", "result_tvalid"), ("m_axis_tready", "m_axis_tready"), ("m_axis_tdata", "result"),
          ("m_axis_tlast", "m_axis_tlast"),
        ])
  }

  /// The lanes of the input without their padding.
  private func unpack(_ coding: WordCoding) -> [Item] {
    guard coding.laneStride > coding.elementWidth else { return [.assign("packed_tdata", "s_axis_tdata")] }
    let (width, step) = (Expression.integer(coding.elementWidth), Expression.integer(coding.laneStride))
    let padding = Expression.identifier("s_axis_tdata")[
      from: "lane" * step + width, width: .integer(coding.laneStride - coding.elementWidth)]
    let body: [Item] = [
      .assign(
        Expression.identifier("packed_tdata")[from: "lane" * width, width: width],
        Expression.identifier("s_axis_tdata")[from: "lane" * step, width: width]),
      .bit("unused", .unary(.allOnes, .concat(.bit(false), padding))),
    ]
    return lanes("g_unpack", coding, body, genvar: "lane")
  }

  /// The lanes of the result with their padding.
  private func pack(_ coding: WordCoding) -> [Item] {
    let gap = coding.laneStride - coding.elementWidth
    guard gap > 0 else { return [.assign("m_axis_tdata", "result")] }
    let width = Expression.integer(coding.elementWidth)
    let lane = Expression.identifier("result")[from: "place" * width, width: width]
    let step = Expression.integer(coding.laneStride)
    let body: [Item] = [
      .assign(
        Expression.identifier("m_axis_tdata")[from: "place" * step, width: step], .concat(.zeros(gap), lane))
    ]
    return lanes("g_pack", coding, body, genvar: "place")
  }

  private func lanes(_ label: String, _ coding: WordCoding, _ body: [Item], genvar: String) -> [Item] {
    [.genvar([genvar]), .generate(GenerateFor(genvar, below: .integer(coding.lanes), label: label, body))]
  }
}

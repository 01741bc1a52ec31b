import Foundation
import PipelineIR
import RTL
import TestTools
import Testing

/// Measures chains of cells in Icarus: both sides always willing.
enum PipelineBench {
  static func run(_ pipelines: [Pipeline]) throws -> [(latency: Int, interval: Int)] {
    try withTemporaryFolder { folder in
      let text = pipelines.enumerated().map { module($1, $0) }.joined() + top(pipelines.count)
      try text.write(to: folder.appendingPathComponent("bench.v"), atomically: true, encoding: .utf8)
      let cells = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Templates/cells/stream")
      let built = try TestTools.run("iverilog", ["-g2005", "-y", cells.path, "-o", "b.vvp", "bench.v"], in: folder)
      try #require(built.status == 0 && built.output.isEmpty, "\(built.output)")
      let ran = try TestTools.run("vvp", ["-n", "b.vvp"], in: folder)
      var found = Array(repeating: (latency: -1, interval: -1), count: pipelines.count)
      for line in ran.output.split(separator: "\n") {
        let numbers = line.split(separator: " ").compactMap { Int($0) }
        try #require(numbers.count == 3, "\(line)")
        found[numbers[0]] = (numbers[1], numbers[2])
      }
      return found
    }
  }

  /// The machine between a frame guard and a counter of handshakes; prints its number, latency and interval.
  private static func module(_ pipeline: Pipeline, _ index: Int) -> String {
    let streams = pipeline.streams
    let wires = streams.sorted { $0.key < $1.key }.map { name, type in
      "wire \(name)_v, \(name)_r; wire [\(type.wordWidth - 1):0] \(name)_d;"
    }
    let stages = pipeline.stages.map { stage in
      let hardware = stage.operation.hardware(name: stage.name, inputs: pipeline.inputs(of: stage))
      let values = hardware.parameters.map { ".\($0.name)(\($0.value))" }.joined(separator: ", ")
      return "\(hardware.module) #(\(values)) \(stage.name) (.aclk(aclk), .aresetn(aresetn), "
        + ports("s", stage.inputs[0]) + ", " + ports("m", stage.name) + ");"
    }
    let input = pipeline.input.stream
    let out = pipeline.outputStream
    return """
      module chain_\(index) (input wire aclk, input wire aresetn);
      \((wires + stages).joined(separator: "\n"))
      wire ready; reg [31:0] word = 0;
      mantissa_frame_guard #(.WIDTH(\(input.wordWidth)), .WORDS(\(input.wordsPerFrame))) entry (
        .aclk(aclk), .aresetn(aresetn), .s_axis_tvalid(aresetn), .s_axis_tready(ready),
        .s_axis_tdata({\(input.wordWidth){1'b0}}), .s_axis_tlast(word == \(input.wordsPerFrame - 1)),
        \(ports("m", "input")), .frame_error());
      assign \(out)_r = 1'b1;
      integer cycle = 0, entered = -1, given = 0, last = 0, first = 0;
      always @(posedge aclk) begin
      cycle <= cycle + 1;
      if (aresetn && ready) word <= word == \(input.wordsPerFrame - 1) ? 0 : word + 1;
      if (aresetn && ready && entered < 0) entered <= cycle;
      if (\(out)_v) given <= given + 1;
      if (\(out)_v && given % \(pipeline.output.stream.wordsPerFrame) == \(pipeline.output.stream.wordsPerFrame - 1))
      begin
      last <= cycle;
      if (given < \(pipeline.output.stream.wordsPerFrame)) first <= cycle;
      if (given == \(6 * pipeline.output.stream.wordsPerFrame - 1)) $display("%0d %0d %0d", \(index), first - entered, cycle - last);
      end
      end
      endmodule

      """
  }

  private static func ports(_ side: String, _ stream: String) -> String {
    ".\(side)_axis_tvalid(\(stream)_v), .\(side)_axis_tready(\(stream)_r), .\(side)_axis_tdata(\(stream)_d)"
  }

  private static func top(_ count: Int) -> String {
    """
    module bench;
    reg aclk = 0, aresetn = 0;
    always #1 aclk = !aclk;
    initial begin repeat (3) @(posedge aclk); aresetn <= 1; repeat (25000) @(posedge aclk); $finish; end
    \((0..<count).map { "chain_\($0) c\($0) (aclk, aresetn);" }.joined(separator: "\n"))
    endmodule

    """
  }
}

import Foundation
import PipelineIR
import RTL
import Stages
import Support
import TestTools
import Testing

@Suite struct StreamCellLintTests {
  static let cells = (try? FileManager.default.contentsOfDirectory(atPath: streamCells.path).sorted()) ?? []

  @Test func thereAreCells() { #expect(Self.cells.count >= 11) }

  @Test(arguments: cells)
  func cellsAreCleanAlone(file: String) throws {
    let top = String(file.dropLast(2))
    let needs = ["mantissa_loop.v", "mantissa_window_axis.v"].filter { $0 != file }
    #expect(try lint(file == "mantissa_loop.v" ? [file] : [file] + needs, top: top, in: streamCells) == "")
  }

  /// Stages with sizes at the edges: widths of one bit, loops of one turn, buffers of odd sizes.
  static let stages: [any StageOperation] = [
    Fifo(depth: 2), Fifo(depth: 5), Widen(factor: 2), Widen(factor: 5), Narrow(factor: 3),
    Reorder(extents: [2, 5], order: [1, 0]), Reorder(extents: [5, 2], order: [1, 0], banks: 1),
    Window(input: Shape(channels: 30), repeats: 7),
    Window(input: Shape(channels: 30), groups: 5, bufferRows: 2),
    Window(input: Shape(height: 28, width: 30, channels: 1), geometry: both(.init(kernel: 5)), bufferRows: 7),
    Window(
      input: Shape(height: 9, width: 5, channels: 6), geometry: both(.init(kernel: 3, stride: 2, before: 1, after: 1))),
    Window(
      input: Shape(height: 9, width: 5, channels: 3), geometry: both(.init(kernel: 2, dilation: 2, before: 2)),
      padCode: 1 << 31),
    Window(
      input: Shape(height: 1, width: 40, channels: 3),
      geometry: Geometry(columns: .init(kernel: 7, before: 3, after: 3))),
  ]

  private static func both(_ axis: Geometry.Axis) -> Geometry { Geometry(rows: axis, columns: axis) }

  @Test(arguments: stages.indices)
  func stagesAreClean(index: Int) throws {
    let operation = Self.stages[index]
    let shape = (operation as? Window)?.input ?? Shape(channels: 30)
    let lanes = shape.channels % 3 == 0 ? 3 : 1
    let input = StreamType(lanes: lanes, elementWidth: lanes == 1 ? 32 : 1, wordsPerFrame: shape.count / lanes)
    let output = try operation.outputs(of: [input])[0]
    let hardware = operation.hardware(name: "case", inputs: [input])
    let parameters = hardware.parameters.map { ".\($0.name)(\($0.value))" }.joined(separator: ", ")
    let text = """
      `default_nettype none
      module wrapper (
          input wire aclk, input wire aresetn,
          input wire s_axis_tvalid, output wire s_axis_tready, input wire [\(input.wordWidth - 1):0] s_axis_tdata,
          output wire m_axis_tvalid, input wire m_axis_tready, output wire [\(output.wordWidth - 1):0] m_axis_tdata
      );
      \(hardware.module) #(\(parameters)) u_stage (
          .aclk(aclk), .aresetn(aresetn),
          .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready), .s_axis_tdata(s_axis_tdata),
          .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready), .m_axis_tdata(m_axis_tdata)
      );
      endmodule
      `default_nettype wire

      """
    try withTemporaryFolder { folder in
      try text.write(to: folder.appendingPathComponent("wrapper.v"), atomically: true, encoding: .utf8)
      let cells = hardware.cells.map { streamCells.appendingPathComponent("\($0).v").path }
      let findings = try lint(["wrapper.v"] + cells, top: "wrapper", in: folder)
      #expect(findings == "", "\(findings)")
    }
  }
}

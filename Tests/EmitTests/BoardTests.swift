import Cells
import Emit
import Foundation
import Support
import TestTools
import Testing
import Tools
import Verify

/// Machines behind the serial lines of boards. The sample's words have 4 bytes in and 2 out.
@Suite struct BoardTests {
  @Test(arguments: Board.all, [VerifyOptions.Simulator.verilator, .icarus])
  func everyByteThroughTheSerialPinsAgrees(_ board: Board, _ simulator: VerifyOptions.Simulator) async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      let report = try await BoardVerifier.run(
        folder: folder + "/out", board: board, options: VerifyOptions(simulator: simulator, frames: 45))
      #expect(report.passed && report.problems.isEmpty && report.alteredFiles.isEmpty)
      #expect(report.wordsCompared == 46 * 12)
      // 45 frames of 24 bytes are more than two credits of 256.
      #expect(report.credits == 4)
      // Beside these there are three greetings, the credits, an error, and what came of the frame that the break cut.
      #expect(report.bytes >= 46 * 12 * 3 + 3 * 5 + 4 + 2)
    }
  }

  @Test func aWrongMemoryIsFound() async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      let memory = folder + "/out/rtl/mem/sample_second_table_table.mem"
      let text = try String(contentsOfFile: memory, encoding: .utf8)
      try text.split(separator: "\n").reversed().joined(separator: "\n")
        .write(toFile: memory, atomically: true, encoding: .utf8)
      let report = try await BoardVerifier.run(
        folder: folder + "/out", board: Board.all[0], options: VerifyOptions(simulator: .icarus, frames: 2))
      #expect(!report.passed && report.mismatches > 0 && report.firstMismatch?.frame == 0)
      #expect(report.alteredFiles == ["rtl/mem/sample_second_table_table.mem"])
    }
  }

  /// A bridge that forgets credits leaves the host waiting; the testbench says so and ends.
  @Test func aBridgeThatStopsIsFound() async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      let path = folder + "/out/boards/cells/mantissa_uart_bridge.v"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let credit = "credits_q <= credits_q + 2'd1;"
      #expect(text.contains(credit))
      try text.replacingOccurrences(of: credit, with: "credits_q <= credits_q;")
        .write(toFile: path, atomically: true, encoding: .utf8)
      let report = try await BoardVerifier.run(
        folder: folder + "/out", board: Board.all[1], options: VerifyOptions(simulator: .verilator, frames: 60))
      #expect(!report.passed && report.credits == 0)
      #expect(report.problems.contains { $0.contains("stopped after 512 bytes in") }, "\(report.problems)")
    }
  }

  @Test func aFolderWithoutBoardsIsRefused() async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      let path = folder + "/out/manifest.json"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacingOccurrences(of: "boards/ulx3s", with: "boards/other")
        .write(toFile: path, atomically: true, encoding: .utf8)
      let failure = await #expect(throws: Failure.self) {
        _ = try await BoardVerifier.run(folder: folder + "/out", board: Board.all[0], options: VerifyOptions())
      }
      #expect(failure?.kind == .input && failure?.description.contains("no files for boards") == true)
    }
  }

  @Test(arguments: Board.all) func topsAreLintClean(_ board: Board) async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      let manifest = try Manifest(folder: folder + "/out")
      let files = manifest.sources + (try board.sources(of: manifest))
      let top = board.top(of: "sample")
      for (tool, arguments) in [
        ("verilator", ["--lint-only", "-Wall", "--top-module", top]),
        ("iverilog", ["-g2005", "-Wall", "-s", top, "-t", "null"]),
      ] {
        let run = try await Tool.find(tool).run(arguments + files, in: folder + "/out", limit: .seconds(100))
        #expect(run.succeeded && run.output == "", "\(tool): \(run.output)")
      }
      let pins = try String(contentsOfFile: "\(folder)/out/\(board.folder)/\(board.constraints)", encoding: .utf8)
      for pin in board.pins { #expect(pins.contains(pin.site)) }
      #expect(board.hertz % Board.baud == 0 && board.divider >= 8)
    }
  }

  /// A host whose bits are 3 % too long or too short is understood, one that is 8 % off is not.
  @Test func ratesMayDifferALittle() async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      let manifest = try Manifest(folder: folder + "/out")
      let board = Board.all[1]
      let files = ["\(board.folder)/sample_icebreaker_tb.v"] + manifest.sources + (try board.sources(of: manifest))
      try await Tool.find("iverilog").run(
        ["-g2005", "-s", "sample_icebreaker_tb", "-o", "bench"] + files, in: folder + "/out", limit: .seconds(60)
      ).checked("compiling")
      for (bit, isUnderstood) in [(1_030_000, true), (970_000, true), (1_080_000, false), (920_000, false)] {
        let run = try await Tool.find("vvp").run(
          ["-n", "../../bench", "+bit=\(bit)", "+frames=3"], in: folder + "/out/rtl/mem", limit: .seconds(60))
        #expect(run.output.contains("equal: 48 words") == isUnderstood, "\(bit): \(run.output)")
      }
    }
  }

  /// Bytes that no credit allowed are refused, and only those; what waits is neither lost nor sent twice.
  @Test(arguments: [(2, 9), (3, 8), (64, 25)]) func theBridgeSaysWhenItsFIFOIsFull(_ block: Int, _ divider: Int)
    async throws
  {
    try await Sample.withFolder { folder in
      let cells = CellLibrary.closure(of: ["mantissa_uart_bridge"])
      for cell in cells {
        try (CellLibrary.text(of: cell) ?? "").write(toFile: "\(folder)/\(cell).v", atomically: true, encoding: .utf8)
      }
      try Self.overflowBench.write(toFile: "\(folder)/bench.v", atomically: true, encoding: .utf8)
      try await Tool.find("iverilog").run(
        [
          "-g2005", "-Wall", "-s", "bench", "-Pbench.BLOCK=\(block)", "-Pbench.DIVIDER=\(divider)", "-o", "bench",
          "bench.v",
        ]
          + cells.map { "\($0).v" }, in: folder, limit: .seconds(60)
      ).checked("compiling")
      let run = try await Tool.find("vvp").run(["-n", "bench"], in: folder, limit: .seconds(60))
      #expect(run.output == "full after \(2 * block + 6) bytes\n", "\(run.output)")
    }
  }

  /// A machine that takes nothing: 2 * BLOCK bytes in the FIFO, one in its output register, a word of 3 and 2 bytes of the
  /// next; the byte after these is told to be too many.
  private static let overflowBench = """
    `timescale 1ns / 1ns
    module bench;
      parameter BLOCK = 2, DIVIDER = 8;
      reg clk = 0, reset = 0, rx = 1;
      wire tx, error;
      integer sent = 0, bit_number;
      mantissa_uart_bridge #(.DIVIDER(DIVIDER), .BLOCK(BLOCK), .IN_BYTES(3), .IN_WORDS(2), .OUT_BYTES(1)) u_bridge (
        .aclk(clk), .aresetn(reset), .rx(rx), .tx(tx), .machine_aresetn(), .m_axis_tvalid(), .m_axis_tready(1'b0),
        .m_axis_tdata(), .m_axis_tlast(), .s_axis_tvalid(1'b0), .s_axis_tready(), .s_axis_tdata(8'd0),
        .s_axis_tlast(1'b0), .busy(), .error(error));
      always #5 clk = !clk;
      task send(input [7:0] data);
        begin
          rx = 0;
          #(10 * DIVIDER);
          for (bit_number = 0; bit_number < 8; bit_number = bit_number + 1) begin
            rx = data[bit_number];
            #(10 * DIVIDER);
          end
          rx = 1;
          #(10 * DIVIDER);
        end
      endtask
      initial begin
        #55 reset = 1;
        #(1000 * DIVIDER);
        while (!error && sent < 1000) begin
          send(sent);
          #20;
          if (!error) sent = sent + 1;
        end
        $display("full after %0d bytes", sent);
        $finish;
      end
    endmodule

    """

  /// The host's script beside a board of its own: it paces itself, reads every unit, and tells wrong answers.
  @Test func theHostsScriptKeepsToItsCredits() async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      for (wrong, expected) in [("0", "code 0 of 40 frames\n"), ("1", "code 1 of 40 frames\n")] {
        let run = try await Tool.find("python3").run(
          [Sample.oracle("fake_board.py"), "out/boards", wrong], in: folder, limit: .seconds(60))
        #expect(run.output.hasSuffix(expected), "\(run.output)")
        #expect(run.output.contains("frame 0: class") && run.output.contains("DIFFERENT") == (wrong == "1"))
      }
    }
  }
}

import Foundation
import Support
import TestTools
import Testing

/// The cells at the machine's ports: frames that end early or late, and tlast at the output.
@Suite struct FrameCellTests {
  private static let words = 5

  /// Frames of the given lengths through guard and counter under random stalls: the words that leave, with tlast in
  /// bit 8, and `frame_error` at the end.
  private func run(lengths: [Int], seed: UInt64) throws -> (sent: [[Int]], left: [Int], error: Int) {
    var random = SplitMix64(seed: seed)
    let frames = lengths.map { length in (0..<length).map { _ in Int.random(in: 1...255, using: &random) } }
    let text = frames.flatMap { frame in
      frame.enumerated().map { String($1 | ($0 == frame.count - 1 ? 256 : 0), radix: 16) }
    }
    let stalls = (0..<1000).map { _ in String(random.next() & 3, radix: 16) }
    return try withTemporaryFolder { folder in
      try text.joined(separator: "\n").write(
        to: folder.appendingPathComponent("words.mem"), atomically: true, encoding: .utf8)
      try stalls.joined(separator: "\n").write(
        to: folder.appendingPathComponent("stalls.mem"), atomically: true, encoding: .utf8)
      try bench(count: text.count).write(
        to: folder.appendingPathComponent("bench.v"), atomically: true, encoding: .utf8)
      let built = try TestTools.run(
        "iverilog", ["-g2005", "-y", streamCells.path, "-o", "b.vvp", "bench.v"], in: folder)
      try #require(built.status == 0 && built.output.isEmpty, "\(built.output)")
      let ran = try TestTools.run("vvp", ["-n", "b.vvp"], in: folder)
      let numbers = ran.output.split(separator: "\n").compactMap { Int($0) }
      return (frames, numbers.dropLast(), numbers.last ?? -1)
    }
  }

  private func bench(count: Int) -> String {
    """
    module bench;
    reg aclk = 0, aresetn = 0, held = 0; integer cycle = 0, sent = 0;
    reg [8:0] words [0:\(count - 1)]; reg [3:0] stalls [0:999];
    initial begin $readmemh("words.mem", words); $readmemh("stalls.mem", stalls); end
    always #1 aclk = !aclk;
    wire [3:0] now = stalls[cycle];
    wire sv = aresetn && sent < \(count) && (held || now[0]);
    wire sr, gv, gr, mv, ml; wire [7:0] gd, md; wire [1:0] error; wire [8:0] word = words[sent];
    mantissa_frame_guard #(.WIDTH(8), .WORDS(\(Self.words))) entry (.aclk(aclk), .aresetn(aresetn),
      .s_axis_tvalid(sv), .s_axis_tready(sr), .s_axis_tdata(word[7:0]), .s_axis_tlast(word[8]),
      .m_axis_tvalid(gv), .m_axis_tready(gr), .m_axis_tdata(gd), .frame_error(error));
    mantissa_frame_last #(.WIDTH(8), .WORDS(\(Self.words))) leave (.aclk(aclk), .aresetn(aresetn),
      .s_axis_tvalid(gv), .s_axis_tready(gr), .s_axis_tdata(gd),
      .m_axis_tvalid(mv), .m_axis_tready(now[1]), .m_axis_tdata(md), .m_axis_tlast(ml));
    always @(posedge aclk) if (aresetn) begin
      cycle <= cycle + 1; held <= sv && !sr;
      if (sv && sr) sent <= sent + 1;
      if (mv && now[1]) $display("%0d", {ml, md});
    end
    initial begin repeat (3) @(posedge aclk); aresetn <= 1; repeat (1000) @(posedge aclk);
      $display("%0d", error); $finish; end
    endmodule

    """
  }

  /// What the definition of the guard says: short frames filled with zeros, long ones cut.
  private func expected(_ frames: [[Int]]) -> [Int] {
    frames.flatMap { frame in
      (0..<Self.words).map { ($0 < frame.count ? frame[$0] : 0) | ($0 == Self.words - 1 ? 256 : 0) }
    }
  }

  @Test(arguments: [
    ([5, 5, 5, 5], 0), ([5, 3, 5, 1, 4, 5], 1), ([5, 6, 5, 12, 10, 5], 2), ([1, 9, 4, 5, 6, 5], 3),
  ])
  func framesStayInStep(lengths: [Int], error: Int) throws {
    for seed in UInt64(1)...3 {
      let result = try run(lengths: lengths, seed: seed)
      #expect(result.left == expected(result.sent), "seed \(seed)")
      #expect(result.error == error)
    }
  }
}

/// The folder of the stream cells.
let streamCells = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("Templates/cells/stream")

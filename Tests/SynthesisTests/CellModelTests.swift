import Foundation
import Support
import TestTools
import Testing
import Tools

@testable import Synthesis

/// Netlists in the models of cells against the RTL that they were made of, cycle by cycle.
@Suite struct CellModelTests {
  /// Memories of every width, read-only and written, and products with the registers that multiplier blocks have.
  static let design = """
    module rom #(parameter WIDTH = 8, parameter BITS = 9) (
        input wire clk, input wire enable, input wire [BITS-1:0] address, output reg [WIDTH-1:0] q
    );
        (* ram_style = "block" *) reg [WIDTH-1:0] words [0:(1<<BITS)-1];
        integer i;
        reg [31:0] content;
        initial
            for (i = 0; i < (1 << BITS); i = i + 1) begin
                content = i * 40503 + (i >> 3) * 977;
                words[i] = {3{content}};
            end
        always @(posedge clk) if (enable) q <= words[address];
    endmodule

    module ram #(parameter WIDTH = 8, parameter BITS = 9) (
        input wire clk, input wire write, input wire [BITS-1:0] to, input wire [WIDTH-1:0] data,
        input wire read, input wire [BITS-1:0] from, output reg [WIDTH-1:0] q
    );
        (* ram_style = "block" *) reg [WIDTH-1:0] words [0:(1<<BITS)-1];
        always @(posedge clk) begin
            if (write) words[to] <= data;
            if (read) q <= words[from];
        end
    endmodule

    module products (
        input wire clk, input wire resetn, input wire enable, input wire first, input wire [35:0] x,
        output reg [47:0] total, output reg [36:0] scaled
    );
        reg signed [17:0] a_q, b_q;
        reg signed [35:0] m_q;
        reg signed [20:0] small_sums_q;
        wire signed [20:0] previous = first ? 21'd0 : small_sums_q;
        always @(posedge clk)
            if (!resetn) begin a_q <= 0; b_q <= 0; m_q <= 0; total <= 0; small_sums_q <= 0; scaled <= 0; end
            else if (enable) begin
                a_q <= x[17:0];
                b_q <= x[35:18];
                m_q <= a_q * b_q;
                total <= first ? {{12{m_q[35]}}, m_q} : total + {{12{m_q[35]}}, m_q};
                small_sums_q <= previous + {{5{x[15]}}, x[15:0]};
                scaled <= small_sums_q * $signed({1'b0, x[30:16]});
            end
    endmodule

    module dut (input wire clk, input wire resetn, input wire [127:0] x, output wire [399:0] y);
        // Contents for every place; Yosys takes long for many.
        rom #(9, 11) u_rom9 (clk, x[0], x[11:1], y[8:0]);
        rom #(36, 9) u_rom36 (clk, x[12], x[21:13], y[44:9]);
        rom #(23, 10) u_rom23 (clk, x[3], x[69:60], y[74:52]);
        assign y[51:45] = 0;
        // Few addresses, far apart and beside each other, so that reads meet what was written.
        ram #(36, 9) u_ram36 (clk, x[4], {x[72:71], 6'd0, x[70]}, x[115:80], x[5], {x[75:74], 6'd0, x[73]}, y[110:75]);
        ram #(18, 10) u_ram18 (clk, x[6], {x[72:71], 7'd0, x[70]}, x[97:80], x[7], {x[75:74], 7'd0, x[73]}, y[128:111]);
        ram #(8, 11) u_ram8 (clk, x[8], {x[72:71], 8'd0, x[70]}, x[87:80], x[9], {x[75:74], 8'd0, x[73]}, y[136:129]);
        ram #(4, 12) u_ram4 (clk, x[10], {x[72], 9'd0, x[71:70]}, x[83:80], x[11], {x[75], 9'd0, x[74:73]}, y[140:137]);
        ram #(2, 13) u_ram2 (clk, x[1], {x[72], 10'd0, x[71:70]}, x[81:80], x[2], {x[75], 10'd0, x[74:73]}, y[228:227]);
        ram #(1, 14) u_ram1 (clk, x[12], {x[72], 11'd0, x[71:70]}, x[80], x[13], {x[75], 11'd0, x[74:73]}, y[141]);
        products u_products (clk, resetn, x[14], x[15], x[63:28], y[189:142], y[226:190]);
        ram #(72, 9) u_ram72 (clk, x[4], {x[72:71], 6'd0, x[70]}, {x[127:80], x[63:40]}, x[5], {x[75:74], 6'd0, x[73]}, y[300:229]);
        rom #(72, 9) u_rom72 (clk, x[12], x[21:13], y[372:301]);
        assign y[399:373] = 0;
    endmodule

    """

  /// Both, fed with equal words; outputs are compared where the RTL's are known.
  static let bench = """
    module bench;
        reg clk = 0, resetn = 0;
        reg [127:0] x = 0;
        wire [399:0] expected, found;
        integer cycle, bit_, wrong, known;
        dut_rtl u_rtl (clk, resetn, x, expected);
        dut u_gates (.clk(clk), .resetn(resetn), .x(x), .y(found));
        initial begin
            wrong = 0; known = 0;
            for (cycle = 0; cycle < 1000; cycle = cycle + 1) begin
                x = {$random, $random, $random, $random};
                resetn = cycle > 3 && cycle != 500;
                #1 clk = 1;
                #1 clk = 0;
                #1 for (bit_ = 0; bit_ < 400; bit_ = bit_ + 1)
                    if (expected[bit_] !== 1'bx) begin
                        known = known + 1;
                        if (expected[bit_] !== found[bit_] && cycle > 4) wrong = wrong + 1;
                    end
            end
            $display("known %0d wrong %0d", known, wrong);
            $finish;
        end
    endmodule

    """

  @Test(arguments: [SynthesisTarget.ice40up5k, .ecp5large, .xc7])
  func netlistsDoAsTheirRTL(_ target: SynthesisTarget) async throws {
    let netlist = try await GateNetlist(SynthesisSources([Self.design]), top: "dut", target, limit: .seconds(600))
    let words = try await Self.compare(netlist.files.map { $0.text })
    #expect(words[1] == "0" && Int(words[0]) ?? 0 > 350_000)
    // A netlist that is wrong is noticed.
    let broken = netlist.files.map { $0.name == "netlist.v" ? Self.broken($0.text, target) : $0.text }
    #expect(try await Self.compare(broken)[1] != "0")
  }

  /// The netlist with another content of its memories.
  private static func broken(_ text: String, _ target: SynthesisTarget) -> String {
    let start = [.ecp5: ".INITVAL_00(", .ice40: ".INIT_0(", .xc7: ".INIT_00("][target.device ?? .xc7] ?? ""
    return text.replacingOccurrences(of: start, with: start + "~")
  }

  /// The counts of known and of wrong bits.
  private static func compare(_ texts: [String]) async throws -> [String] {
    try await withTemporaryFolder { folder throws(Failure) in
      let files = texts + [Self.design.replacingOccurrences(of: "module dut ", with: "module dut_rtl "), Self.bench]
      for (place, text) in files.enumerated() { try Disk.write(text.utf8, to: "\(folder)/\(place).v") }
      try await Tool.find("iverilog").run(
        ["-g2005", "-s", "bench", "-o", "bench"] + files.indices.map { "\($0).v" }, in: folder, limit: .seconds(300)
      ).checked("the build")
      let run = try await Tool.find("vvp").run(["-n", "bench"], in: folder, limit: .seconds(600)).checked("the bench")
      let words = run.output.split(separator: "\n").last { $0.hasPrefix("known") }?.split(separator: " ") ?? []
      return words.count == 4 ? [String(words[1]), String(words[3])] : ["", "no counts: \(run.output.suffix(300))"]
    }
  }
}

import Foundation
import TestTools
import Testing
import Verilog

@Suite struct ModuleTextTests {
  @Test func counterPrintsAligned() {
    #expect(Sample.counter.description == counterText)
  }

  @Test func linters() throws {
    try withTemporaryFolder { folder in
      let modules = [Sample.counter, Sample.bank]
      for module in modules {
        try module.description.write(
          to: folder.appendingPathComponent(module.name + ".v"), atomically: true, encoding: .utf8)
      }
      let found = try lint(modules.map { $0.name + ".v" }, top: "sample_bank", in: folder)
      #expect(found == "", "\(Sample.bank)")
    }
  }

  @Test func lintersSpeakOfAFault() throws {
    try withTemporaryFolder { folder in
      var faulty = Sample.counter
      faulty.items.append(.wire("lonely", width: 3))
      try faulty.description.write(
        to: folder.appendingPathComponent("sample_counter.v"), atomically: true, encoding: .utf8)
      #expect(try lint(["sample_counter.v"], top: "sample_counter", in: folder).contains("lonely"))
    }
  }

  @Test func statementsOfABank() {
    let text = Sample.bank.description
    #expect(text.contains("            2'd0: code_d = 3'd5;\n"))
    #expect(text.contains("            default: code_d = 3'h7;\n"))
    #expect(text.contains("for (i = 0; i < 8; i = i + 1) begin\n            odd_d = odd_d ^ both[i];\n"))
    #expect(text.contains("    reg [7:0] memory [0:3];\n"))
  }
}

private let counterText = """
  // sample_counter -- counts to LIMIT - 1 and starts again.
  //
  // Latency 1 cycle.
  `default_nettype none

  module sample_counter #(
      parameter WIDTH = 4,
      parameter LIMIT = 10
  ) (
      input  wire             aclk,
      input  wire             aresetn,  // synchronous, active low
      input  wire             step,
      output wire [WIDTH-1:0] count     // 0 to LIMIT - 1
  );
      localparam LAST = LIMIT - 1;

      reg  [WIDTH-1:0] count_q;
      wire             is_last = count_q == LAST[WIDTH-1:0];

      always @(posedge aclk) begin
          if (!aresetn) begin
              count_q <= {WIDTH{1'b0}};
          end else if (step) begin
              count_q <= is_last ? {WIDTH{1'b0}} : count_q + {{(WIDTH - 1){1'b0}}, 1'b1};
          end
      end

      assign count = count_q;
  endmodule

  `default_nettype wire

  """

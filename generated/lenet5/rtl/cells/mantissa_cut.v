// mantissa_cut -- a register where a cell is cut into stages, or a wire.
//
// REGISTERED 1: q = d of the last clock at which enable was high; no reset. Latency 1 cycle, throughput 1 word a cycle.
// REGISTERED 0: q = d, and aclk and enable are not used. Latency 0.
`default_nettype none

module mantissa_cut #(
    parameter WIDTH      = 8,
    parameter REGISTERED = 0
) (
    input  wire             aclk,
    input  wire             enable,
    input  wire [WIDTH-1:0] d,
    output wire [WIDTH-1:0] q
);
    generate
        if (REGISTERED != 0) begin : g_register
            reg [WIDTH-1:0] word_q;
            always @(posedge aclk) begin
                if (enable) word_q <= d;
            end
            assign q = word_q;
        end else begin : g_wire
            wire unused = &{1'b0, aclk, enable};
            assign q = d;
        end
    endgenerate
endmodule

`default_nettype wire

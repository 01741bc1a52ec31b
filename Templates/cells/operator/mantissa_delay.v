// mantissa_delay -- a word beside a cell that is cut: as many registers as CUTS has ones.
//
// Latency: the number of ones in CUTS; no reset.
`default_nettype none

module mantissa_delay #(
    parameter WIDTH = 8,
    parameter CUTS  = 0   // 32 bits at most
) (
    input  wire             aclk,
    input  wire             enable,
    input  wire [WIDTH-1:0] d,
    output wire [WIDTH-1:0] q
);
    genvar i;
    generate
        for (i = 0; i < 32; i = i + 1) begin : g_cut
            wire [WIDTH-1:0] word_d;
            wire [WIDTH-1:0] word;
            if (i == 0) begin : g_first
                assign word_d = d;
            end else begin : g_next
                assign word_d = g_cut[i-1].word;
            end
            mantissa_cut #(.WIDTH(WIDTH), .REGISTERED((CUTS >> i) & 1)) u_cut (
                .aclk(aclk), .enable(enable), .d(word_d), .q(word)
            );
        end
    endgenerate
    assign q = g_cut[31].word;
endmodule

`default_nettype wire

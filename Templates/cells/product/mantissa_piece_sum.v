// mantissa_piece_sum -- the sum of two's complement parts, each PIECE bits above the one before.
//
// sum = parts[0] + parts[1] * 2^PIECE + ..., exact where no part needs all of its PART bits. From the lowest one up each part is added
// to what is left of the sum above the bits that are final, so that an adder has PART bits.
// CUTS: bit i registers behind sum i + 1. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_piece_sum #(
    parameter PIECES = 2,
    parameter PIECE  = 17,
    parameter PART   = 36,  // more than PIECE
    parameter CUTS   = 0    // as many bits as pieces, less one
) (
    input  wire                              aclk,
    input  wire                              enable,
    input  wire [PIECES*PART-1:0]            parts,
    output wire [(PIECES-1)*PIECE+PART-1:0]  sum
);
    localparam ALL = PIECES * PART;

    genvar i;
    generate
        for (i = 0; i < PIECES; i = i + 1) begin : g_sum
            localparam DONE = i * PIECE;      // bits that are final
            wire [ALL-1:0]       left;        // the parts, those that are added included
            wire [DONE+PART-1:0] so_far;      // as far as it is added up
            if (i == 0) begin : g_first
                assign left   = parts;
                assign so_far = parts[PART-1:0];
            end else begin : g_next
                wire [PART-PIECE-1:0] above = g_sum[i-1].so_far[DONE +: PART-PIECE];
                wire [PART-1:0]       next  = g_sum[i-1].left[i*PART +: PART]
                                            + {{PIECE{above[PART-PIECE-1]}}, above};
                mantissa_cut #(.WIDTH(ALL + DONE + PART), .REGISTERED((CUTS >> (i - 1)) & 1)) u_cut (
                    .aclk(aclk), .enable(enable), .d({g_sum[i-1].left, next, g_sum[i-1].so_far[DONE-1:0]}),
                    .q({left, so_far})
                );
            end
        end
    endgenerate

    assign sum = g_sum[PIECES-1].so_far;
    wire unused = &{1'b0, aclk, enable, g_sum[PIECES-1].left};
endmodule

`default_nettype wire

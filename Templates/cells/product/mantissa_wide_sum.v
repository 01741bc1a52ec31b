// mantissa_wide_sum -- the sum of two integers of the same width, in pieces whose carries may be registered.
//
// sum = a + b + carry modulo 2^WIDTH. Pieces of PIECE bits, the lowest one first. CUTS: bit i registers behind piece i: the sum as far as
// it is done, its carry, and what is left of a and b. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_wide_sum #(
    parameter WIDTH = 96,
    parameter PIECE = 48,
    parameter CUTS  = 0    // as many bits as pieces, less one
) (
    input  wire             aclk,
    input  wire             enable,
    input  wire [WIDTH-1:0] a,
    input  wire [WIDTH-1:0] b,
    input  wire             carry,
    output wire [WIDTH-1:0] sum
);
    localparam PIECES = (WIDTH + PIECE - 1) / PIECE;

    genvar i;
    generate
        if (CUTS == 0) begin : g_whole
            assign sum = a + b + {{(WIDTH - 1){1'b0}}, carry};
            wire unused = &{1'b0, aclk, enable};
        end
        for (i = 0; i < (CUTS == 0 ? 0 : PIECES); i = i + 1) begin : g_piece
            localparam DONE = i * PIECE;                                     // bits of the sum that are there
            localparam BITS = WIDTH - DONE < PIECE ? WIDTH - DONE : PIECE;   // and those that are added now
            wire [WIDTH-1:0] left;     // a, with the sum in its low bits
            wire [WIDTH-1:0] right;    // b
            wire             carried;
            if (i == 0) begin : g_first
                assign left    = a;
                assign right   = b;
                assign carried = carry;
            end else begin : g_next
                mantissa_cut #(.WIDTH(2 * WIDTH - DONE + 1), .REGISTERED((CUTS >> (i - 1)) & 1)) u_cut (
                    .aclk(aclk), .enable(enable),
                    .d({g_piece[i-1].top, g_piece[i-1].right[WIDTH-1:DONE], g_piece[i-1].all}),
                    .q({carried, right[WIDTH-1:DONE], left})
                );
                assign right[DONE-1:0] = {DONE{1'b0}};
            end
            // The carry comes from a bit below.
            wire [BITS+1:0]  next = {1'b0, left[DONE +: BITS], 1'b1} + {1'b0, right[DONE +: BITS], carried};
            wire             top  = next[BITS+1];
            wire [WIDTH-1:0] all;
            if (i + 1 < PIECES) begin : g_above
                assign all[WIDTH-1:DONE+BITS] = left[WIDTH-1:DONE+BITS];
            end
            assign all[DONE +: BITS] = next[BITS:1];
            if (DONE > 0) begin : g_below
                assign all[DONE-1:0] = left[DONE-1:0];
            end
            if (i == PIECES - 1) begin : g_last
                assign sum = all;
            end
            wire unused = &{1'b0, right, top, next[0]};
        end
    endgenerate
endmodule

`default_nettype wire

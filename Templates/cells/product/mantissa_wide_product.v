// mantissa_wide_product -- the product of two two's complement integers, one of them wide, in pieces that are added up.
//
// product = a * b, exact. a is cut into pieces of PIECE bits, all but the highest one unsigned; from the lowest one up each piece's
// product is added to what is left of the sum above the bits that are final. So an adder has PIECE + B_WIDTH + 1 bits,
// however wide a is. CUTS: bit 0 registers behind the products, bit i behind sum i. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_wide_product #(
    parameter A_WIDTH = 40,
    parameter B_WIDTH = 16,
    parameter PIECE   = 17,
    parameter CUTS    = 0    // as many bits as pieces, less one
) (
    input  wire                       aclk,
    input  wire                       enable,
    input  wire [A_WIDTH-1:0]         a,
    input  wire [B_WIDTH-1:0]         b,
    output wire [A_WIDTH+B_WIDTH-1:0] product
);
    localparam PIECES = (A_WIDTH + PIECE - 1) / PIECE;
    localparam PART   = PIECE + B_WIDTH + 1;  // bits of a piece's product
    localparam ALL    = PIECES * PART;

    wire [PIECES*PIECE-1:0] extended;
    wire [ALL-1:0]          parts_d;
    wire [ALL-1:0]          parts;

    assign extended[A_WIDTH-1:0] = a;
    genvar i;
    generate
        if (PIECES * PIECE > A_WIDTH) begin : g_above
            assign extended[PIECES*PIECE-1:A_WIDTH] = {(PIECES * PIECE - A_WIDTH){a[A_WIDTH-1]}};
        end
        for (i = 0; i < PIECES; i = i + 1) begin : g_part
            wire                   top   = (i == PIECES - 1) & a[A_WIDTH-1];
            wire signed [PIECE:0]  piece = {top, extended[i*PIECE +: PIECE]};
            wire signed [PART-1:0] part  = piece * $signed(b);
            assign parts_d[i*PART +: PART] = part;
        end
    endgenerate
    mantissa_cut #(.WIDTH(ALL), .REGISTERED(CUTS & 1)) u_cut (
        .aclk(aclk), .enable(enable), .d(parts_d), .q(parts)
    );

    generate
        for (i = 0; i < PIECES; i = i + 1) begin : g_sum
            localparam DONE = i * PIECE;     // bits that are final
            wire [ALL-1:0]       left;       // the parts, those that are added included
            wire [DONE+PART-1:0] sum;        // as far as it is added up
            if (i == 0) begin : g_first
                assign left = parts;
                assign sum  = parts[PART-1:0];
            end else begin : g_next
                wire [PART-PIECE-1:0] above = g_sum[i-1].sum[DONE +: PART-PIECE];
                wire [PART-1:0]       next  = g_sum[i-1].left[i*PART +: PART]
                                            + {{PIECE{above[PART-PIECE-1]}}, above};
                mantissa_cut #(.WIDTH(ALL + DONE + PART), .REGISTERED((CUTS >> i) & 1)) u_cut (
                    .aclk(aclk), .enable(enable), .d({g_sum[i-1].left, next, g_sum[i-1].sum[DONE-1:0]}),
                    .q({left, sum})
                );
            end
        end
    endgenerate

    assign product = g_sum[PIECES-1].sum[A_WIDTH+B_WIDTH-1:0];
    wire unused = &{1'b0, g_sum[PIECES-1].sum, g_sum[PIECES-1].left};
endmodule

`default_nettype wire

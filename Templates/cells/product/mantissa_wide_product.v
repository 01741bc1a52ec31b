// mantissa_wide_product -- the product of two two's complement integers, one or both of them wide, in pieces that are added up.
//
// product = a * b, exact. Both are cut into pieces of PIECE bits, all but the highest one unsigned; b is one piece where it has
// at most PIECE + 1 bits. The products of a's piece with those of b are added up to a row, the rows to the product: each sum has about as
// many bits as a row. CUTS: bit 0 registers behind the products, then those of a row's sums, then those of the rows' sums. Latency:
// the number of ones in CUTS.
`default_nettype none

module mantissa_wide_product #(
    parameter A_WIDTH = 40,
    parameter B_WIDTH = 16,
    parameter PIECE   = 17,
    parameter CUTS    = 0    // as many bits as a and b have pieces, less one
) (
    input  wire                       aclk,
    input  wire                       enable,
    input  wire [A_WIDTH-1:0]         a,
    input  wire [B_WIDTH-1:0]         b,
    output wire [A_WIDTH+B_WIDTH-1:0] product
);
    localparam A_PIECES = (A_WIDTH + PIECE - 1) / PIECE;
    localparam B_PIECES = B_WIDTH <= PIECE + 1 ? 1 : (B_WIDTH + PIECE - 1) / PIECE;
    localparam B_PIECE  = B_PIECES == 1 ? B_WIDTH - 1 : PIECE;
    localparam ROW      = PIECE + B_WIDTH + 1;               // bits of a row
    localparam PART     = PIECE + B_PIECE + 2;               // bits of a product of pieces
    localparam SUM      = (B_PIECES - 1) * B_PIECE + PART;   // bits in which a row is added up
    localparam ALL      = (A_PIECES - 1) * PIECE + ROW;      // bits in which the rows are

    wire [A_PIECES*PIECE-1:0]    wide_a;
    wire [B_PIECES*B_PIECE-1:0]  wide_b;
    wire [A_PIECES*ROW-1:0]      rows;
    wire [ALL-1:0]               sum;
    genvar i, j;
    generate
        for (i = 0; i < A_PIECES * PIECE; i = i + 1) begin : g_a
            assign wide_a[i] = a[i < A_WIDTH ? i : A_WIDTH - 1];
        end
        for (j = 0; j < B_PIECES * B_PIECE; j = j + 1) begin : g_b
            assign wide_b[j] = b[j < B_WIDTH ? j : B_WIDTH - 1];
        end
        for (i = 0; i < A_PIECES; i = i + 1) begin : g_row
            wire                     a_top = (i == A_PIECES - 1) & a[A_WIDTH-1];
            wire signed [PIECE:0]    x     = {a_top, wide_a[i*PIECE +: PIECE]};
            wire [B_PIECES*PART-1:0] parts_d, parts;
            wire [SUM-1:0]           row;
            for (j = 0; j < B_PIECES; j = j + 1) begin : g_part
                wire                    b_top = (j == B_PIECES - 1) & b[B_WIDTH-1];
                wire signed [B_PIECE:0] y     = {b_top, wide_b[j*B_PIECE +: B_PIECE]};
                wire signed [PART-1:0]  part  = x * y;
                assign parts_d[j*PART +: PART] = part;
            end
            mantissa_cut #(.WIDTH(B_PIECES * PART), .REGISTERED(CUTS & 1)) u_cut (
                .aclk(aclk), .enable(enable), .d(parts_d), .q(parts)
            );
            mantissa_piece_sum #(
                .PIECES(B_PIECES), .PIECE(B_PIECE), .PART(PART), .CUTS((CUTS >> 1) & ((1 << (B_PIECES - 1)) - 1))
            ) u_row (
                .aclk(aclk), .enable(enable), .parts(parts), .sum(row)
            );
            assign rows[i*ROW +: ROW] = row[ROW-1:0];
            wire unused = &{1'b0, row};
        end
    endgenerate

    mantissa_piece_sum #(.PIECES(A_PIECES), .PIECE(PIECE), .PART(ROW), .CUTS(CUTS >> B_PIECES)) u_sum (
        .aclk(aclk), .enable(enable), .parts(rows), .sum(sum)
    );
    assign product = sum[A_WIDTH+B_WIDTH-1:0];
    wire unused = &{1'b0, sum};
endmodule

`default_nettype wire

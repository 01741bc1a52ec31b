// mantissa_posit_plam -- the logarithm-approximate product of two posits (PLAM).
//
// {scale, fraction} of the result = the sum of those of |a| and |b|, plus 3/64 where COMPENSATED is 1, rounded to nearest
// on the bit string, ties to even, saturating; NaR if an operand is NaR, else 0 if one is 0. The sum runs over regime,
// exponent and fraction alike, so that ES matters to the compensation only. A code's bits are the negative logarithm where
// it is negative: the result's bits are those of a, negated where b is negative, plus those of b, negated where a is.
// CUTS: bit 0 registers after the decoding, bit 1 after the sum, bit 2 between the shift and the rounding of the encoder.
// Latency: the number of bits set; one result a cycle.
// Source: Murillo et al., IEEE TETC 10(4), 2022.
`default_nettype none

module mantissa_posit_plam #(
    parameter WIDTH       = 16,  // 3 to 32
    parameter ES          = 1,   // 0 to 3
    parameter COMPENSATED = 0,
    parameter CUTS        = 0
) (
    input  wire             aclk,
    input  wire             enable,
    input  wire [WIDTH-1:0] a,
    input  wire [WIDTH-1:0] b,
    output wire [WIDTH-1:0] result
);
    localparam OWN   = WIDTH > 4 ? WIDTH - 3 : 1;
    localparam LEAST = COMPENSATED != 0 ? ES + 6 : 1;  // bits below the regime for 3/64
    localparam TAIL  = OWN > LEAST ? OWN : LEAST;
    localparam RUN  = $clog2(WIDTH - 1);
    localparam SUM  = RUN + TAIL + 2;

    wire            a_sign, b_sign, a_regime, b_regime, a_special, b_special;
    wire [RUN-1:0]  a_run, b_run;
    wire [TAIL-1:0] a_tail, b_tail;

    mantissa_posit_unpack #(
        .WIDTH     (WIDTH),
        .RUN_WIDTH (RUN),
        .TAIL_WIDTH(TAIL)
    ) u_unpack_a (
        .aclk   (1'b0),
        .enable (1'b0),
        .code   (a),
        .sign   (a_sign),
        .regime (a_regime),
        .run    (a_run),
        .tail   (a_tail),
        .special(a_special)
    );
    mantissa_posit_unpack #(
        .WIDTH     (WIDTH),
        .RUN_WIDTH (RUN),
        .TAIL_WIDTH(TAIL)
    ) u_unpack_b (
        .aclk   (1'b0),
        .enable (1'b0),
        .code   (b),
        .sign   (b_sign),
        .regime (b_regime),
        .run    (b_run),
        .tail   (b_tail),
        .special(b_special)
    );

    // Stage 1: both logarithms, complemented where the other operand is negative, and their sum.
    wire            p1_a_sign, p1_b_sign, p1_a_regime, p1_b_regime, p1_a_special, p1_b_special;
    wire [RUN-1:0]  p1_a_run, p1_b_run;
    wire [TAIL-1:0] p1_a_tail, p1_b_tail;
    mantissa_cut #(
        .WIDTH     (2 * (3 + RUN + TAIL)),
        .REGISTERED((CUTS >> 0) & 1)
    ) u_cut_decoded (
        .aclk  (aclk),
        .enable(enable),
        .d     ({a_sign, a_regime, a_special, a_run, a_tail, b_sign, b_regime, b_special, b_run, b_tail}),
        .q     ({p1_a_sign, p1_a_regime, p1_a_special, p1_a_run, p1_a_tail,
                 p1_b_sign, p1_b_regime, p1_b_special, p1_b_run, p1_b_tail})
    );
    wire a_flip = p1_a_regime ^ p1_b_sign;
    wire b_flip = p1_b_regime ^ p1_a_sign;
    wire [SUM-1:0] a_log = {{2'b00, p1_a_run} ^ {(RUN + 2){~a_flip}}, p1_a_tail ^ {TAIL{p1_b_sign}}};
    wire [SUM-1:0] b_log = {{2'b00, p1_b_run} ^ {(RUN + 2){~b_flip}}, p1_b_tail ^ {TAIL{p1_a_sign}}};

    // A complement lacks one unit of being the negative. The carry makes up for one; the other is left to the rounding.
    wire           negated = p1_a_sign | p1_b_sign;
    wire           special = p1_a_special | p1_b_special;
    wire           nar     = (p1_a_special & p1_a_sign) | (p1_b_special & p1_b_sign);
    wire           sign    = p1_a_sign ^ p1_b_sign;
    wire [SUM-1:0] sum;
    wire           below;
    generate
        if (COMPENSATED != 0) begin : g_compensated
            wire [SUM-1:0] three = {{(SUM - 2){1'b0}}, 2'b11};
            wire [SUM-1:0] constant = sign ? -(three << (TAIL - ES - 6)) : three << (TAIL - ES - 6);
            assign sum   = a_log + b_log + constant + {{(SUM - 1){1'b0}}, negated};
            assign below = p1_a_sign & p1_b_sign;
        end else begin : g_plain
            assign sum   = a_log + b_log + {{(SUM - 1){1'b0}}, negated};
            assign below = p1_a_sign & p1_b_sign;
        end
    endgenerate

    // Stage 2: the encoder.
    wire           p2_sign, p2_below, p2_special;
    wire [SUM-1:0] p2_sum;
    mantissa_cut #(
        .WIDTH     (3 + SUM),
        .REGISTERED((CUTS >> 1) & 1)
    ) u_cut_sum (
        .aclk  (aclk),
        .enable(enable),
        .d     ({special ? nar : sign, below, special, sum}),
        .q     ({p2_sign, p2_below, p2_special, p2_sum})
    );
    mantissa_posit_pack #(
        .WIDTH     (WIDTH),
        .RUN_WIDTH (RUN + 1),
        .TAIL_WIDTH(TAIL),
        .PARALLEL  (1),
        .CUTS      (((CUTS >> 2) & 1) << 1)
    ) u_pack (
        .aclk   (aclk),
        .enable (enable),
        .sign   (p2_sign),
        .regime (~p2_sum[SUM-1]),
        .run    (p2_sum[TAIL +: RUN + 1] ^ {(RUN + 1){p2_sum[SUM-1]}}),
        .tail   (p2_sum[TAIL-1:0]),
        .below  (p2_below),
        .rest   (1'b0),
        .special(p2_special),
        .code   (result)
    );
endmodule

`default_nettype wire

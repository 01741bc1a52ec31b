// mantissa_posit_multiply -- the rounded product of two posits.
//
// result = a * b to nearest on the bit string, ties to even, saturating; NaR if an operand is NaR, else 0 if one is 0.
// Significands stay in two's complement, in [1, 2) or [-2, -1): neither operands nor result are negated.
// CHAINS: how they are multiplied: 1 in rows on carry chains (see mantissa_significand_product), 0 as synthesis likes.
// CUTS: bit 0 registers after the decoding, bit 1 after the product, bit 2 between the shift and the rounding of the
// encoder. Latency: the number of bits set; one result a cycle.
`default_nettype none

module mantissa_posit_multiply #(
    parameter WIDTH  = 16,  // 3 to 32
    parameter ES     = 1,   // 0 to 5
    parameter CHAINS = 0,
    parameter CUTS   = 0,
    parameter REGIME = 0    // bits of the longest regime; 0: as the code is long
) (
    input  wire             aclk,
    input  wire             enable,
    input  wire [WIDTH-1:0] a,
    input  wire [WIDTH-1:0] b,
    output wire [WIDTH-1:0] result
);
    localparam FRACTION = WIDTH - ES - 3 > 1 ? WIDTH - ES - 3 : 1;
    localparam RUN      = REGIME > 0 ? $clog2(REGIME) : $clog2(WIDTH - 1);
    localparam SCALE    = RUN + ES + 1;
    localparam FIELDS   = 2 + SCALE + FRACTION;
    localparam PRODUCT  = 2 * FRACTION + 4;

    wire                a_sign, b_sign, a_special, b_special;
    wire [SCALE-1:0]    a_scale, b_scale;
    wire [FRACTION-1:0] a_fraction, b_fraction;

    mantissa_posit_fields #(
        .WIDTH    (WIDTH),
        .ES       (ES),
        .RUN_WIDTH(RUN),
        .FRACTION (FRACTION),
        .REGIME   (REGIME)
    ) u_fields_a (
        .aclk    (1'b0),
        .enable  (1'b0),
        .code    (a),
        .sign    (a_sign),
        .scale   (a_scale),
        .fraction(a_fraction),
        .special (a_special)
    );
    mantissa_posit_fields #(
        .WIDTH    (WIDTH),
        .ES       (ES),
        .RUN_WIDTH(RUN),
        .FRACTION (FRACTION),
        .REGIME   (REGIME)
    ) u_fields_b (
        .aclk    (1'b0),
        .enable  (1'b0),
        .code    (b),
        .sign    (b_sign),
        .scale   (b_scale),
        .fraction(b_fraction),
        .special (b_special)
    );

    // Stage 1: the product, in (-4, -1) or [1, 4], and the sum of the scales.
    wire                p1_a_sign, p1_b_sign, p1_a_special, p1_b_special;
    wire [SCALE-1:0]    p1_a_scale, p1_b_scale;
    wire [FRACTION-1:0] p1_a_fraction, p1_b_fraction;
    mantissa_cut #(
        .WIDTH     (2 * FIELDS),
        .REGISTERED((CUTS >> 0) & 1)
    ) u_cut_decoded (
        .aclk  (aclk),
        .enable(enable),
        .d     ({a_sign, a_special, a_scale, a_fraction, b_sign, b_special, b_scale, b_fraction}),
        .q     ({p1_a_sign, p1_a_special, p1_a_scale, p1_a_fraction,
                 p1_b_sign, p1_b_special, p1_b_scale, p1_b_fraction})
    );
    wire               p1_sign = p1_a_sign ^ p1_b_sign;
    wire [PRODUCT-1:0] product;
    generate
        if (CHAINS != 0) begin : g_chains
            mantissa_significand_product #(
                .WIDTH (FRACTION + 2),
                .SIGNED(1),
                .CHAINS(1)
            ) u_product (
                .aclk   (aclk),
                .enable (enable),
                .x      ({p1_a_sign, ~p1_a_sign, p1_a_fraction}),
                .y      ({p1_b_sign, ~p1_b_sign, p1_b_fraction}),
                .product(product)
            );
        end else begin : g_gates
            // (1 or -2, + a fraction) * (1 or -2, + b fraction) in rows that are not negative: -2 f is 2 ~f + 2 and a
            // constant.
            localparam ROW = FRACTION + 4;
            wire              both     = p1_a_sign & p1_b_sign;
            wire [FRACTION:0] a_row    = p1_a_sign ? {~p1_b_fraction, 1'b1} : {1'b0, p1_b_fraction};
            wire [FRACTION:0] b_row    = p1_b_sign ? {~p1_a_fraction, 1'b1} : {1'b0, p1_a_fraction};
            wire [ROW-1:0]    constant = {{2{p1_sign}}, 1'b0, ~(p1_a_sign | p1_b_sign), {FRACTION{1'b0}}}
                                       | {{(ROW - 2){1'b0}}, both, p1_sign};
            assign product = {{(FRACTION + 4){1'b0}}, p1_a_fraction} * {{(FRACTION + 4){1'b0}}, p1_b_fraction}
                           + {3'b000, a_row, {FRACTION{1'b0}}} + {3'b000, b_row, {FRACTION{1'b0}}}
                           + {constant, {FRACTION{1'b0}}};
        end
    endgenerate
    wire [SCALE:0]     scale    = {p1_a_scale[SCALE-1], p1_a_scale} + {p1_b_scale[SCALE-1], p1_b_scale};
    wire               special  = p1_a_special | p1_b_special;
    wire               nar      = (p1_a_special & p1_a_sign) | (p1_b_special & p1_b_sign);
    wire               sign     = special ? nar : p1_sign;

    // Stage 2: normalise. Beyond 2 in magnitude a bit more; 4 comes from -2 * -2 only.
    wire               p2_sign, p2_special;
    wire [SCALE:0]     p2_scale;
    wire [PRODUCT-2:0] p2_product;
    mantissa_cut #(
        .WIDTH     (2 + SCALE + PRODUCT),
        .REGISTERED((CUTS >> 1) & 1)
    ) u_cut_product (
        .aclk  (aclk),
        .enable(enable),
        .d     ({sign, special, scale, product[PRODUCT-2:0]}),
        .q     ({p2_sign, p2_special, p2_scale, p2_product})
    );
    wire                four     = p2_product[PRODUCT-2] & ~p2_sign;
    wire                more     = p2_product[PRODUCT-3] ^ p2_sign;
    wire [SCALE:0]      adjusted = p2_scale + {{(SCALE - 1){1'b0}}, four, more};
    wire [FRACTION:0]   fraction = more ? p2_product[2*FRACTION -: FRACTION + 1]
                                        : p2_product[2*FRACTION-1 -: FRACTION + 1];
    wire                rest;
    generate
        if (FRACTION > 1) begin : g_rest
            assign rest = (|p2_product[FRACTION-2:0]) | (more & p2_product[FRACTION-1]);
        end else begin : g_short
            assign rest = more & p2_product[0];
        end
    endgenerate

    mantissa_posit_round #(
        .WIDTH   (WIDTH),
        .ES      (ES),
        .SCALE   (SCALE + 1),
        .FRACTION(FRACTION + 1),
        .CUTS    (((CUTS >> 2) & 1) << 1),
        .REGIME  (REGIME)
    ) u_round (
        .aclk    (aclk),
        .enable  (enable),
        .sign    (p2_sign),
        .scale   (adjusted),
        .fraction(fraction),
        .rest    (rest),
        .special (p2_special),
        .code    (result)
    );
    wire unused = &{1'b0, product[PRODUCT-1]};
endmodule

`default_nettype wire

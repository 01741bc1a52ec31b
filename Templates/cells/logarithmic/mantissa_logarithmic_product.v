// mantissa_logarithmic_product -- the product of two decoded numbers by adding logarithms, combinational unless cut.
//
// s = log w + log x, plus 3/64 where COMPENSATED is 1, with the logarithms of mantissa_logarithm in FRACTION_WIDTH bits;
// |product| = floor((1 + fraction of s) * 2^(integer of s)), exactly 0 where an operand is 0. Where both operands are
// NORMALIZED the unit is 2^(W_WIDTH + X_WIDTH - 2 - FRACTION_WIDTH) and nothing is cut. Where the signs differ the product
// is the negative, or with ONES 1 the ones' complement. Mitchell's product; with KEPT w that of Mitch-w.
// FRACTION_WIDTH is the larger magnitude width less 1, at most KEPT - 1 where KEPT is not 0, and 6 or more where
// COMPENSATED is 1. MAXIMUM_SHIFT is the largest w_shift + x_shift. HOLD: an operand's detector and shifter see 0 while the
// other operand is 0. CUTS: bit 0 registers inside the logarithms, bit 1 behind them, bit 2 behind their sum; then bit 3
// between shift and negation, or, where both are NORMALIZED and ONES is 0, the bits are mantissa_align's. Latency: the
// number of ones in CUTS.
// Sources: Mitchell, IRE EC-11, 1962; Kim et al., IEEE TETC, 2021.
`default_nettype none

module mantissa_logarithmic_product #(
    parameter W_SIGNED       = 0,
    parameter W_WIDTH        = 16,
    parameter W_SHIFT_WIDTH  = 1,
    parameter W_NORMALIZED   = 0,
    parameter X_SIGNED       = 0,
    parameter X_WIDTH        = 16,
    parameter X_SHIFT_WIDTH  = 1,
    parameter X_NORMALIZED   = 0,
    parameter KEPT           = 0,
    parameter SET_LOWEST     = 0,
    parameter ONES           = 0,
    parameter COMPENSATED    = 0,
    parameter FRACTION_WIDTH = 15,
    parameter MAXIMUM_SHIFT  = 0,
    parameter PRODUCT_WIDTH  = 33,
    parameter HOLD           = 0,
    parameter CUTS           = 0
) (
    input  wire                     aclk,
    input  wire                     enable,
    input  wire                     w_sign,
    input  wire [W_WIDTH-1:0]       w_significand,
    input  wire [W_SHIFT_WIDTH-1:0] w_shift,
    input  wire                     x_sign,
    input  wire [X_WIDTH-1:0]       x_significand,
    input  wire [X_SHIFT_WIDTH-1:0] x_shift,
    output wire [PRODUCT_WIDTH-1:0] product
);
    localparam W_PLACES = (W_SIGNED != 0 && ONES != 0) ? W_WIDTH - 2 : W_WIDTH - 1;
    localparam X_PLACES = (X_SIGNED != 0 && ONES != 0) ? X_WIDTH - 2 : X_WIDTH - 1;
    localparam WHOLE    = (W_NORMALIZED != 0 && X_NORMALIZED != 0) ? 1 : 0;
    // Places that the logarithms leave out; the unit takes them in where nothing is cut.
    localparam OFFSET   = WHOLE != 0 ? 0 : (W_NORMALIZED != 0 ? W_PLACES : 0) + (X_NORMALIZED != 0 ? X_PLACES : 0);
    localparam LARGEST  = MAXIMUM_SHIFT + 1 + (WHOLE != 0 ? 0 : W_PLACES + X_PLACES);
    localparam NEEDED   = $clog2(LARGEST + 1);
    localparam WIDER    = W_SHIFT_WIDTH > X_SHIFT_WIDTH ? W_SHIFT_WIDTH : X_SHIFT_WIDTH;
    localparam EXPONENT = NEEDED > WIDER ? NEEDED : WIDER;
    localparam FRACTION = FRACTION_WIDTH > 0 ? FRACTION_WIDTH : 1;
    localparam SUM      = EXPONENT + FRACTION;
    localparam CUT      = WHOLE != 0 ? FRACTION - FRACTION_WIDTH : FRACTION;
    localparam SHIFTED  = PRODUCT_WIDTH + CUT;
    localparam [EXPONENT-1:0] PLACES = OFFSET[EXPONENT-1:0];
    localparam [SUM-1:0] THREE = {{(SUM - 2){1'b0}}, 2'b11};
    localparam [SUM-1:0] CONSTANT = {PLACES, {FRACTION{1'b0}}}
                                  | (COMPENSATED != 0 ? THREE << (FRACTION - 6) : {SUM{1'b0}});

    wire                w_negative, x_negative, w_nonzero, x_nonzero;
    wire [EXPONENT-1:0] w_exponent, x_exponent;
    wire [FRACTION-1:0] w_fraction, x_fraction;

    mantissa_logarithm #(
        .SIGNED        (W_SIGNED),
        .WIDTH         (W_WIDTH),
        .SHIFT_WIDTH   (W_SHIFT_WIDTH),
        .NORMALIZED    (W_NORMALIZED),
        .ONES          (ONES),
        .KEPT          (KEPT),
        .SET_LOWEST    (SET_LOWEST),
        .EXPONENT_WIDTH(EXPONENT),
        .FRACTION_WIDTH(FRACTION),
        .REGISTERED    (CUTS & 1)
    ) u_logarithm_w (
        .aclk       (aclk),
        .enable     (enable),
        .sign       (w_sign),
        .significand(w_significand),
        .shift      (w_shift),
        .keep       (HOLD == 0 || x_nonzero),
        .negative   (w_negative),
        .nonzero    (w_nonzero),
        .exponent   (w_exponent),
        .fraction   (w_fraction)
    );
    mantissa_logarithm #(
        .SIGNED        (X_SIGNED),
        .WIDTH         (X_WIDTH),
        .SHIFT_WIDTH   (X_SHIFT_WIDTH),
        .NORMALIZED    (X_NORMALIZED),
        .ONES          (ONES),
        .KEPT          (KEPT),
        .SET_LOWEST    (SET_LOWEST),
        .EXPONENT_WIDTH(EXPONENT),
        .FRACTION_WIDTH(FRACTION),
        .REGISTERED    (CUTS & 1)
    ) u_logarithm_x (
        .aclk       (aclk),
        .enable     (enable),
        .sign       (x_sign),
        .significand(x_significand),
        .shift      (x_shift),
        .keep       (HOLD == 0 || w_nonzero),
        .negative   (x_negative),
        .nonzero    (x_nonzero),
        .exponent   (x_exponent),
        .fraction   (x_fraction)
    );

    wire           p1_nonzero, p1_negative;
    wire [SUM-1:0] p1_w, p1_x;
    mantissa_cut #(.WIDTH(2 * SUM + 2), .REGISTERED((CUTS >> 1) & 1)) u_cut_logarithms (
        .aclk(aclk), .enable(enable),
        .d({w_nonzero & x_nonzero, w_negative ^ x_negative, w_exponent, w_fraction, x_exponent, x_fraction}),
        .q({p1_nonzero, p1_negative, p1_w, p1_x})
    );

    wire                nonzero, negative;
    wire [SUM-1:0]      sum;
    mantissa_cut #(.WIDTH(SUM + 2), .REGISTERED((CUTS >> 2) & 1)) u_cut_sum (
        .aclk(aclk), .enable(enable), .d({p1_nonzero, p1_negative & p1_nonzero, p1_w + p1_x + CONSTANT}),
        .q({nonzero, negative, sum})
    );
    wire [FRACTION:0]   antilog = {1'b1, sum[FRACTION-1:0]} & {(FRACTION + 1){nonzero}};
    wire [EXPONENT-1:0] places  = sum[SUM-1:FRACTION];
    wire [SHIFTED-1:0]  shifted;

    generate
        if (WHOLE != 0 && ONES == 0) begin : g_negate_first
            localparam ALIGNED = FRACTION + 2 + LARGEST;
            wire [ALIGNED-1:0] aligned;
            mantissa_align #(
                .SIGNED           (0),
                .SIGNIFICAND_WIDTH(FRACTION + 1),
                .SHIFT_WIDTH      (EXPONENT),
                .MAXIMUM_SHIFT    (LARGEST),
                .WIDTH            (ALIGNED),
                .CUTS             (CUTS >> 3)
            ) u_align (
                .aclk       (aclk),
                .enable     (enable),
                .sign       (negative),
                .significand(antilog),
                .shift      (places),
                .value      (aligned)
            );
            if (ALIGNED < SHIFTED) begin : g_extended
                assign shifted = {{(SHIFTED - ALIGNED){aligned[ALIGNED-1]}}, aligned};
            end else begin : g_whole
                assign shifted = aligned[SHIFTED-1:0];
            end
            assign product = shifted[CUT +: PRODUCT_WIDTH];
            wire unused = &{1'b0, aligned};
        end else begin : g_negate_last
            wire [SHIFTED+FRACTION:0] extended = {{SHIFTED{1'b0}}, antilog};
            wire                      last_negative;
            wire [PRODUCT_WIDTH-1:0]  magnitude;
            assign shifted = extended[SHIFTED-1:0] << places;
            mantissa_cut #(.WIDTH(1 + PRODUCT_WIDTH), .REGISTERED((CUTS >> 3) & 1)) u_cut_shifted (
                .aclk(aclk), .enable(enable), .d({negative, shifted[CUT +: PRODUCT_WIDTH]}),
                .q({last_negative, magnitude})
            );
            wire unused = &{1'b0, extended[SHIFTED+FRACTION:SHIFTED]};
            if (ONES != 0) begin : g_ones
                assign product = magnitude ^ {PRODUCT_WIDTH{last_negative}};
            end else begin : g_exact
                assign product = (magnitude ^ {PRODUCT_WIDTH{last_negative}}) + {{(PRODUCT_WIDTH - 1){1'b0}}, last_negative};
            end
        end
        if (CUT > 0) begin : g_unused
            wire unused = &{1'b0, shifted[CUT-1:0]};
        end
    endgenerate
endmodule

`default_nettype wire

// mantissa_posit_add -- the rounded sum or difference of two posits.
//
// result = a + b, or a - b where SUBTRACT is 1, to nearest on the bit string, ties to even, saturating; 0 only where it is
// exact; NaR if an operand is NaR. Significands stay in two's complement, in [1, 2) or [-2, -1): the one of the smaller
// scale is shifted right, the sum is normalised by its leading run of either sign.
// CHAINS 1: the leading run is counted on the way, fewest LUTs; 0: from 9 bits on beside the shifter, faster on gates.
// CUTS: bit 0 registers after the decoding, bit 1 after the alignment, bit 2 after the sum, bit 3 after the normaliser,
// bit 4 between the shift and the rounding of the encoder. Latency: the number of bits set; one result a cycle.
`default_nettype none

module mantissa_posit_add #(
    parameter WIDTH    = 16,  // 3 to 32
    parameter ES       = 1,   // 0 to 5
    parameter SUBTRACT = 0,
    parameter CHAINS   = 0,
    parameter CUTS     = 0,
    parameter REGIME   = 0    // bits of the longest regime; 0: as the code is long
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
    localparam TERM     = FRACTION + 4;          // {sign, not sign, fraction, 2 guard bits}
    localparam PLACES   = $clog2(TERM);
    localparam SUM      = TERM + 2;              // a carry, and what the shift drops
    localparam COUNT    = $clog2(SUM - 1);
    localparam WIDE     = (SCALE > COUNT ? SCALE : COUNT) + 2;
    localparam [WIDTH-1:0] NEGATE = SUBTRACT != 0 ? {WIDTH{1'b1}} : {WIDTH{1'b0}};
    localparam [WIDTH-1:0] ONE    = {{(WIDTH - 1){1'b0}}, 1'b1};

    wire [WIDTH-1:0]    addend = (b ^ NEGATE) + (NEGATE & ONE);
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
        .code    (addend),
        .sign    (b_sign),
        .scale   (b_scale),
        .fraction(b_fraction),
        .special (b_special)
    );

    // Stage 1: the term of the smaller scale is shifted; 0 has no larger scale than any other number.
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
    wire [FRACTION+1:0] a_term   = {p1_a_sign, ~p1_a_sign & ~p1_a_special, p1_a_fraction};
    wire [FRACTION+1:0] b_term   = {p1_b_sign, ~p1_b_sign & ~p1_b_special, p1_b_fraction};
    wire [SCALE:0]      a_over_b = {p1_a_scale[SCALE-1], p1_a_scale} - {p1_b_scale[SCALE-1], p1_b_scale};
    wire [SCALE:0]      b_over_a = {p1_b_scale[SCALE-1], p1_b_scale} - {p1_a_scale[SCALE-1], p1_a_scale};
    wire                swap     = a_over_b[SCALE];
    wire [SCALE-1:0]    scale    = swap ? p1_b_scale : p1_a_scale;
    wire [FRACTION+1:0] larger   = swap ? b_term : a_term;
    wire [FRACTION+1:0] smaller  = swap ? a_term : b_term;
    wire [SCALE-1:0]    distance = swap ? b_over_a[SCALE-1:0] : a_over_b[SCALE-1:0];
    wire                far;
    wire [PLACES-1:0]   places;
    generate
        if (SCALE > PLACES) begin : g_far
            assign far    = |distance[SCALE-1:PLACES];
            assign places = distance[PLACES-1:0] | {PLACES{far}};
        end else begin : g_near
            assign far    = 1'b0;
            assign places = {{(PLACES - SCALE){1'b0}}, distance};
        end
    endgenerate

    genvar i;
    generate
        for (i = 0; i < PLACES; i = i + 1) begin : g_align
            localparam STEP = 1 << i;
            wire [TERM-1:0] source;
            wire            earlier;
            wire [TERM-1:0] shifted = places[i] ? {{STEP{source[TERM-1]}}, source[TERM-1:STEP]} : source;
            wire            dropped = earlier | (places[i] & (|source[STEP-1:0]));
            if (i == 0) begin : g_first
                assign source = {smaller, 2'b00};
                assign earlier = 1'b0;
            end else begin : g_next
                assign source = g_align[i-1].shifted;
                assign earlier = g_align[i-1].dropped;
            end
        end
    endgenerate
    wire special = (p1_a_special & p1_a_sign) | (p1_b_special & p1_b_sign);

    // Stage 2: the sum.
    wire                p2_nar, p2_rest;
    wire [SCALE-1:0]    p2_scale;
    wire [FRACTION+1:0] p2_larger;
    wire [TERM-1:0]     p2_smaller;
    mantissa_cut #(
        .WIDTH     (2 + SCALE + FRACTION + 2 + TERM),
        .REGISTERED((CUTS >> 1) & 1)
    ) u_cut_aligned (
        .aclk  (aclk),
        .enable(enable),
        .d     ({special, g_align[PLACES-1].dropped, scale, larger, g_align[PLACES-1].shifted}),
        .q     ({p2_nar, p2_rest, p2_scale, p2_larger, p2_smaller})
    );
    wire [SUM-1:0] sum = {{p2_larger[FRACTION+1], p2_larger, 2'b00} + {p2_smaller[TERM-1], p2_smaller}, p2_rest};

    // Stage 3: normalise. A sum of ones only cannot be: bits are dropped from sums that keep their leading bits.
    wire             p3_nar;
    wire [SCALE-1:0] p3_scale;
    wire [SUM-1:0]   p3_sum;
    mantissa_cut #(
        .WIDTH     (1 + SCALE + SUM),
        .REGISTERED((CUTS >> 2) & 1)
    ) u_cut_sum (
        .aclk  (aclk),
        .enable(enable),
        .d     ({p2_nar, p2_scale, sum}),
        .q     ({p3_nar, p3_scale, p3_sum})
    );
    wire                sign = p3_sum[SUM-1];
    wire [COUNT-1:0]    count;
    wire [FRACTION+1:0] normal;
    wire                rest;
    mantissa_normalize #(
        .WIDTH      (SUM - 1),
        .KEPT       (FRACTION + 2),
        .COUNT_WIDTH(COUNT),
        .PARALLEL   ((CHAINS == 0 && WIDTH > 8) ? 1 : 0)
    ) u_normalize (
        .aclk  (1'b0),
        .enable(1'b0),
        .number(p3_sum[SUM-2:0]),
        .sign  (sign),
        .count (count),
        .result(normal),
        .rest  (rest)
    );
    wire [WIDE-1:0] adjusted = {{(WIDE - SCALE){p3_scale[SCALE-1]}}, p3_scale} - {{(WIDE - COUNT){1'b0}}, count}
                             + {{(WIDE - 1){1'b0}}, 1'b1};

    // Stage 4: the encoder.
    wire                p4_sign, p4_special, p4_rest;
    wire [WIDE-1:0]     p4_scale;
    wire [FRACTION:0]   p4_fraction;
    mantissa_cut #(
        .WIDTH     (3 + WIDE + FRACTION + 1),
        .REGISTERED((CUTS >> 3) & 1)
    ) u_cut_normal (
        .aclk  (aclk),
        .enable(enable),
        .d     ({sign | p3_nar, (normal[FRACTION+1] ~^ sign) | p3_nar, rest, adjusted, normal[FRACTION:0]}),
        .q     ({p4_sign, p4_special, p4_rest, p4_scale, p4_fraction})
    );
    mantissa_posit_round #(
        .WIDTH   (WIDTH),
        .ES      (ES),
        .SCALE   (WIDE),
        .FRACTION(FRACTION + 1),
        .CUTS    (((CUTS >> 4) & 1) << 1),
        .REGIME  (REGIME)
    ) u_round (
        .aclk    (aclk),
        .enable  (enable),
        .sign    (p4_sign),
        .scale   (p4_scale),
        .fraction(p4_fraction),
        .rest    (p4_rest),
        .special (p4_special),
        .code    (result)
    );
    wire unused = &{1'b0, b_over_a[SCALE], far};
endmodule

`default_nettype wire

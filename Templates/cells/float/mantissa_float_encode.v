// mantissa_float_encode -- a two's complement integer rounded to a float code, combinational unless cut.
//
// code = value * 2^EXPONENT, in units of the smallest subnormal, to nearest, ties to even, and kept between the codes
// LOWEST and HIGHEST by value, which are finite; what rounds to zero is +0. The magnitude's leading one is shifted to
// the top, but by at most MOST places, where subnormals begin; without negative results nothing is negated.
// VARIANT 0: IEEE 754. 1, flushed: what is below the smallest normal number after rounding as if exponents had no bound
// is 0. 2, finite: what is below it goes to the nearer of it and 0, at half to 0, and an exponent of all ones is a
// number like others, so HIGHEST and LOWEST may have one. LOWEST and HIGHEST are not subnormal there.
// CUTS: first mantissa_wide_sum's, which negates, then one behind it, one behind each stage of the shift and, of stages that
// look at 32 bits or more, one between the look and the shift; one in front of the rounding, one behind it. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_float_encode #(
    parameter integer                           EXPONENT_WIDTH = 5,
    parameter integer                           FRACTION_WIDTH = 10,
    parameter integer                           INPUT_WIDTH    = 32,  // 2 or more
    parameter integer                           EXPONENT       = 0,
    parameter [EXPONENT_WIDTH+FRACTION_WIDTH:0] LOWEST         = 16'hfbff,
    parameter [EXPONENT_WIDTH+FRACTION_WIDTH:0] HIGHEST        = 16'h7bff,
    parameter integer                           VARIANT        = 0,   // 0...2
    parameter integer                           CUTS           = 0
) (
    input  wire                                   aclk,
    input  wire                                   enable,
    input  wire [INPUT_WIDTH-1:0]                 value,
    output wire [EXPONENT_WIDTH+FRACTION_WIDTH:0] code
);
    localparam WIDTH = EXPONENT_WIDTH + FRACTION_WIDTH + 1;
    // Leading zeros of the smallest normal number; negative where every value is subnormal.
    localparam ROOM      = EXPONENT + INPUT_WIDTH - 1 - FRACTION_WIDTH;
    localparam MOST      = ROOM < 0 ? 0 : ROOM;
    localparam ABOVE     = ROOM >= 0 ? 0 : (-ROOM > FRACTION_WIDTH + 2) ? FRACTION_WIDTH + 2 : -ROOM;
    localparam ENOUGH    = FRACTION_WIDTH + 3;  // significand, guard, sticky
    localparam BELOW     = (INPUT_WIDTH + ABOVE >= ENOUGH) ? 0 : ENOUGH - INPUT_WIDTH - ABOVE;
    localparam BITS      = ABOVE + INPUT_WIDTH + BELOW;
    localparam PLACES    = MOST < BITS - 1 ? MOST : BITS - 1;
    localparam STAGES    = $clog2(PLACES + 1);
    localparam LONG      = STAGES > 5 ? STAGES - 5 : 0;  // stages that look at 32 bits or more
    localparam FIELD     = $clog2(MOST + 3);    // bits of the exponent field before saturation
    localparam SUM       = FIELD + FRACTION_WIDTH;
    localparam MAGNITUDE = (SUM > WIDTH - 1 ? SUM : WIDTH - 1) + 1;
    localparam NEGATIVES = LOWEST[WIDTH-1] ? 1 : 0;
    localparam PIECE     = 48;  // bits that are negated at a time
    localparam NEGATE    = (INPUT_WIDTH - 1) / PIECE;
    localparam BEHIND    = CUTS >> NEGATE;

    wire                   sign = value[INPUT_WIDTH-1];
    wire                   last_sign;
    wire [INPUT_WIDTH-1:0] magnitude_d;
    wire [INPUT_WIDTH-1:0] magnitude;
    wire [BITS-1:0]        padded;
    wire [BITS-1:0]        normal;
    wire [FIELD-1:0]       field;

    mantissa_delay #(.WIDTH(1), .CUTS(CUTS)) u_delay (
        .aclk(aclk), .enable(enable), .d(sign), .q(last_sign)
    );
    mantissa_cut #(.WIDTH(INPUT_WIDTH), .REGISTERED(BEHIND & 1)) u_cut_magnitude (
        .aclk(aclk), .enable(enable), .d(magnitude_d), .q(magnitude)
    );

    // Magnitude, with zeros around it where the formats are far apart.
    assign padded[BITS-ABOVE-1 -: INPUT_WIDTH] = magnitude;
    generate
        if (NEGATIVES != 0) begin : g_magnitude
            mantissa_wide_sum #(.WIDTH(INPUT_WIDTH), .PIECE(PIECE), .CUTS(CUTS & ((1 << NEGATE) - 1))) u_negate (
                .aclk(aclk), .enable(enable),
                .a(value ^ {INPUT_WIDTH{sign}}), .b({INPUT_WIDTH{1'b0}}), .carry(sign), .sum(magnitude_d)
            );
        end else begin : g_as_is
            mantissa_delay #(.WIDTH(INPUT_WIDTH), .CUTS(CUTS & ((1 << NEGATE) - 1))) u_wait (
                .aclk(aclk), .enable(enable), .d(value), .q(magnitude_d)
            );
        end
        if (ABOVE > 0) begin : g_above
            assign padded[BITS-1 -: ABOVE] = {ABOVE{1'b0}};
        end
        if (BELOW > 0) begin : g_below
            assign padded[BELOW-1:0] = {BELOW{1'b0}};
        end
    endgenerate

    // Normalise: the largest count of places, up to PLACES, above which all bits are zero.
    genvar i;
    generate
        for (i = 0; i < STAGES; i = i + 1) begin : g_stage
            localparam        STEP  = 1 << (STAGES - 1 - i);
            localparam [31:0] LIMIT = (PLACES - STEP) / (2 * STEP);
            localparam        FREE  = (MOST >= BITS - 1 || LIMIT == (1 << i) - 1) ? 1 : 0;
            localparam        CUT   = 1 + i + (i < LONG ? i : LONG);
            wire [BITS-1:0] source_l, source;  // where the stage looks, and where it shifts
            wire [i:0]      count_l, count;    // places of the stages up to here
            wire            allowed;
            wire            shifts = allowed & ~(|source_l[BITS-1 -: STEP]);
            wire [BITS-1:0] shifted;
            wire [i:0]      counted;
            wire [BITS-1:0] shifted_d = count[0] ? {source[BITS-STEP-1:0], {STEP{1'b0}}} : source;
            if (i == 0) begin : g_first
                assign source_l = padded;
                assign count_l  = shifts;
            end else begin : g_next
                assign source_l = g_stage[i-1].shifted;
                assign count_l  = {g_stage[i-1].counted, shifts};
            end
            if (FREE != 0) begin : g_free
                assign allowed = 1'b1;
            end else begin : g_limited
                assign allowed = {{(32 - i){1'b0}}, g_stage[i-1].counted} <= LIMIT;
            end
            mantissa_cut #(.WIDTH(BITS + i + 1), .REGISTERED(i < LONG ? (BEHIND >> CUT) & 1 : 0)) u_cut_run (
                .aclk(aclk), .enable(enable), .d({count_l, source_l}), .q({count, source})
            );
            mantissa_cut #(.WIDTH(BITS + i + 1), .REGISTERED((BEHIND >> (i < LONG ? CUT + 1 : CUT)) & 1)) u_cut (
                .aclk(aclk), .enable(enable), .d({count, shifted_d}), .q({counted, shifted})
            );
        end

        // The exponent field: MOST + 1 - count, 0 for subnormals and zero.
        if (STAGES > 0) begin : g_normal
            wire [31:0] exponent = MOST + 1 - {{(32 - STAGES){1'b0}}, g_stage[STAGES-1].counted};
            assign normal = g_stage[STAGES-1].shifted;
            assign field  = normal[BITS-1] ? exponent[FIELD-1:0] : {FIELD{1'b0}};
            wire unused = &{1'b0, exponent[31:FIELD]};
        end else begin : g_subnormal
            assign normal = padded;
            assign field  = {{(FIELD - 1){1'b0}}, normal[BITS-1]};
        end
    endgenerate

    // What decides the rounding: the significand, the guard bit, two bits for all that is below.
    localparam KEPT = ENOUGH + 1;
    wire [KEPT-1:0]  kept_d, kept;
    wire [FIELD-1:0] p1_field;
    assign kept_d[KEPT-1:1] = normal[BITS-1 -: ENOUGH];
    generate
        if (BITS > ENOUGH) begin : g_rest
            assign kept_d[0] = |normal[BITS-ENOUGH-1:0];
        end else begin : g_no_rest
            assign kept_d[0] = 1'b0;
        end
    endgenerate
    mantissa_cut #(.WIDTH(KEPT + FIELD), .REGISTERED((BEHIND >> (STAGES + LONG + 1)) & 1)) u_cut_kept (
        .aclk(aclk), .enable(enable), .d({kept_d, field}), .q({kept, p1_field})
    );

    // Round; a carry runs from the fraction into the exponent.
    wire guard  = kept[KEPT-2-FRACTION_WIDTH];
    wire sticky = |kept[KEPT-3-FRACTION_WIDTH:0];
    wire up;
    wire [SUM-1:0]       exact;
    wire [SUM-1:0]       sum;
    mantissa_cut #(.WIDTH(SUM), .REGISTERED((BEHIND >> (STAGES + LONG + 2)) & 1)) u_cut_rounded (
        .aclk(aclk), .enable(enable), .d(exact + {{(SUM - 1){1'b0}}, up}), .q(sum)
    );
    wire [MAGNITUDE-1:0] rounded = {{(MAGNITUDE - SUM){1'b0}}, sum};
    generate
        if (VARIANT == 0) begin : g_gradual
            assign up = guard & (sticky | kept[KEPT-1-FRACTION_WIDTH]);
            assign exact[SUM-1 -: FIELD] = p1_field;
            if (FRACTION_WIDTH > 0) begin : g_fraction
                assign exact[FRACTION_WIDTH-1:0] = kept[KEPT-2 -: FRACTION_WIDTH];
            end
        end else begin : g_flush
            // Without a hidden bit the code is 0 or the smallest normal one.
            wire hidden = kept[KEPT-1];
            wire rises;
            wire one    = ~hidden & rises;
            assign up = hidden & guard & (sticky | kept[KEPT-1-FRACTION_WIDTH]);
            assign exact[SUM-1 -: FIELD] = p1_field | {{(FIELD - 1){1'b0}}, one};
            if (FRACTION_WIDTH > 0) begin : g_fraction
                wire [FRACTION_WIDTH-1:0] fraction = kept[KEPT-2 -: FRACTION_WIDTH];
                assign exact[FRACTION_WIDTH-1:0] = fraction & {FRACTION_WIDTH{hidden}};
            end
            if (VARIANT == 1) begin : g_unbounded
                // From a quarter of a unit below: all ones, as far as the binade below counts.
                assign rises = &kept[KEPT-2 -: FRACTION_WIDTH + 2];
            end else begin : g_nearest
                assign rises = kept[KEPT-2] & (|kept[KEPT-3:0]);
            end
        end
    endgenerate

    // Saturate and clamp.
    localparam [MAGNITUDE-1:0] LOW  = {{(MAGNITUDE - WIDTH + 1){1'b0}}, LOWEST[WIDTH-2:0]};
    localparam [MAGNITUDE-1:0] HIGH = {{(MAGNITUDE - WIDTH + 1){1'b0}}, HIGHEST[WIDTH-2:0]};
    wire [WIDTH-1:0] positive;
    wire [WIDTH-1:0] negative;
    generate
        if (HIGHEST[WIDTH-1]) begin : g_never_positive
            assign positive = HIGHEST;
        end else if (NEGATIVES != 0 || LOW == 0) begin : g_positive
            assign positive = rounded > HIGH ? HIGHEST : {1'b0, rounded[WIDTH-2:0]};
        end else begin : g_between_positive
            assign positive = rounded > HIGH ? HIGHEST : rounded < LOW ? LOWEST : {1'b0, rounded[WIDTH-2:0]};
        end
        if (NEGATIVES == 0) begin : g_never_negative
            assign negative = LOWEST;
        end else if (!HIGHEST[WIDTH-1] || HIGH == 0) begin : g_negative
            assign negative = rounded > LOW ? LOWEST : {|rounded, rounded[WIDTH-2:0]};
        end else begin : g_between_negative
            assign negative = rounded > LOW ? LOWEST : rounded < HIGH ? HIGHEST : {1'b1, rounded[WIDTH-2:0]};
        end
    endgenerate
    assign code = last_sign ? negative : positive;
endmodule

`default_nettype wire

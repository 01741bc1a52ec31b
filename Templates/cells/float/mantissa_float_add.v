// mantissa_float_add -- the sum or difference of two IEEE 754 floats, rounded to nearest, ties to even.
//
// result = round(a + b), with SUBTRACT = 1 round(a - b); codes are {sign, exponent, fraction}. NaN is
// {0, ones, 1, zeros}. A sum of exactly 0 is +0 unless both terms are -0. FRACTION_WIDTH = 0 has no NaN: its exponent of
// all ones is infinity, infinity less infinity is +infinity, and it has no subnormals, so FLUSH changes nothing.
// FLUSH = 1: an exponent field of 0 is a zero, and a result below the smallest normal number is a zero of its sign.
// SATURATE = 1: operands are finite, and what overflows is the largest finite number. CHAINS = 1 adds and subtracts as
// carry chains of FPGAs do best; CHAINS = 0 spends gates on shorter carries.
//
// One path: the larger magnitude, the smaller one shifted right, their sum shifted left by its leading zeros but not
// below the lowest exponent, rounding. Bit i of CUTS puts registers at boundary i: 0 behind the choice of the larger
// operand, 1 before the sum, 2 behind it, 3 before the rounding sum.
// Latency: the number of ones in CUTS; one result a cycle.
`default_nettype none

module mantissa_float_add #(
    parameter EXPONENT_WIDTH = 5,               // 2...8
    parameter FRACTION_WIDTH = 10,              // 0...23
    parameter FLUSH          = 0,
    parameter SATURATE       = 0,
    parameter SUBTRACT       = 0,
    parameter CHAINS         = 0,
    parameter CUTS           = 0
) (
    input  wire                                   aclk,
    input  wire                                   enable,
    input  wire [EXPONENT_WIDTH+FRACTION_WIDTH:0] a,
    input  wire [EXPONENT_WIDTH+FRACTION_WIDTH:0] b,
    output wire [EXPONENT_WIDTH+FRACTION_WIDTH:0] result
);
    localparam E       = EXPONENT_WIDTH;
    localparam F       = FRACTION_WIDTH;
    localparam W       = E + F + 1;
    localparam LEAN    = (FLUSH != 0 || F == 0) ? 1 : 0;
    localparam TERM    = F + 3;                 // significand, guard, round
    localparam REACH   = $clog2(TERM);
    localparam ALIGN   = REACH < E ? REACH : E; // bits of the right shift
    localparam TOTAL   = F + 5;                 // carry, term, sticky
    localparam PLACES  = $clog2(TOTAL);         // bits of the left shift
    localparam SINGLE  = PLACES % 2;
    localparam SCALE   = (E > PLACES ? E : PLACES) + 1;
    // Choices that were measured on carry chains. WIDE: many exponent bits above the shift's amounts are better subtracted
    // as the complement of a sum, with no inverters. LONG: small steps are shifted first, the low bits not cleared.
    localparam WIDE    = (CHAINS != 0 && E > ALIGN + 1) ? 1 : 0;
    localparam LONG    = (CHAINS != 0) ? SINGLE : 0;
    localparam [E-1:0] TOP = {{(E - 1){1'b1}}, 1'b0};   // the field of the largest finite numbers

    // The larger magnitude, and how much larger its exponent is.
    wire         swap    = a[W-2:0] < b[W-2:0];
    wire [W-2:0] greater = swap ? b[W-2:0] : a[W-2:0];
    wire [W-2:0] lesser  = swap ? a[W-2:0] : b[W-2:0];
    wire         b_sign  = b[W-1] ^ (SUBTRACT != 0);
    wire         minus_d = a[W-1] ^ b_sign;
    wire         greater_normal;
    wire         lesser_normal;
    wire         step = (LEAN != 0) | lesser_normal | ~greater_normal;   // no subnormal against a normal number
    wire [E:0]   distance;
    generate
        if (CHAINS == 0) begin : g_beside
            wire [E:0] a_less_b = {a[W-2:F], step} + {~b[W-2:F], step};
            wire [E:0] b_less_a = {b[W-2:F], step} + {~a[W-2:F], step};
            assign greater_normal = (|a[W-2:F]) | (|b[W-2:F]);
            assign lesser_normal  = (|a[W-2:F]) & (|b[W-2:F]);
            assign distance       = swap ? b_less_a : a_less_b;
        end else begin : g_behind
            assign greater_normal = |greater[W-2:F];
            assign lesser_normal  = |lesser[W-2:F];
            if (WIDE != 0) begin : g_complement
                assign distance = ~({~greater[W-2:F], ~step} + {lesser[W-2:F], ~step});
            end else begin : g_difference
                assign distance = {greater[W-2:F], step} + {~lesser[W-2:F], step};
            end
        end
    endgenerate
    wire         far;                           // nothing but a sticky bit is left of the smaller one
    wire         some;                          // it is not 0
    wire [F:0]   lesser_significand_d;
    wire         absent_d;
    wire         sticky_far_d = far & some;
    wire         infinite_d   = (SATURATE == 0) & (&greater[W-2:F]);
    wire         invalid_d;
    wire         sign_d       = (swap ? b_sign : a[W-1]) & ~invalid_d;
    generate
        if (F > 0) begin : g_fraction
            assign lesser_significand_d[F-1:0] = lesser[F-1:0];
            assign invalid_d = infinite_d & ((|greater[F-1:0]) | (minus_d & (&lesser[W-2:F])));
        end else begin : g_no_fraction
            assign invalid_d = infinite_d & minus_d & (&lesser[W-2:F]);
        end
        if (LEAN != 0) begin : g_normal
            assign lesser_significand_d[F] = 1'b1;
            assign some     = lesser_normal;
            assign absent_d = far | ~lesser_normal;
        end else begin : g_subnormal
            assign lesser_significand_d[F] = lesser_normal;
            assign some     = |lesser;
            assign absent_d = far;
        end
        if (E > ALIGN) begin : g_far
            assign far = |distance[E:ALIGN+1];
        end else begin : g_near
            assign far = 1'b0;
        end
    endgenerate
    wire unused = distance[0];

    wire [W-2:0]     term_0;
    wire [F:0]       lesser_significand;
    wire [ALIGN-1:0] right;
    wire             absent;
    wire             sticky_far;
    wire             present_0;                 // the larger operand has a hidden bit
    wire             minus_0;
    wire             infinite_0;
    wire             invalid_0;
    wire             sign_0;
    mantissa_cut #(.WIDTH(W + F + ALIGN + 7), .REGISTERED(CUTS[0])) u_cut_0 (
        .aclk(aclk), .enable(enable),
        .d({greater, lesser_significand_d, distance[ALIGN:1], absent_d, sticky_far_d, greater_normal, minus_d, infinite_d,
            invalid_d, sign_d}),
        .q({term_0, lesser_significand, right, absent, sticky_far, present_0, minus_0, infinite_0, invalid_0, sign_0})
    );

    // The smaller one, shifted right.
    genvar i;
    generate
        for (i = 0; i < ALIGN; i = i + 1) begin : g_align
            localparam BIT  = (LONG != 0) ? i : ALIGN - 1 - i;
            localparam STEP = 1 << BIT;
            wire [TERM-1:0] source;
            wire            lost_before;
            wire [TERM-1:0] shifted = right[BIT] ? {{STEP{1'b0}}, source[TERM-1:STEP]} : source;
            wire            lost    = lost_before | (right[BIT] & (|source[STEP-1:0]));
            if (i == 0) begin : g_first
                assign source      = {lesser_significand, 2'b00};
                assign lost_before = 1'b0;
            end else begin : g_next
                assign source      = g_align[i-1].shifted;
                assign lost_before = g_align[i-1].lost;
            end
        end
    endgenerate
    wire [TERM-1:0] aligned_d = g_align[ALIGN-1].shifted & {TERM{~absent}};
    wire            sticky_d  = absent ? sticky_far : g_align[ALIGN-1].lost;

    wire [W-2:0]    term_1;
    wire [TERM-1:0] aligned;
    wire            sticky_1;
    wire            present_1;
    wire            minus_1;
    wire            infinite_1;
    wire            invalid_1;
    wire            sign_1;
    mantissa_cut #(.WIDTH(W + TERM + 5), .REGISTERED(CUTS[1])) u_cut_1 (
        .aclk(aclk), .enable(enable),
        .d({term_0, aligned_d, sticky_d, present_0, minus_0, infinite_0, invalid_0, sign_0}),
        .q({term_1, aligned, sticky_1, present_1, minus_1, infinite_1, invalid_1, sign_1})
    );

    // The sum; a sticky bit that is subtracted borrows.
    wire [TERM-1:0] term;
    wire            unit    = minus_1 & ~sticky_1;
    wire [TERM:0]   total_d;
    mantissa_float_sum #(.WIDTH(TERM + 1), .BLOCK(CHAINS != 0 ? 0 : 4)) u_sum (
        .x({1'b0, term}), .y({1'b0, aligned} ^ {(TERM + 1){minus_1}}), .carry(unit), .sum(total_d)
    );
    assign term[TERM-1] = (LEAN != 0) | present_1;
    assign term[1:0]    = 2'b00;
    generate
        if (F > 0) begin : g_term
            assign term[F+1:2] = term_1[F-1:0];
        end
    endgenerate

    wire [E-1:0]     field;
    wire [TOTAL-1:0] total;
    wire             present;
    wire             minus;
    wire             infinite;
    wire             invalid;
    wire             sign_2;
    mantissa_cut #(.WIDTH(E + TOTAL + 5), .REGISTERED(CUTS[2])) u_cut_2 (
        .aclk(aclk), .enable(enable),
        .d({term_1[W-2:F], total_d, sticky_1, present_1, minus_1, infinite_1, invalid_1, sign_1}),
        .q({field, total, present, minus, infinite, invalid, sign_2})
    );

    // Normalise: left by the leading zeros, at most by the exponent, two bits of that number at a time.
    wire [SCALE-1:0]  bound = {{(SCALE - E){1'b0}}, field[E-1:1], field[0] | ((LEAN == 0) & ~present)};
    wire [PLACES-1:0] left;
    wire [TOTAL-1:0]  view;
    wire              close;                    // the bound may be below the number of zeros
    generate
        if (LEAN != 0) begin : g_unbounded
            assign close = 1'b0;
        end else begin : g_bounded
            assign close = ~(|bound[SCALE-1:PLACES]);
        end
        for (i = PLACES / 2 - 1; i >= 0; i = i - 1) begin : g_quarter
            localparam STEP = 1 << (2 * i + SINGLE);
            wire [TOTAL-1:0]        source;
            wire                  near;
            wire [TOTAL+3*STEP-1:0] padded = {source, {3 * STEP{1'b0}}};
            wire [1:0]            limit = bound[2*i+SINGLE +: 2];
            wire                  some_0 = |padded[TOTAL+3*STEP-1 -: STEP];
            wire                  some_1 = |padded[TOTAL+2*STEP-1 -: STEP];
            wire                  some_2 = |padded[TOTAL+STEP-1 -: STEP];
            wire                  stop_0 = some_0 | (near & (limit == 2'd0));
            wire                  stop_1 = some_1 | (near & (limit == 2'd1));
            wire                  stop_2 = some_2 | (near & (limit == 2'd2));
            wire [1:0]            digit  = {~stop_0 & ~stop_1, ~stop_0 & (stop_1 | ~stop_2)};
            // The source moved up by 3, 2, 1 or no steps.
            wire [TOTAL-1:0]      moved  = digit[1] ? (digit[0] ? padded[0 +: TOTAL] : padded[STEP +: TOTAL])
                                                    : (digit[0] ? padded[2*STEP +: TOTAL] : source);
            wire [TOTAL-1:0]      shifted;
            wire                  still  = near & (digit == limit);
            // Where 4 zeros or more are above, the round and sticky bits are 0, where 3 are the sticky bit, and with 2 it is
            // again below the guard bit: they need not be cleared.
            assign shifted = {moved[TOTAL-1:2], (LONG != 0 && STEP > 2) ? source[1] : moved[1],
                              (LONG != 0 && STEP > 1) ? source[0] : moved[0]};
            wire                  unused_padding = &{1'b0, padded, moved[1:0]};
            assign left[2*i+SINGLE +: 2] = digit;
            if (i == PLACES / 2 - 1) begin : g_first
                assign source = total;
                assign near   = close;
            end else begin : g_next
                assign source = g_quarter[i+1].shifted;
                assign near   = g_quarter[i+1].still;
            end
        end
        if (SINGLE != 0) begin : g_half
            wire [TOTAL-1:0] source = g_quarter[0].shifted;
            assign left[0] = ~(source[TOTAL-1] | (g_quarter[0].still & ~bound[0]));
            assign view    = left[0] ? {source[TOTAL-2:0], 1'b0} : source;
        end else begin : g_whole
            wire unused_still = g_quarter[0].still;
            assign view = g_quarter[0].shifted;
        end
    endgenerate

    // Decide about rounding, overflow and underflow.
    wire [SCALE-1:0] base;
    wire             exact_zero = ~(|total);
    wire             leading = (LEAN != 0) ? ~exact_zero : view[TOTAL-1];
    wire             odd;
    wire             up      = view[3] & (odd | (|view[2:0]));
    wire             over;
    wire             under   = (LEAN != 0) & (base[SCALE-1] | exact_zero);
    wire             kill    = infinite | over | under;
    wire             most    = infinite | over;
    wire             bump_d  = ((LEAN != 0) | leading) & ~kill;
    wire             up_d    = up & ~kill;
    wire             sign_d3 = sign_2 & ~(minus & (exact_zero | ((LEAN != 0) & ~present)));
    wire [W-2:0]     exact_d;
    assign exact_d[W-2:F] = kill ? {{(E - 1){most}}, most & (SATURATE == 0)} : base[E-1:0] & {E{(LEAN != 0) | leading}};
    generate
        if (LONG != 0) begin : g_base_complement
            assign base = ~(~bound + {{(SCALE - PLACES){1'b0}}, left});
        end else begin : g_base
            assign base = bound - {{(SCALE - PLACES){1'b0}}, left};
        end
        // The field is base + leading: all ones, or with SATURATE one less and a carry of rounding to come.
        if (SATURATE != 0) begin : g_saturate
            assign over = leading & ~base[SCALE-1] & (base[E-1:0] == TOP || (base[E-1:0] == TOP - 1'b1 && (&view[F+3:3])));
        end else begin : g_overflow
            assign over = total[TOTAL-1] & (field == TOP);
        end
        if (F > 0) begin : g_round
            assign odd = view[4];
            wire [F-1:0] killed;
            assign killed[F-1] = (SATURATE != 0) ? most : invalid;
            if (F > 1) begin : g_killed
                assign killed[F-2:0] = {(F - 1){most & (SATURATE != 0)}};
            end
            assign exact_d[F-1:0] = kill ? killed : view[F+3:4];
        end else begin : g_exact
            wire unused_invalid = invalid;
            assign odd = 1'b1;
        end
    endgenerate

    // A carry of rounding runs from the fraction into the exponent.
    wire [W-2:0] exact;
    wire         bump;
    wire         up_3;
    wire         sign;
    mantissa_cut #(.WIDTH(W + 2), .REGISTERED(CUTS[3])) u_cut_3 (
        .aclk(aclk), .enable(enable), .d({sign_d3, exact_d, bump_d, up_d}), .q({sign, exact, bump, up_3})
    );
    wire [W-2:0] units;
    generate
        if (F > 0) begin : g_units
            assign units = ({{(W - 2){1'b0}}, bump} << F) | {{(W - 2){1'b0}}, up_3};
        end else begin : g_both
            assign units = {{(W - 2){1'b0}}, bump} + {{(W - 2){1'b0}}, up_3};
        end
    endgenerate
    assign result[W-1] = sign;
    mantissa_float_sum #(.WIDTH(W - 1), .BLOCK(CHAINS != 0 ? 0 : 8)) u_round (
        .x(exact), .y(units), .carry(1'b0), .sum(result[W-2:0])
    );
endmodule

`default_nettype wire

// mantissa_float_multiply -- the product of two IEEE 754 floats, rounded to nearest, ties to even.
//
// result = round(a * b); codes are {sign, exponent, fraction}. NaN is {0, ones, 1, zeros}. FRACTION_WIDTH = 0 has no NaN:
// its exponent of all ones is infinity, an invalid product is +infinity, and it has no subnormals, so FLUSH changes
// nothing. FLUSH = 1: an exponent field of 0 is a zero, and a result that, rounded as if exponents had no bound, is
// below the smallest normal number is a zero of its sign. SATURATE = 1: operands are finite, and what overflows is the
// largest finite number. CHAINS: how the significands are multiplied, see mantissa_significand_product.
//
// Subnormal operands are not normalised: their product is shifted, one shifter left for them and right for subnormal
// results, by an amount that is found beside the product. Bit i of CUTS puts registers at boundary i: 0 half-way through
// the product, 1 behind it, 2 behind the shifter (with FLUSH as 1), 3 before the rounding sum.
// Latency: the number of ones in CUTS; one result a cycle.
`default_nettype none

module mantissa_float_multiply #(
    parameter EXPONENT_WIDTH = 5,         // 2...8
    parameter FRACTION_WIDTH = 10,        // 0...23
    parameter FLUSH          = 0,
    parameter SATURATE       = 0,
    parameter CHAINS         = 0,
    parameter CUTS           = 0
) (
    input  wire                                   aclk,
    input  wire                                   enable,
    input  wire [EXPONENT_WIDTH+FRACTION_WIDTH:0] a,
    input  wire [EXPONENT_WIDTH+FRACTION_WIDTH:0] b,
    output wire [EXPONENT_WIDTH+FRACTION_WIDTH:0] result
);
    localparam E      = EXPONENT_WIDTH;
    localparam F      = FRACTION_WIDTH;
    localparam LEAN   = (FLUSH != 0 || F == 0) ? 1 : 0;
    localparam PLACES = (F == 0) ? 1 : $clog2(F + 1);             // bits of a shift amount
    localparam SCALE  = (E + 2 > PLACES + 1) ? E + 2 : PLACES + 1;
    localparam VIEW   = F + 3;                                   // two integer bits, fraction, guard
    localparam W      = E + F + 1;

    // Operands. The scale is the exponent field of a product in 1...2: the sum of the fields less the bias.
    wire [E-1:0] a_field  = a[F +: E];
    wire [E-1:0] b_field  = b[F +: E];
    wire         a_normal = |a_field;
    wire         b_normal = |b_field;
    wire [F:0]   a_significand;
    wire [F:0]   b_significand;
    wire         a_some;                        // fraction bits
    wire         b_some;
    wire         a_zero;
    wire         b_zero;
    wire [E:0]   a_scale;                       // with a 1 below, which carries
    wire [E:0]   b_scale;
    wire [E+1:0] fields   = {1'b0, a_scale} + {1'b0, b_scale};
    wire         below    = ~(|fields[E+1:E]);
    wire [SCALE-1:0] scale_d = {{(SCALE - E - 1){below}}, below | (&fields[E+1:E]), ~fields[E], fields[E-1:1]};
    generate
        if (F > 0) begin : g_fraction
            assign a_significand[F-1:0] = a[F-1:0];
            assign b_significand[F-1:0] = b[F-1:0];
            assign a_some = |a[F-1:0];
            assign b_some = |b[F-1:0];
        end else begin : g_no_fraction
            assign a_some = 1'b0;
            assign b_some = 1'b0;
        end
        if (LEAN != 0) begin : g_normal
            assign a_significand[F] = 1'b1;
            assign b_significand[F] = 1'b1;
            assign a_scale = {a_field, 1'b1};
            assign b_scale = {b_field, 1'b1};
            assign a_zero  = ~a_normal;
            assign b_zero  = ~b_normal;
        end else begin : g_subnormal
            assign a_significand[F] = a_normal;
            assign b_significand[F] = b_normal;
            assign a_scale = {a_field[E-1:1], a_field[0] | ~a_normal, 1'b1};
            assign b_scale = {b_field[E-1:1], b_field[0] | ~b_normal, 1'b1};
            assign a_zero  = ~a_normal & ~a_some;
            assign b_zero  = ~b_normal & ~b_some;
        end
    endgenerate

    // What the operands decide alone.
    wire sign_d;
    wire zero_d = a_zero | b_zero;
    wire infinite_d;                            // NaN too
    wire invalid_d;
    generate
        if (SATURATE != 0) begin : g_finite
            wire unused = &{1'b0, a_some, b_some};
            assign infinite_d = 1'b0;
            assign invalid_d  = 1'b0;
        end else begin : g_special
            wire a_ones = &a_field;
            wire b_ones = &b_field;
            assign infinite_d = a_ones | b_ones;
            assign invalid_d  = (a_ones & (a_some | b_zero)) | (b_ones & (b_some | a_zero));
        end
    endgenerate
    assign sign_d = (a[E+F] ^ b[E+F]) & ~invalid_d;

    // The product, and beside it the amount of the shift.
    wire [2*F+1:0]   product_d;
    wire [SCALE-1:0] scale;
    wire             sign_0;
    wire             zero_0;
    wire             infinite_0;
    wire             invalid_0;
    wire [SCALE-1:0] base_d;                    // the exponent field under the view, but for its highest bit
    wire             tiny_d;                    // the result is 0 whatever the product
    mantissa_significand_product #(.WIDTH(F + 1), .CHAINS(CHAINS), .CUT(CUTS[0])) u_product (
        .aclk(aclk), .enable(enable), .x(a_significand), .y(b_significand), .product(product_d)
    );
    mantissa_cut #(.WIDTH(SCALE + 4), .REGISTERED(CUTS[0])) u_cut_0 (
        .aclk(aclk), .enable(enable), .d({scale_d, sign_d, zero_d, infinite_d, invalid_d}),
        .q({scale, sign_0, zero_0, infinite_0, invalid_0})
    );

    // Of the product: 2 integer bits, fraction, guard; whether there are ones below.
    wire [VIEW-1:0]  view_d;
    wire             rest_d;
    wire [SCALE-1:0] base_1;
    wire             tiny_1;
    wire             sign_1;
    wire             zero_1;
    wire             infinite_1;
    wire             invalid_1;
    generate
        if (LEAN != 0) begin : g_no_shift
            wire [2*F+1:0] product;
            wire [2*F+3:0] padded = {product, 2'b00};
            assign base_d = scale;
            assign tiny_d = scale[SCALE-1];
            mantissa_cut #(.WIDTH(2 * F + 2 + SCALE + 5), .REGISTERED(CUTS[1])) u_cut_1 (
                .aclk(aclk), .enable(enable),
                .d({product_d, base_d, tiny_d, sign_0, zero_0, infinite_0, invalid_0}),
                .q({product, base_1, tiny_1, sign_1, zero_1, infinite_1, invalid_1})
            );
            assign view_d = padded[2*F+3:F+1];
            assign rest_d = |padded[F:0];
        end else begin : g_shift
            // The zeros above a subnormal operand. Where both are subnormal the scale is the smaller bound anyway.
            wire [F:0]        subnormal = {a_normal & b_normal, a_normal ? b[F-1:0] : a[F-1:0]};
            wire [PLACES-1:0] zeros_d;
            wire [PLACES-1:0] zeros;
            mantissa_float_leading_zeros #(.WIDTH(F + 1), .COUNT_WIDTH(PLACES)) u_zeros (
                .value(subnormal), .count(zeros_d)
            );
            mantissa_cut #(.WIDTH(PLACES), .REGISTERED(CUTS[0])) u_cut_0 (
                .aclk(aclk), .enable(enable), .d(zeros_d), .q(zeros)
            );

            // Left by min(zeros, scale), where the exponent ends; negative: right by 2^PLACES, then left by the rest.
            wire [SCALE-1:0]  difference = scale - {{(SCALE - PLACES){1'b0}}, zeros};
            wire              bounded    = difference[SCALE-1];
            wire [PLACES-1:0] left_d     = bounded ? scale[PLACES-1:0] : zeros;
            assign base_d = difference & {SCALE{~bounded}};
            assign tiny_d = scale[SCALE-1] & ~(&scale[SCALE-1:PLACES]);

            wire [2*F+1:0]    product;
            wire [PLACES-1:0] left;
            wire              right;
            mantissa_cut #(.WIDTH(2 * F + 2 + PLACES + 1 + SCALE + 5), .REGISTERED(CUTS[1])) u_cut_1 (
                .aclk(aclk), .enable(enable),
                .d({product_d, left_d, scale[SCALE-1], base_d, tiny_d, sign_0, zero_0, infinite_0, invalid_0}),
                .q({product, left, right, base_1, tiny_1, sign_1, zero_1, infinite_1, invalid_1})
            );

            localparam FAR    = 1 << PLACES;
            localparam NEEDED = VIEW - 1 + FAR;
            localparam FULL   = (NEEDED > 2 * F + 2) ? NEEDED : 2 * F + 2;
            wire [FULL-1:0]   padded;
            wire [FULL-1:0]   moved   = right ? {{FAR{1'b0}}, padded[FULL-1:FAR]} : padded;
            wire              far     = right & (|padded[FAR-1:0]);
            wire              beneath;
            assign padded[FULL-1 -: 2*F+2] = product;
            if (FULL > 2 * F + 2) begin : g_pad
                assign padded[FULL-2*F-3:0] = {(FULL - 2 * F - 2){1'b0}};
            end
            if (FULL > NEEDED) begin : g_beneath
                assign beneath = |moved[FULL-NEEDED-1:0];
            end else begin : g_nothing_beneath
                assign beneath = 1'b0;
            end
            genvar i;
            for (i = PLACES - 1; i >= 0; i = i - 1) begin : g_stage
                localparam STEP  = 1 << i;
                localparam WIDTH = VIEW - 1 + 2 * STEP;
                wire [WIDTH-1:0]      source;
                wire                  below_source;
                wire [WIDTH-1:0]      shifted = left[i] ? {source[WIDTH-STEP-1:0], {STEP{1'b0}}} : source;
                wire [WIDTH-STEP-1:0] bits    = shifted[WIDTH-1:STEP];
                wire                  rest    = below_source | (|shifted[STEP-1:0]);
                if (i == PLACES - 1) begin : g_first
                    assign source       = moved[FULL-1 -: NEEDED];
                    assign below_source = far | beneath;
                end else begin : g_next
                    assign source       = g_stage[i+1].bits;
                    assign below_source = g_stage[i+1].rest;
                end
            end
            assign view_d = g_stage[0].bits;
            assign rest_d = g_stage[0].rest;
        end
    endgenerate

    // Normalise by one place, unless the exponent ends; decide about rounding, overflow and underflow.
    wire [VIEW-1:0]  view;
    wire             rest;
    wire [SCALE-1:0] base;
    wire             tiny;
    wire             sign_2;
    wire             zero;
    wire             infinite;
    wire             invalid;
    mantissa_cut #(.WIDTH(VIEW + 1 + SCALE + 5), .REGISTERED(CUTS[2])) u_cut_2 (
        .aclk(aclk), .enable(enable), .d({view_d, rest_d, base_1, tiny_1, sign_1, zero_1, infinite_1, invalid_1}),
        .q({view, rest, base, tiny, sign_2, zero, infinite, invalid})
    );
    wire         carry  = view[VIEW-1];
    wire         lowest = ~(|base);             // no place to the left is left
    wire         keep;
    wire [F:0]   kept   = keep ? view[F+1:1] : view[F:0];
    wire         odd;
    wire         up     = kept[0] & (odd | rest | (keep & view[0]));
    wire         full   = &view[F:0];           // without a carry, rounding gives one
    wire         over   = ~base[SCALE-1] & ((|base[SCALE-1:E])
                        | ((&base[E-1:1]) & (base[0] | carry | (full & (SATURATE != 0)))));
    wire         under;
    wire         kill   = zero | tiny | under | over | infinite;
    wire         most   = infinite | (over & ~zero);
    wire         bump_d = carry & ~kill;
    wire         up_d   = up & ~kill;
    wire [W-2:0] exact_d;
    assign exact_d[W-2:F] = kill ? {{(E - 1){most}}, most & (SATURATE == 0)} : base[E-1:0];
    generate
        if (LEAN != 0) begin : g_flush
            assign keep  = carry;
            assign under = lowest & ~carry & ~full;
        end else begin : g_gradual
            assign keep  = carry | lowest;
            assign under = 1'b0;
        end
        if (F > 0) begin : g_round
            assign odd = kept[1];
            wire [F-1:0] killed;
            assign killed[F-1] = (SATURATE != 0) ? most : invalid;
            if (F > 1) begin : g_killed
                assign killed[F-2:0] = {(F - 1){most & (SATURATE != 0)}};
            end
            assign exact_d[F-1:0] = kill ? killed : kept[F:1];
        end else begin : g_exact
            wire unused = invalid;
            assign odd = 1'b1;
        end
    endgenerate

    // A carry of rounding runs from the fraction into the exponent.
    wire [W-2:0] exact;
    wire         bump;
    wire         up_3;
    wire         sign;
    mantissa_cut #(.WIDTH(W + 2), .REGISTERED(CUTS[3])) u_cut_3 (
        .aclk(aclk), .enable(enable), .d({sign_2, exact_d, bump_d, up_d}), .q({sign, exact, bump, up_3})
    );
    assign result = {sign, exact + (({{(W - 2){1'b0}}, bump} << F) | {{(W - 2){1'b0}}, up_3})};
endmodule

`default_nettype wire

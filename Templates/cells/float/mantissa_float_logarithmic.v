// mantissa_float_logarithmic -- the product of two floats by Mitchell's logarithms, without a multiplier.
//
// With operands 2^ea (1 + fa) and 2^eb (1 + fb) the result is 2^(ea + eb) (1 + fa + fb) where fa + fb < 1, else
// 2^(ea + eb + 1) (fa + fb): the sum of the codes less one bias. It is -11.1...0 % off the product and exact in the
// format, but for subnormal results, which are rounded to nearest, ties to even. Subnormal operands are normalised.
// Codes, zeros, infinities, NaN and FRACTION_WIDTH = 0 are as in mantissa_float_multiply. FLUSH = 1: an exponent field
// of 0 is a zero, and a result below the smallest normal number is a zero of its sign. SATURATE = 1: operands are
// finite, and what overflows is the largest finite number.
//
// Bit i of CUTS puts registers at boundary i: 0 behind the normalised operands, 1 behind the sum, 2 before the rounding
// sum. Latency: the number of ones in CUTS; one result a cycle.
`default_nettype none

module mantissa_float_logarithmic #(
    parameter EXPONENT_WIDTH = 5,               // 2...8
    parameter FRACTION_WIDTH = 10,              // 0...23
    parameter FLUSH          = 0,
    parameter SATURATE       = 0,
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
    localparam W      = E + F + 1;
    localparam LEAN   = (FLUSH != 0 || F == 0) ? 1 : 0;
    localparam PLACES = (F == 0) ? 1 : $clog2(F + 1);
    localparam REACH  = $clog2(F + 2);          // bits of a right shift that leaves something
    // Bits of a normalised exponent, which may be negative, and of a sum of two.
    localparam SCALE  = (LEAN != 0 || E + 1 > PLACES + 1) ? E + 1 : PLACES + 1;
    localparam SUM    = SCALE + 1;
    localparam BIAS   = (1 << (E - 1)) - 1;

    // What the operands decide alone.
    wire a_normal = |a[W-2:F];
    wire b_normal = |b[W-2:F];
    wire a_some;                                // fraction bits
    wire b_some;
    wire a_zero   = ~a_normal & ((LEAN != 0) | ~a_some);
    wire b_zero   = ~b_normal & ((LEAN != 0) | ~b_some);
    wire a_ones   = (SATURATE == 0) & (&a[W-2:F]);
    wire b_ones   = (SATURATE == 0) & (&b[W-2:F]);
    wire zero_d     = a_zero | b_zero;
    wire infinite_d = a_ones | b_ones;          // NaN too
    wire invalid_d  = (a_ones & (a_some | b_zero)) | (b_ones & (b_some | a_zero));
    wire sign_d     = (a[W-1] ^ b[W-1]) & ~invalid_d;

    // Logarithms: exponent field and fraction, of numbers with a hidden bit.
    wire [SCALE+F-1:0] a_log_d;
    wire [SCALE+F-1:0] b_log_d;
    generate
        if (F > 0) begin : g_fraction
            assign a_some = |a[F-1:0];
            assign b_some = |b[F-1:0];
        end else begin : g_no_fraction
            assign a_some = 1'b0;
            assign b_some = 1'b0;
        end
        if (LEAN != 0) begin : g_as_is
            assign a_log_d = {{(SCALE - E){1'b0}}, a[W-2:0]};
            assign b_log_d = {{(SCALE - E){1'b0}}, b[W-2:0]};
        end else begin : g_normalise
            wire [PLACES-1:0] a_zeros;
            wire [PLACES-1:0] b_zeros;
            mantissa_float_leading_zeros #(.WIDTH(F + 1), .COUNT_WIDTH(PLACES)) u_a_zeros (
                .value({a_normal, a[F-1:0]}), .count(a_zeros)
            );
            mantissa_float_leading_zeros #(.WIDTH(F + 1), .COUNT_WIDTH(PLACES)) u_b_zeros (
                .value({b_normal, b[F-1:0]}), .count(b_zeros)
            );
            assign a_log_d[F-1:0] = a[F-1:0] << a_zeros;
            assign b_log_d[F-1:0] = b[F-1:0] << b_zeros;
            assign a_log_d[SCALE+F-1:F] = {{(SCALE - E){1'b0}}, a[W-2:F+1], a[F] | ~a_normal}
                                        - {{(SCALE - PLACES){1'b0}}, a_zeros};
            assign b_log_d[SCALE+F-1:F] = {{(SCALE - E){1'b0}}, b[W-2:F+1], b[F] | ~b_normal}
                                        - {{(SCALE - PLACES){1'b0}}, b_zeros};
        end
    endgenerate

    wire [SCALE+F-1:0] a_log;
    wire [SCALE+F-1:0] b_log;
    wire               zero_0;
    wire               infinite_0;
    wire               invalid_0;
    wire               sign_0;
    mantissa_cut #(.WIDTH(2 * SCALE + 2 * F + 4), .REGISTERED(CUTS[0])) u_cut_0 (
        .aclk(aclk), .enable(enable), .d({a_log_d, b_log_d, zero_d, infinite_d, invalid_d, sign_d}),
        .q({a_log, b_log, zero_0, infinite_0, invalid_0, sign_0})
    );

    // Their sum; the fraction's carry runs into the exponent.
    wire [SUM+F-1:0] both  = {a_log[SCALE+F-1], a_log} + {b_log[SCALE+F-1], b_log};
    wire [SUM-1:0]   field_d = both[SUM+F-1:F] - BIAS[SUM-1:0];
    wire [F:0]       significand_d;
    wire [SUM-1:0]   field;
    wire [F:0]       significand;
    wire             zero;
    wire             infinite;
    wire             invalid;
    wire             sign_1;
    assign significand_d[F] = 1'b1;
    mantissa_cut #(.WIDTH(SUM + F + 5), .REGISTERED(CUTS[1])) u_cut_1 (
        .aclk(aclk), .enable(enable), .d({field_d, significand_d, zero_0, infinite_0, invalid_0, sign_0}),
        .q({field, significand, zero, infinite, invalid, sign_1})
    );

    // Range. Below the smallest normal number the significand is shifted right.
    wire         under  = field[SUM-1] | ~(|field);
    wire         over   = ~field[SUM-1] & ((|field[SUM-2:E]) | (&field[E-1:0]));
    wire         most   = infinite | (over & ~zero);
    wire         kill   = zero | most;
    wire         up_d;
    wire [W-2:0] exact_d;
    assign exact_d[W-2:F] = kill ? {{(E - 1){most}}, most & (SATURATE == 0)} : field[E-1:0] & {E{~under}};
    generate
        if (F > 0) begin : g_value
            wire [F-1:0] fraction;
            wire [F-1:0] killed;
            assign significand_d[F-1:0] = both[F-1:0];
            assign killed[F-1] = (SATURATE != 0) ? most : invalid;
            if (F > 1) begin : g_killed
                assign killed[F-2:0] = {(F - 1){most & (SATURATE != 0)}};
            end
            assign exact_d[F-1:0] = kill ? killed : fraction;
            if (LEAN != 0) begin : g_flush
                wire unused = significand[F];
                assign fraction = significand[F-1:0] & {F{~under}};
                assign up_d     = 1'b0;
            end else begin : g_gradual
                wire [SUM-1:0]   places  = {{(SUM - 1){1'b0}}, 1'b1} - field;
                wire             far     = under & ({{(32 - SUM){1'b0}}, places} > F + 1);
                wire [2*F+2:0]   shifted = {significand, {(F + 2){1'b0}}} >> places[REACH-1:0];
                wire             guard   = shifted[F+1];
                wire             unused  = shifted[2*F+2];
                assign fraction = under ? shifted[2*F+1:F+2] & {F{~far}} : significand[F-1:0];
                assign up_d     = under & ~far & ~kill & guard & (shifted[F+2] | (|shifted[F:0]));
            end
        end else begin : g_power
            wire unused = &{1'b0, significand, invalid};
            assign up_d = 1'b0;
        end
    endgenerate

    wire [W-2:0] exact;
    wire         up;
    wire         sign;
    mantissa_cut #(.WIDTH(W + 1), .REGISTERED(CUTS[2])) u_cut_2 (
        .aclk(aclk), .enable(enable), .d({sign_1, exact_d, up_d}), .q({sign, exact, up})
    );
    assign result = {sign, exact + {{(W - 2){1'b0}}, up}};
endmodule

`default_nettype wire

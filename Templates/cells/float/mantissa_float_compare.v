// mantissa_float_compare -- whether one IEEE 754 float is less than another, equal to it, or not ordered.
//
// less = a < b, equal = (a == b); zeros are equal, and with a NaN both are 0 and unordered is 1. FLUSH = 1: an exponent
// field of 0 is a zero. SATURATE = 1: operands are finite. FRACTION_WIDTH = 0 has no NaN.
// Bit i of CUTS puts registers at boundary i: 0 behind the comparisons of halves, 1 behind that of the magnitudes, 2
// behind the results. Latency: the number of ones in CUTS; one result a cycle.
`default_nettype none

module mantissa_float_compare #(
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
    output wire                                   less,
    output wire                                   equal,
    output wire                                   unordered
);
    localparam E   = EXPONENT_WIDTH;
    localparam F   = FRACTION_WIDTH;
    localparam W   = E + F + 1;
    localparam LOW = (W - 1) / 2;

    // Magnitudes in halves, and what is special.
    wire zeros_d;                               // both operands are 0
    wire not_a_number_d;
    wire high_less_d = a[W-2:LOW] < b[W-2:LOW];
    wire high_same_d = a[W-2:LOW] == b[W-2:LOW];
    wire low_less_d  = a[LOW-1:0] < b[LOW-1:0];
    wire low_same_d  = a[LOW-1:0] == b[LOW-1:0];
    generate
        if (FLUSH != 0) begin : g_flush
            assign zeros_d = ~(|a[W-2:F]) & ~(|b[W-2:F]);
        end else begin : g_gradual
            assign zeros_d = ~(|a[W-2:0]) & ~(|b[W-2:0]);
        end
        if (F > 0 && SATURATE == 0) begin : g_special
            assign not_a_number_d = ((&a[W-2:F]) & (|a[F-1:0])) | ((&b[W-2:F]) & (|b[F-1:0]));
        end else begin : g_ordered
            assign not_a_number_d = 1'b0;
        end
    endgenerate

    wire a_minus;
    wire b_minus;
    wire zeros;
    wire not_a_number;
    wire high_less;
    wire high_same;
    wire low_less;
    wire low_same;
    mantissa_cut #(.WIDTH(8), .REGISTERED(CUTS[0])) u_cut_0 (
        .aclk(aclk), .enable(enable),
        .d({a[W-1], b[W-1], zeros_d, not_a_number_d, high_less_d, high_same_d, low_less_d, low_same_d}),
        .q({a_minus, b_minus, zeros, not_a_number, high_less, high_same, low_less, low_same})
    );

    wire below_d = high_less | (high_same & low_less);
    wire same_d  = high_same & low_same;
    wire below;
    wire same;
    wire a_minus_1;
    wire b_minus_1;
    wire zeros_1;
    wire not_a_number_1;
    mantissa_cut #(.WIDTH(6), .REGISTERED(CUTS[1])) u_cut_1 (
        .aclk(aclk), .enable(enable), .d({below_d, same_d, a_minus, b_minus, zeros, not_a_number}),
        .q({below, same, a_minus_1, b_minus_1, zeros_1, not_a_number_1})
    );

    wire smaller = a_minus_1 ? ~b_minus_1 | ~(below | same) : ~b_minus_1 & below;
    wire less_d  = smaller & ~zeros_1 & ~not_a_number_1;
    wire equal_d = ((same & (a_minus_1 == b_minus_1)) | zeros_1) & ~not_a_number_1;
    mantissa_cut #(.WIDTH(3), .REGISTERED(CUTS[2])) u_cut_2 (
        .aclk(aclk), .enable(enable), .d({less_d, equal_d, not_a_number_1}), .q({less, equal, unordered})
    );
endmodule

`default_nettype wire

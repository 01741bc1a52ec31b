// mantissa_apot_greater -- whether the sum of powers of two a is greater than b, combinational.
//
// Codes as in mantissa_apot_decode; +0 and -0 are equal. Latency 0.
`default_nettype none

module mantissa_apot_greater #(
    parameter WIDTH = 5,
    parameter TERMS = 2
) (
    input  wire [WIDTH-1:0] a,
    input  wire [WIDTH-1:0] b,
    output wire             greater
);
    localparam LEVELS = TERMS * ((1 << ((WIDTH - 1) / TERMS)) - 1);

    wire              a_sign, b_sign, a_shift, b_shift;
    wire [LEVELS-1:0] a_magnitude, b_magnitude;

    mantissa_apot_decode #(
        .WIDTH(WIDTH),
        .TERMS(TERMS)
    ) u_decode_a (
        .code       (a),
        .sign       (a_sign),
        .significand(a_magnitude),
        .shift      (a_shift)
    );
    mantissa_apot_decode #(
        .WIDTH(WIDTH),
        .TERMS(TERMS)
    ) u_decode_b (
        .code       (b),
        .sign       (b_sign),
        .significand(b_magnitude),
        .shift      (b_shift)
    );

    mantissa_float_greater #(
        .WIDTH(LEVELS + 1)
    ) u_greater (
        .a      ({a_sign, a_magnitude}),
        .b      ({b_sign, b_magnitude}),
        .greater(greater)
    );
    wire unused = &{1'b0, a_shift, b_shift};
endmodule

`default_nettype wire

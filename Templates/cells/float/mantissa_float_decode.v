// mantissa_float_decode -- the operand of a finite float code, combinational.
//
// The code is {sign, exponent, fraction}; shift = max(exponent, 1) - 1, significand = {exponent != 0, fraction}.
// VARIANT 0: IEEE 754. 1, flushed: an exponent field of 0 is zero, and the significand with it. 2, finite: as 1, and an
// exponent of all ones is a number like others. SHIFT_WIDTH is EXPONENT_WIDTH, or 1 where that is 2 and VARIANT is not.
// Latency 0.
`default_nettype none

module mantissa_float_decode #(
    parameter EXPONENT_WIDTH = 5,
    parameter FRACTION_WIDTH = 10,
    parameter SHIFT_WIDTH    = 5,
    parameter VARIANT        = 0                // 0...2
) (
    input  wire [EXPONENT_WIDTH+FRACTION_WIDTH:0] code,
    output wire                                   sign,
    output wire [FRACTION_WIDTH:0]                significand,
    output wire [SHIFT_WIDTH-1:0]                 shift
);
    wire [EXPONENT_WIDTH-1:0] exponent   = code[FRACTION_WIDTH +: EXPONENT_WIDTH];
    wire                      normal     = |exponent;
    wire [EXPONENT_WIDTH-1:0] difference = exponent - {{(EXPONENT_WIDTH - 1){1'b0}}, normal};

    assign sign                        = code[EXPONENT_WIDTH+FRACTION_WIDTH];
    assign significand[FRACTION_WIDTH] = normal;
    assign shift                       = difference[SHIFT_WIDTH-1:0];

    generate
        if (FRACTION_WIDTH > 0) begin : g_fraction
            assign significand[FRACTION_WIDTH-1:0] = code[FRACTION_WIDTH-1:0]
                                                   & {FRACTION_WIDTH{normal | (VARIANT == 0)}};
        end
        if (SHIFT_WIDTH < EXPONENT_WIDTH) begin : g_unused
            wire unused = &{1'b0, difference[EXPONENT_WIDTH-1:SHIFT_WIDTH]};
        end
    endgenerate
endmodule

`default_nettype wire

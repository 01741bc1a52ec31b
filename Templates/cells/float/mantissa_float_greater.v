// mantissa_float_greater -- whether the sign-magnitude code a is greater than b, combinational.
//
// The highest bit is the sign; +0 and -0 are equal, and so is every code whose bits from FLUSHED on are 0. Latency 0.
`default_nettype none

module mantissa_float_greater #(
    parameter WIDTH   = 16,                     // 2 or more
    parameter FLUSHED = 0                       // fraction bits of subnormals that are read as zero; WIDTH-2 or less
) (
    input  wire [WIDTH-1:0] a,
    input  wire [WIDTH-1:0] b,
    output wire             greater
);
    wire [WIDTH-2:0] a_magnitude = |a[WIDTH-2:FLUSHED] ? a[WIDTH-2:0] : {(WIDTH - 1){1'b0}};
    wire [WIDTH-2:0] b_magnitude = |b[WIDTH-2:FLUSHED] ? b[WIDTH-2:0] : {(WIDTH - 1){1'b0}};
    wire a_over_b = a_magnitude > b_magnitude;
    wire same     = a_magnitude == b_magnitude;
    wire nonzero  = (|a_magnitude) | (|b_magnitude);

    assign greater = a[WIDTH-1] ? b[WIDTH-1] & ~a_over_b & ~same
                                : b[WIDTH-1] ? nonzero : a_over_b;
endmodule

`default_nettype wire

// mantissa_posit_sigmoid -- an approximate logistic function of a posit with ES = 0, combinational.
//
// result = (a with its sign bit inverted) >> 2; within 0.0607 of 1 / (1 + exp(-a)) at 8 bits, 0.0490 at 16. Latency 0.
`default_nettype none

module mantissa_posit_sigmoid #(
    parameter WIDTH = 8  // 3 or more
) (
    input  wire [WIDTH-1:0] a,
    output wire [WIDTH-1:0] result
);
    wire [WIDTH-1:0] flipped = {~a[WIDTH-1], a[WIDTH-2:0]};
    assign result = flipped >> 2;
endmodule

`default_nettype wire

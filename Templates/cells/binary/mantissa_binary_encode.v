// mantissa_binary_encode -- the sign of a two's complement integer as a binary code, combinational.
//
// code = value < 0, kept between LOWEST and HIGHEST by value (code 1 is the lower). Latency 0.
`default_nettype none

module mantissa_binary_encode #(
    parameter       INPUT_WIDTH = 8,
    parameter [0:0] LOWEST      = 1'b1,
    parameter [0:0] HIGHEST     = 1'b0
) (
    input  wire [INPUT_WIDTH-1:0] value,
    output wire                   code
);
    wire unused = &{1'b0, value};

    assign code = (value[INPUT_WIDTH-1] | HIGHEST) & LOWEST;
endmodule

`default_nettype wire

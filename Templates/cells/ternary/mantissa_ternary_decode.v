// mantissa_ternary_decode -- a ternary code {sign, nonzero} as an operand, combinational.
//
// Latency 0.
`default_nettype none

module mantissa_ternary_decode (
    input  wire [1:0] code,
    output wire       sign,
    output wire       significand,
    output wire       shift
);
    assign sign        = code[1];
    assign significand = code[0];
    assign shift       = 1'b0;
endmodule

`default_nettype wire

// mantissa_binary_decode -- a binary code as an operand, combinational: 0 is +1, 1 is -1.
//
// Latency 0.
`default_nettype none

module mantissa_binary_decode (
    input  wire code,
    output wire sign,
    output wire significand,
    output wire shift
);
    assign sign        = code;
    assign significand = 1'b1;
    assign shift       = 1'b0;
endmodule

`default_nettype wire

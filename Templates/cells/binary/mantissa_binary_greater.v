// mantissa_binary_greater -- whether a is +1 and b is -1, combinational: code 0 is +1, code 1 is -1.
//
// Latency 0.
`default_nettype none

module mantissa_binary_greater (
    input  wire a,
    input  wire b,
    output wire greater
);
    assign greater = ~a & b;
endmodule

`default_nettype wire

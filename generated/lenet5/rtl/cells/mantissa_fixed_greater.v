// mantissa_fixed_greater -- whether the fixed-point code a is greater than b, combinational.
//
// SIGNED: the codes are two's complement. Latency 0.
`default_nettype none

module mantissa_fixed_greater #(
    parameter WIDTH  = 8,
    parameter SIGNED = 1
) (
    input  wire [WIDTH-1:0] a,
    input  wire [WIDTH-1:0] b,
    output wire             greater
);
    generate
        if (SIGNED != 0) begin : g_signed
            assign greater = $signed(a) > $signed(b);
        end else begin : g_unsigned
            assign greater = a > b;
        end
    endgenerate
endmodule

`default_nettype wire

// mantissa_ternary_encode -- the nearest of -1, 0, +1 to a two's complement integer, combinational.
//
// code = 01 where value > 2^HALF, 11 where value < -2^HALF, else 00 (ties to 0), kept between LOWEST and HIGHEST by
// value. 2^HALF is one half in units of the value; a negative HALF makes every nonzero value one of -1, +1. Latency 0.
`default_nettype none

module mantissa_ternary_encode #(
    parameter integer INPUT_WIDTH = 8,  // 2 or more
    parameter integer HALF        = 3,
    parameter [1:0]   LOWEST      = 2'b11,
    parameter [1:0]   HIGHEST     = 2'b01
) (
    input  wire [INPUT_WIDTH-1:0] value,
    output wire [1:0]             code
);
    localparam [1:0] MIDDLE = (LOWEST == 2'b01) ? 2'b01 : (HIGHEST == 2'b11) ? 2'b11 : 2'b00;

    wire positive;
    wire negative;

    generate
        if (HALF >= INPUT_WIDTH - 1) begin : g_zero
            wire unused = &{1'b0, value};
            assign positive = 1'b0;
            assign negative = 1'b0;
        end else if (HALF <= 0) begin : g_small
            // One half is 1 (only beyond it is not 0) or less.
            wire [INPUT_WIDTH-1:0] one = {{(INPUT_WIDTH - 1){1'b0}}, 1'b1};
            assign positive = ~value[INPUT_WIDTH-1] & (|value) & ((HALF < 0) | (value != one));
            assign negative = value[INPUT_WIDTH-1] & ((HALF < 0) | ~(&value));
        end else begin : g_large
            // value > 2^HALF where value - 1 has a bit above; value < -2^HALF where ~value has.
            wire [INPUT_WIDTH-1:HALF] high = value[INPUT_WIDTH-1:HALF];
            wire [INPUT_WIDTH-1:HALF] one  = {{(INPUT_WIDTH - 1 - HALF){1'b0}}, 1'b1};
            assign positive = ~value[INPUT_WIDTH-1] & (|high) & ((high != one) | (|value[HALF-1:0]));
            assign negative = value[INPUT_WIDTH-1] & ~(&high);
        end
    endgenerate

    assign code = positive ? HIGHEST : negative ? LOWEST : MIDDLE;
endmodule

`default_nettype wire

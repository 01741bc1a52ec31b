// mantissa_float_leading_zeros -- the number of zeros above the highest one of a word that is not 0, combinational.
//
// count = WIDTH - 1 - floor(log2(value)); of 0 it is some number in range. COUNT_WIDTH is ceil(log2(WIDTH)). Latency 0.
`default_nettype none

module mantissa_float_leading_zeros #(
    parameter WIDTH       = 11,                 // 2 or more
    parameter COUNT_WIDTH = 4
) (
    input  wire [WIDTH-1:0]       value,
    output wire [COUNT_WIDTH-1:0] count
);
    localparam PADDED = 1 << COUNT_WIDTH;

    genvar i;
    generate
        for (i = COUNT_WIDTH; i > 0; i = i - 1) begin : g_level
            // 2^i bits that hold the leading one; the lower half goes on when the upper is 0.
            localparam HALF = 1 << (i - 1);
            wire [2*HALF-1:0] bits;
            if (i == COUNT_WIDTH) begin : g_first
                assign bits[PADDED-1 -: WIDTH] = value;
                if (PADDED > WIDTH) begin : g_pad
                    assign bits[PADDED-WIDTH-1:0] = {(PADDED - WIDTH){1'b0}};
                end
            end else begin : g_next
                assign bits = g_level[i+1].half;
            end
            wire            empty = ~(|bits[2*HALF-1:HALF]);
            wire [HALF-1:0] half  = empty ? bits[HALF-1:0] : bits[2*HALF-1:HALF];
            assign count[i-1] = empty;
        end
    endgenerate
    wire unused = g_level[1].half;
endmodule

`default_nettype wire

// mantissa_float_sum -- the sum of two words and a carry, combinational.
//
// sum = x + y + carry. BLOCK = 0: as synthesis adds, which is best on carry chains. Else every BLOCK bits but the first
// are added with and without a carry and chosen from: synthesis for area makes rippling carries of an adder's gates, and
// this bounds how far they run. Latency 0.
`default_nettype none

module mantissa_float_sum #(
    parameter WIDTH = 16,
    parameter BLOCK = 0
) (
    input  wire [WIDTH-1:0] x,
    input  wire [WIDTH-1:0] y,
    input  wire             carry,
    output wire [WIDTH-1:0] sum
);
    generate
        if (BLOCK == 0 || BLOCK >= WIDTH) begin : g_whole
            wire [WIDTH:0] whole = {x, carry} + {y, carry};
            wire           unused = whole[0];
            assign sum = whole[WIDTH:1];
        end else begin : g_blocks
            localparam COUNT = (WIDTH + BLOCK - 1) / BLOCK;
            genvar i;
            for (i = 0; i < COUNT; i = i + 1) begin : g_block
                localparam LOW  = i * BLOCK;
                localparam BITS = (i == COUNT - 1) ? WIDTH - LOW : BLOCK;
                wire            carry_in;
                wire [BITS-1:0] x_part = x[LOW +: BITS];
                wire [BITS-1:0] y_part = y[LOW +: BITS];
                wire [BITS:0]   total;
                if (i == 0) begin : g_first
                    assign carry_in = carry;
                    assign total    = {1'b0, x_part} + {1'b0, y_part} + {{BITS{1'b0}}, carry_in};
                end else begin : g_next
                    wire [BITS:0] without = {1'b0, x_part} + {1'b0, y_part};
                    wire [BITS:0] with_1  = {1'b0, x_part} + {1'b0, y_part} + {{BITS{1'b0}}, 1'b1};
                    assign carry_in = g_block[i-1].total[BLOCK];
                    assign total    = carry_in ? with_1 : without;
                end
                assign sum[LOW +: BITS] = total[BITS-1:0];
            end
            wire unused = g_block[COUNT-1].total[WIDTH-(COUNT-1)*BLOCK];
        end
    endgenerate
endmodule

`default_nettype wire

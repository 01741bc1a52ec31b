// mantissa_normalize -- shifts a number left until its leading one is on top, combinational.
//
// result = the top KEPT bits of number * 2^count, with fill shifted in from the right; count = leading zeros of number,
// all ones for number 0. rest = whether a bit below the result differs from fill. Each stage keeps no more bits than the
// later ones can still shift up. COUNT_WIDTH is clog2(WIDTH). Latency 0.
`default_nettype none

module mantissa_normalize #(
    parameter WIDTH       = 16,  // 2 or more
    parameter KEPT        = 16,  // 1 to WIDTH
    parameter COUNT_WIDTH = 4
) (
    input  wire [WIDTH-1:0]       number,
    input  wire                   fill,
    output wire [COUNT_WIDTH-1:0] count,
    output wire [KEPT-1:0]        result,
    output wire                   rest
);
    genvar i;
    generate
        for (i = 0; i < COUNT_WIDTH; i = i + 1) begin : g_stage
            localparam STEP = 1 << (COUNT_WIDTH - 1 - i);
            localparam BITS = (KEPT + 2 * STEP - 1 < WIDTH) ? KEPT + 2 * STEP - 1 : WIDTH;
            localparam NEXT = (KEPT + STEP - 1 < WIDTH) ? KEPT + STEP - 1 : WIDTH;
            localparam LOST = BITS - NEXT;  // never more than STEP: nothing is lost where bits move up
            localparam FREE = NEXT - (BITS - STEP);  // bits to fill, none where negative
            wire [BITS-1:0] source;
            wire [NEXT-1:0] moved;
            wire            shifts  = ~(|source[BITS-1 -: STEP]);
            wire [NEXT-1:0] shifted = shifts ? moved : source[BITS-1 -: NEXT];
            wire            earlier;
            wire            dropped;
            if (i == 0) begin : g_first
                assign source = number;
                assign earlier = 1'b0;
            end else begin : g_next
                assign source = g_stage[i-1].shifted;
                assign earlier = g_stage[i-1].dropped;
            end
            if (LOST > 0) begin : g_lost
                assign dropped = earlier | (~shifts & (|(source[LOST-1:0] ^ {LOST{fill}})));
            end else begin : g_whole
                assign dropped = earlier;
            end
            assign count[COUNT_WIDTH-1-i] = shifts;
            if (FREE > 0) begin : g_fill
                assign moved = {source[BITS-STEP-1:0], {FREE{fill}}};
            end else begin : g_no_fill
                assign moved = source[BITS-STEP-1 -: NEXT];
            end
        end
    endgenerate
    assign result = g_stage[COUNT_WIDTH-1].shifted;
    assign rest   = g_stage[COUNT_WIDTH-1].dropped;
endmodule

`default_nettype wire

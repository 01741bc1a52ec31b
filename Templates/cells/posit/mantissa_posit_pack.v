// mantissa_posit_pack -- the posit code of unrounded fields, combinational unless cut.
//
// The bit string {sign, regime, regime * run, ~regime, tail, ...} rounded to WIDTH bits, to nearest, ties to even, never to
// 0 or NaR: runs that do not fit saturate. Negative numbers are in two's complement, so nothing is negated. What follows
// the tail are bits equal to below, and rest tells that one differs; with below = 1 the number is that string plus an
// infinitesimal. special: the code is {sign, 0...}. PARALLEL 0 compares the bits that leave on the way, 1 beside the shift,
// which is faster and mostly larger. CUTS: bit 0 registers in the middle of the shift, bit 1 between shift and rounding. Latency: the
// number of ones in CUTS.
`default_nettype none

module mantissa_posit_pack #(
    parameter WIDTH      = 16,  // 3 or more
    parameter RUN_WIDTH  = 5,   // clog2(WIDTH - 1) or more
    parameter TAIL_WIDTH = 14,
    parameter PARALLEL   = 0,
    parameter CUTS       = 0
) (
    input  wire                  aclk,
    input  wire                  enable,
    input  wire                  sign,
    input  wire                  regime,
    input  wire [RUN_WIDTH-1:0]  run,
    input  wire [TAIL_WIDTH-1:0] tail,
    input  wire                  below,
    input  wire                  rest,
    input  wire                  special,
    output wire [WIDTH-1:0]      code
);
    localparam PLACES_WIDTH = $clog2(WIDTH - 1);
    localparam USED         = TAIL_WIDTH < WIDTH - 2 ? TAIL_WIDTH : WIDTH - 2;  // the rest is below the guard bit

    localparam [31:0] LIMIT        = WIDTH - 2;  // this run fills the code

    wire                    first = regime & ~special;
    wire [PLACES_WIDTH-1:0] places;
    wire [WIDTH-1:0]        body;    // body and guard bit before the shift
    wire                    lower;   // a bit below the guard bit differs

    assign body[WIDTH-1 -: 2]    = {first, ~first};
    assign body[WIDTH-3 -: USED] = tail[TAIL_WIDTH-1 -: USED];
    generate
        if (RUN_WIDTH > PLACES_WIDTH) begin : g_limit
            assign places = run[PLACES_WIDTH-1:0]
                          | {PLACES_WIDTH{special | (|run[RUN_WIDTH-1:PLACES_WIDTH])}};
        end else begin : g_all
            assign places = run | {PLACES_WIDTH{special}};
        end
        if (USED < WIDTH - 2) begin : g_padding
            assign body[WIDTH-3-USED:0] = {(WIDTH - 2 - USED){below}};
        end
        if (USED < TAIL_WIDTH) begin : g_lower
            assign lower = rest | (|(tail[TAIL_WIDTH-USED-1:0] ^ {(TAIL_WIDTH - USED){below}}));
        end else begin : g_rest
            assign lower = rest;
        end
    endgenerate

    // Shift the regime in; bits that leave are compared. What the second half of the shift and the rounding take may be registered.
    localparam HALF = PLACES_WIDTH / 2;
    wire                    over     = places >= LIMIT[PLACES_WIDTH-1:0];
    wire                    beside;  // a bit that leaves differs, told by all places at once
    wire                    early_d, early;      // the same, on the way
    wire [WIDTH-1:0]        half_d, half;        // the string in front of stage HALF
    wire [PLACES_WIDTH-1:0] p1_places;
    wire                    p1_sign, p1_first, p1_special, p1_over, p1_below, p1_beside;
    mantissa_cut #(
        .WIDTH     (WIDTH + PLACES_WIDTH + 7),
        .REGISTERED(CUTS & 1)
    ) u_half (
        .aclk  (aclk),
        .enable(enable),
        .d     ({sign, first, special, over, below, beside, early_d, places, half_d}),
        .q     ({p1_sign, p1_first, p1_special, p1_over, p1_below, p1_beside, early, p1_places, half})
    );
    wire unused_places = &{1'b0, p1_places};  // those of the first half

    wire inexact;
    genvar i;
    generate
        for (i = 0; i < PLACES_WIDTH; i = i + 1) begin : g_regime
            localparam STEP = 1 << i;
            wire             moves = i < HALF ? places[i] : p1_places[i];
            wire             fill  = i < HALF ? first : p1_first;
            wire             low   = i < HALF ? below : p1_below;
            wire [WIDTH-1:0] source_d;
            wire             earlier_d;
            wire [WIDTH-1:0] source  = i == HALF ? half : source_d;
            wire             earlier = i == HALF ? early : earlier_d;
            wire [WIDTH-1:0] shifted = moves ? {{STEP{fill}}, source[WIDTH-1:STEP]} : source;
            wire             differs;
            if (i == 0) begin : g_first
                assign source_d  = body;
                assign earlier_d = lower;
            end else begin : g_next
                assign source_d  = g_regime[i-1].shifted;
                assign earlier_d = g_regime[i-1].differs;
            end
            if (i == HALF) begin : g_half
                assign half_d  = source_d;
                assign early_d = earlier_d;
            end
            if (PARALLEL == 0) begin : g_compared
                assign differs = earlier | (moves & (|(source[STEP-1:0] ^ {STEP{low}})));
            end else begin : g_uncompared
                assign differs = earlier;
                wire unused = &{1'b0, low};
            end
        end
        if (PARALLEL == 0) begin : g_on_the_way
            assign beside  = 1'b0;
            assign inexact = g_regime[PLACES_WIDTH-1].differs;
            wire unused = &{1'b0, p1_beside};
        end else begin : g_beside
            // Whether one of the lowest i bits differs.
            wire [(1<<PLACES_WIDTH)-1:0] some;
            for (i = 0; i < 1 << PLACES_WIDTH; i = i + 1) begin : g_some
                localparam BITS = i < LIMIT ? i : LIMIT;
                if (i == 0) begin : g_none
                    assign some[i] = 1'b0;
                end else begin : g_bits
                    assign some[i] = |(body[BITS-1:0] ^ {BITS{below}});
                end
            end
            assign beside  = some[places];
            assign inexact = g_regime[PLACES_WIDTH-1].differs | p1_beside;
        end
    endgenerate

    // Round up from the middle on; a string without terminator is as near to 0 or infinity as codes come.
    wire [WIDTH-1:0] string_bits = g_regime[PLACES_WIDTH-1].shifted;
    wire             guard       = string_bits[0];
    wire             last        = string_bits[1];
    wire             up          = p1_over ? ~p1_first & ~p1_special
                                 : inexact ? guard : (guard & last) | (guard & p1_below) | (last & p1_below);

    wire             up_q;
    wire [WIDTH-1:0] code_q;
    mantissa_cut #(
        .WIDTH     (WIDTH + 1),
        .REGISTERED((CUTS >> 1) & 1)
    ) u_cut (
        .aclk  (aclk),
        .enable(enable),
        .d     ({up, p1_sign, string_bits[WIDTH-1:1]}),
        .q     ({up_q, code_q})
    );
    assign code[WIDTH-1]   = code_q[WIDTH-1];
    assign code[WIDTH-2:0] = code_q[WIDTH-2:0] + {{(WIDTH - 2){1'b0}}, up_q};
endmodule

`default_nettype wire

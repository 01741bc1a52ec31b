// mantissa_bposit_pack -- the code of unrounded fields of a posit with a bounded regime, combinational unless cut.
//
// As mantissa_posit_pack with below = 0, but a regime has at most REGIME bits: one of so many equal bits has no terminator,
// and longer runs saturate. Rounded to nearest, ties to even, never to 0 or NaR. The bit string is a choice among REGIME
// places where the tail may begin, instead of a shift. special: the code is {sign, 0...}. CUTS: bit 0 registers in front of the
// choice, bit 1 between the choice and the rounding. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_bposit_pack #(
    parameter WIDTH      = 16,  // REGIME + 1 or more
    parameter REGIME     = 6,   // 2 or more
    parameter RUN_WIDTH  = 4,   // clog2(REGIME) or more
    parameter TAIL_WIDTH = 14,
    parameter CUTS       = 0
) (
    input  wire                  aclk,
    input  wire                  enable,
    input  wire                  sign,
    input  wire                  regime,
    input  wire [RUN_WIDTH-1:0]  run,
    input  wire [TAIL_WIDTH-1:0] tail,
    input  wire                  rest,
    input  wire                  special,
    output wire [WIDTH-1:0]      code
);
    localparam PADDED = TAIL_WIDTH + WIDTH;

    wire                  p1_sign, p1_regime, p1_rest, p1_special;
    wire [RUN_WIDTH-1:0]  p1_run;
    wire [TAIL_WIDTH-1:0] p1_tail;
    mantissa_cut #(
        .WIDTH     (RUN_WIDTH + TAIL_WIDTH + 4),
        .REGISTERED(CUTS & 1)
    ) u_fields (
        .aclk  (aclk),
        .enable(enable),
        .d     ({sign, regime, rest, special, run, tail}),
        .q     ({p1_sign, p1_regime, p1_rest, p1_special, p1_run, p1_tail})
    );

    wire [PADDED-1:0] padded = {p1_tail, {WIDTH{1'b0}}};

    // The regime, the tail from there on, and what is left of it below the guard bit.
    genvar i;
    generate
        for (i = 0; i < REGIME; i = i + 1) begin : g_run
            localparam        LENGTH = i + 2 < REGIME ? i + 2 : REGIME;
            localparam [31:0] COUNT  = i;
            wire              chosen = p1_run == COUNT[RUN_WIDTH-1:0];
            wire [LENGTH-1:0] start;
            wire [WIDTH-1:0]  bits   = {start, padded[PADDED-1 -: WIDTH-LENGTH]} & {WIDTH{chosen}};
            wire              lost   = (|padded[PADDED-WIDTH+LENGTH-1:0]) & chosen;
            wire [WIDTH-1:0]  all_bits;
            wire              some_lost;
            wire              is_one;
            if (i + 1 < REGIME) begin : g_ended
                assign start = {{(LENGTH - 1){p1_regime}}, ~p1_regime};
            end else begin : g_full
                assign start = {LENGTH{p1_regime}};
            end
            if (i == 0) begin : g_first
                assign all_bits  = bits;
                assign some_lost = lost;
                assign is_one    = chosen;
            end else begin : g_next
                assign all_bits  = g_run[i-1].all_bits | bits;
                assign some_lost = g_run[i-1].some_lost | lost;
                assign is_one    = g_run[i-1].is_one | chosen;
            end
        end
    endgenerate

    // Round up from the middle on, but not past the largest magnitude or to the smallest one's neighbour 0.
    wire             over    = ~g_run[REGIME-1].is_one;
    wire [WIDTH-1:0] string_bits = (g_run[REGIME-1].all_bits | {WIDTH{over & p1_regime}}) & {WIDTH{~p1_special}};
    wire             inexact = g_run[REGIME-1].some_lost | p1_rest;
    wire             none    = ~(|string_bits[WIDTH-1:1]);
    wire             full    = &string_bits[WIDTH-1:1];
    wire             up      = ~p1_special & ~full & (none | (string_bits[0] & (inexact | string_bits[1])));

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

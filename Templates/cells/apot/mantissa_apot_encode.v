// mantissa_apot_encode -- a two's complement integer rounded to a sum of powers of two, combinational.
//
// code = value * 2^EXPONENT in units of the smallest power, to the nearest level, saturated, and kept between the codes
// LOWEST and HIGHEST by value; codes as in mantissa_apot_decode. A level has at most one bit of each term, bit p being of
// term p mod TERMS. From the top down the largest level that is not above the magnitude is found; the next one has the
// lowest bit set that may be, and none below it. Halfway between them the one with the higher lowest bit is taken, 0
// before all others. Latency 0.
`default_nettype none

module mantissa_apot_encode #(
    parameter integer     WIDTH       = 5,   // a multiple of TERMS and 1 more
    parameter integer     TERMS       = 2,
    parameter integer     INPUT_WIDTH = 16,  // 2 or more
    parameter integer     EXPONENT    = -8,
    parameter [WIDTH-1:0] LOWEST      = 5'h1f,
    parameter [WIDTH-1:0] HIGHEST     = 5'h0f
) (
    input  wire [INPUT_WIDTH-1:0] value,
    output wire [WIDTH-1:0]       code
);
    localparam integer BITS   = (WIDTH - 1) / TERMS;
    localparam integer FIELDS = (1 << BITS) - 1;
    localparam integer LEVELS = TERMS * FIELDS;
    // Twice the magnitude in units of the smallest power: EXPONENT + 1 places to the left, zeros around it.
    localparam integer LEFT   = EXPONENT + 1 > 0 ? (EXPONENT + 1 > LEVELS + 1 ? LEVELS + 1 : EXPONENT + 1) : 0;
    localparam integer RIGHT  = EXPONENT + 1 < 0 ? (-EXPONENT - 1 > INPUT_WIDTH ? INPUT_WIDTH : -EXPONENT - 1) : 0;
    localparam integer WHOLE  = LEVELS + 1 + LEFT + INPUT_WIDTH + RIGHT;

    // The integer of a code, in two's complement.
    function [LEVELS:0] integer_of(input [WIDTH-1:0] bits);
        integer          p;
        reg [31:0]       fields;
        reg [LEVELS:0]   magnitude_of;
        begin
            magnitude_of = {(LEVELS + 1){1'b0}};
            for (p = 0; p < LEVELS; p = p + 1) begin
                fields          = {{(32 - WIDTH){1'b0}}, bits} >> ((p % TERMS) * BITS);
                magnitude_of[p] = (fields & FIELDS) == p / TERMS + 1;
            end
            integer_of = bits[WIDTH-1] ? -magnitude_of : magnitude_of;
        end
    endfunction

    localparam [LEVELS:0] LOW  = integer_of(LOWEST);
    localparam [LEVELS:0] HIGH = integer_of(HIGHEST);

    wire                   sign      = value[INPUT_WIDTH-1];
    wire [INPUT_WIDTH-1:0] magnitude = (value ^ {INPUT_WIDTH{sign}}) + {{(INPUT_WIDTH - 1){1'b0}}, sign};
    wire [WHOLE-1:0]       whole     = {{(LEVELS + 1 + LEFT + RIGHT){1'b0}}, magnitude} << LEFT;
    wire [LEVELS:0]        twice     = whole[RIGHT +: LEVELS + 1];
    wire                   beyond    = |whole[WHOLE-1:RIGHT+LEVELS+1];
    wire                   sticky;
    wire [LEVELS-1:0]      number    = twice[LEVELS:1] | {LEVELS{beyond}};

    generate
        if (RIGHT > 0) begin : g_sticky
            assign sticky = |whole[RIGHT-1:0];
        end else begin : g_exact
            assign sticky = 1'b0;
        end
    endgenerate

    // The largest level that is not above the number: below a bit that the level lacks, every bit that may be is set.
    wire [LEVELS-1:0] floor;
    wire [LEVELS-1:0] settable;
    genvar i, j, f;
    generate
        for (i = LEVELS - 1; i >= 0; i = i - 1) begin : g_floor
            wire taken;    // the term has a higher bit
            wire smaller;  // than the number, by a higher bit
            wire set       = ~taken & (smaller | number[i]);
            wire below     = smaller | (number[i] & ~set);
            wire taken_now = taken | set;
            if (i + TERMS < LEVELS) begin : g_taken
                assign taken = g_floor[i+TERMS].taken_now;
            end else begin : g_first
                assign taken = 1'b0;
            end
            if (i + 1 < LEVELS) begin : g_below
                assign smaller = g_floor[i+1].below;
            end else begin : g_top
                assign smaller = 1'b0;
            end
            assign floor[i]    = set;
            assign settable[i] = ~taken_now;
        end
    endgenerate

    // The next level.
    wire [LEVELS-1:0] one    = {{(LEVELS - 1){1'b0}}, 1'b1};
    wire [LEVELS-1:0] lowest = settable & (~settable + one);
    wire [LEVELS-1:0] lower  = lowest - one;
    wire [LEVELS-1:0] next   = (floor & ~lower) | lowest;
    wire [LEVELS:0]   border = {1'b0, floor} + {1'b0, next};
    wire              rises  = sticky | (|(floor & lower));  // at the border
    wire              up     = (|settable) & ~beyond & ((twice > border) | ((twice == border) & rises));
    wire [LEVELS-1:0] level  = up ? next : floor;

    // The fields.
    wire [WIDTH-2:0] rounded;
    generate
        for (i = 0; i < TERMS; i = i + 1) begin : g_term
            for (j = 0; j < BITS; j = j + 1) begin : g_bit
                wire [FIELDS-1:0] chosen;
                for (f = 0; f < FIELDS; f = f + 1) begin : g_field
                    if ((((f + 1) >> j) & 1) != 0) begin : g_one
                        assign chosen[f] = level[f*TERMS+i];
                    end else begin : g_zero
                        assign chosen[f] = 1'b0;
                    end
                end
                assign rounded[i*BITS+j] = |chosen;
            end
        end
    endgenerate

    wire signed [LEVELS:0] number_of = ({1'b0, level} ^ {(LEVELS + 1){sign}}) + {{LEVELS{1'b0}}, sign};
    wire                   under     = number_of < $signed(LOW);
    wire                   over      = number_of > $signed(HIGH);
    assign code = under ? LOWEST : over ? HIGHEST : {sign & (|level), rounded};
endmodule

`default_nettype wire

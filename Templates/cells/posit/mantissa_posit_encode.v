// mantissa_posit_encode -- a two's complement integer rounded to a posit code, combinational unless cut.
//
// code = value * 2^EXPONENT to nearest on the bit string, ties to even, never from another number to 0, saturated, and kept
// between the codes LOWEST and HIGHEST by value (not NaR). The leading run of the sign is counted and shifted out, without
// a negation. Bits above the largest posit count as one, and so do bits too low to matter. Bits of CUTS: first
// mantissa_normalize's; then one between its result and mantissa_posit_round, and that cell's two. Latency: the
// number of ones in CUTS.
`default_nettype none

module mantissa_posit_encode #(
    parameter integer     WIDTH       = 16,  // 3 to 32
    parameter integer     ES          = 1,   // 0 to 5
    parameter integer     INPUT_WIDTH = 32,  // 2 or more
    parameter integer     EXPONENT    = -16,
    parameter [WIDTH-1:0] LOWEST      = 16'h8001,
    parameter [WIDTH-1:0] HIGHEST     = 16'h7fff,
    parameter integer     REGIME      = 0,   // bits of the longest regime; 0: as the code is long
    parameter integer     CUTS        = 0
) (
    input  wire                   aclk,
    input  wire                   enable,
    input  wire [INPUT_WIDTH-1:0] value,
    output wire [WIDTH-1:0]       code
);
    localparam [WIDTH-1:0] LARGEST   = {WIDTH{1'b1}} >> 1;
    localparam [WIDTH-1:0] SMALLEST  = ~LARGEST | {{(WIDTH - 1){1'b0}}, 1'b1};
    localparam             NEGATIVES = LOWEST[WIDTH-1] ? 1 : 0;
    // Binades: of the largest posit, or just above it where the regime is bounded; of the lowest bit that can decide a
    // rounding, which is below the fraction that the longest bounded regime leaves; of the value's top bit below its sign.
    localparam integer UPPER = (REGIME > 0 ? REGIME : WIDTH - 2) << ES;
    localparam integer LEAST = REGIME > 0 && WIDTH - 1 - REGIME > ES ? WIDTH - 1 - REGIME - ES : 0;
    localparam integer LOWER = -UPPER - LEAST - 1;
    localparam integer TOP   = EXPONENT + INPUT_WIDTH - 2;
    localparam integer OVER  = TOP < UPPER ? 0 : EXPONENT >= UPPER ? INPUT_WIDTH - 1 : TOP - UPPER + 1;
    localparam integer UNDER = EXPONENT >= LOWER ? 0 : TOP < LOWER ? INPUT_WIDTH - 1 : LOWER - EXPONENT;
    localparam integer EXACT = INPUT_WIDTH - 1 - OVER - UNDER;
    localparam integer BITS  = (OVER > 0 ? 1 : 0) + EXACT + (UNDER > 0 ? 1 : 0) + 1;
    localparam integer FIRST = OVER > 0 ? UPPER : EXACT > 0 ? TOP : LOWER - 1;  // binade of the number's top bit

    localparam COUNT    = $clog2(BITS);
    localparam SHIFTS   = COUNT + (COUNT > 5 ? COUNT - 5 : 0);  // bits of mantissa_normalize's CUTS
    localparam INSIDE   = CUTS & ((1 << SHIFTS) - 1);
    localparam SCALE    = REGIME > 0 ? $clog2(2 - LOWER) + 1 : $clog2(WIDTH - 1) + ES + 2;
    localparam ENOUGH   = WIDTH - ES - 2 > 2 ? WIDTH - ES - 2 : 2;  // fraction and guard bit
    localparam FRACTION = ENOUGH < BITS ? ENOUGH : BITS - 1;

    wire                sign = (NEGATIVES != 0) & value[INPUT_WIDTH-1];
    wire [BITS-1:0]     number;  // the last zero ends a run of ones
    wire [COUNT-1:0]    count;
    wire [COUNT-1:0]    p1_count;
    wire [FRACTION:0]   normal;
    wire [FRACTION:0]   p1_normal;
    wire                rest;
    wire                p1_rest;
    wire                p1_sign, p1_top;
    wire [31:0]         scale = FIRST - {{(32 - COUNT){1'b0}}, p1_count};
    wire                special = (p1_normal[FRACTION] ~^ p1_sign) | ((NEGATIVES == 0) & p1_top);
    wire [WIDTH-1:0]    rounded;

    assign number[0] = 1'b0;
    generate
        if (OVER > 0) begin : g_over
            assign number[BITS-1] = (|(value[INPUT_WIDTH-2 -: OVER] ^ {OVER{sign}})) ^ sign;
        end
        if (EXACT > 0) begin : g_exact
            assign number[(UNDER > 0 ? 2 : 1) +: EXACT] = value[UNDER +: EXACT];
        end
        if (UNDER > 0) begin : g_under
            assign number[1] = |value[UNDER-1:0];
        end
    endgenerate

    mantissa_normalize #(
        .WIDTH      (BITS),
        .KEPT       (FRACTION + 1),
        .COUNT_WIDTH(COUNT),
        .CUTS       (INSIDE)
    ) u_normalize (
        .aclk  (aclk),
        .enable(enable),
        .number(number),
        .sign  (sign),
        .count (count),
        .result(normal),
        .rest  (rest)
    );

    mantissa_delay #(.WIDTH(2), .CUTS(CUTS & ((2 << SHIFTS) - 1))) u_delay (
        .aclk(aclk), .enable(enable), .d({sign, value[INPUT_WIDTH-1]}), .q({p1_sign, p1_top})
    );
    mantissa_cut #(.WIDTH(COUNT + FRACTION + 2), .REGISTERED((CUTS >> SHIFTS) & 1)) u_cut (
        .aclk(aclk), .enable(enable), .d({count, normal, rest}), .q({p1_count, p1_normal, p1_rest})
    );

    mantissa_posit_round #(
        .WIDTH   (WIDTH),
        .ES      (ES),
        .SCALE   (SCALE),
        .FRACTION(FRACTION),
        .REGIME  (REGIME),
        .CUTS    ((CUTS >> (SHIFTS + 1)) & 3)
    ) u_round (
        .aclk    (aclk),
        .enable  (enable),
        .sign    (p1_sign),
        .scale   (scale[SCALE-1:0]),
        .fraction(p1_normal[FRACTION-1:0]),
        .rest    (p1_rest),
        .special (special),
        .code    (rounded)
    );

    wire under;
    wire over;
    generate
        if (LOWEST == SMALLEST || LOWEST == {WIDTH{1'b0}}) begin : g_no_lower
            assign under = 1'b0;
        end else begin : g_lower
            assign under = $signed(rounded) < $signed(LOWEST);
        end
        if (HIGHEST == LARGEST) begin : g_no_upper
            assign over = 1'b0;
        end else begin : g_upper
            assign over = $signed(rounded) > $signed(HIGHEST);
        end
    endgenerate
    assign code = under ? LOWEST : over ? HIGHEST : rounded;
    wire unused = &{1'b0, scale[31:SCALE]};
endmodule

`default_nettype wire

// mantissa_fixed_encode -- a two's complement integer rounded to a fixed-point code, combinational unless cut.
//
// code = value * 2^-RIGHT_SHIFT, rounded, saturated to WIDTH bits (two's complement where SIGNED is 1) and kept between
// the codes LOWEST and HIGHEST. A negative RIGHT_SHIFT shifts left. CUTS = 1 registers between rounding and saturation: latency
// CUTS.
//
// ROUNDING  to the nearest, ties 0 to even, 1 to odd, 2 away from zero, 3 towards zero;
//           4 down, 5 up, 6 away from zero, 7 towards zero
`default_nettype none

module mantissa_fixed_encode #(
    parameter integer     INPUT_WIDTH = 24,  // 2 or more
    parameter integer     RIGHT_SHIFT = 8,
    parameter integer     WIDTH       = 8,
    parameter integer     SIGNED      = 1,
    parameter [WIDTH-1:0] LOWEST      = 8'h80,
    parameter [WIDTH-1:0] HIGHEST     = 8'h7f,
    parameter integer     ROUNDING    = 0,
    parameter integer     CUTS        = 0
) (
    input  wire                   aclk,
    input  wire                   enable,
    input  wire [INPUT_WIDTH-1:0] value,
    output wire [WIDTH-1:0]       code
);
    // Shifting any integer but 0 left by WIDTH bits saturates already.
    localparam LEFT_SHIFT    = (RIGHT_SHIFT >= 0) ? 0 : (-RIGHT_SHIFT > WIDTH) ? WIDTH : -RIGHT_SHIFT;
    // At most one half in magnitude: -1, 0 or 1.
    localparam IS_SMALL      = (RIGHT_SHIFT >= INPUT_WIDTH) ? 1 : 0;
    localparam ROUNDED_WIDTH = IS_SMALL != 0 ? 2
                             : RIGHT_SHIFT > 0 ? INPUT_WIDTH - RIGHT_SHIFT + 1 : INPUT_WIDTH + LEFT_SHIFT;
    localparam [WIDTH:0]   CARRY    = {1'b1, {WIDTH{1'b0}}};
    localparam [WIDTH-1:0] TOP_BIT  = CARRY[WIDTH:1];
    localparam [WIDTH-1:0] SMALLEST = SIGNED != 0 ? TOP_BIT : {WIDTH{1'b0}};
    localparam [WIDTH-1:0] LARGEST  = ~SMALLEST;

    wire [ROUNDED_WIDTH-1:0] rounded_d;
    wire [ROUNDED_WIDTH-1:0] rounded;
    wire [WIDTH-1:0]         saturated;

    mantissa_cut #(.WIDTH(ROUNDED_WIDTH), .REGISTERED(CUTS)) u_cut (
        .aclk(aclk), .enable(enable), .d(rounded_d), .q(rounded)
    );

    generate
        if (RIGHT_SHIFT > 0) begin : g_round
            wire sign = value[INPUT_WIDTH-1];
            wire guard;
            wire sticky;
            wire odd;
            if (IS_SMALL != 0) begin : g_small
                // The tie is the lowest value, -2^(INPUT_WIDTH-1), where RIGHT_SHIFT is INPUT_WIDTH.
                assign guard  = sign;
                assign sticky = RIGHT_SHIFT > INPUT_WIDTH ? |value : |value[INPUT_WIDTH-2:0];
                assign odd    = sign;
            end else begin : g_large
                assign guard = value[RIGHT_SHIFT-1];
                assign odd   = value[RIGHT_SHIFT];
                if (RIGHT_SHIFT > 1) begin : g_sticky
                    assign sticky = |value[RIGHT_SHIFT-2:0];
                end else begin : g_no_sticky
                    assign sticky = 1'b0;
                end
            end

            wire up = ROUNDING == 0 ? guard & (sticky | odd)
                    : ROUNDING == 1 ? guard & (sticky | ~odd)
                    : ROUNDING == 2 ? guard & (sticky | ~sign)
                    : ROUNDING == 3 ? guard & (sticky | sign)
                    : ROUNDING == 5 ? guard | sticky
                    : ROUNDING == 6 ? (guard | sticky) & ~sign
                    : ROUNDING == 7 ? (guard | sticky) & sign : 1'b0;
            if (IS_SMALL != 0) begin : g_unit
                assign rounded_d = {2{sign}} + {1'b0, up};
            end else begin : g_sum
                assign rounded_d = {sign, value[INPUT_WIDTH-1:RIGHT_SHIFT]} + {{(ROUNDED_WIDTH - 1){1'b0}}, up};
            end
        end else if (LEFT_SHIFT > 0) begin : g_left
            assign rounded_d = {value, {LEFT_SHIFT{1'b0}}};
        end else begin : g_direct
            assign rounded_d = value;
        end

        if (SIGNED != 0) begin : g_signed
            if (ROUNDED_WIDTH > WIDTH) begin : g_saturate
                wire sign = rounded[ROUNDED_WIDTH-1];
                wire fits = rounded[ROUNDED_WIDTH-2:WIDTH-1] == {(ROUNDED_WIDTH - WIDTH){sign}};
                assign saturated = fits ? rounded[WIDTH-1:0] : sign ? SMALLEST : LARGEST;
            end else if (ROUNDED_WIDTH == WIDTH) begin : g_same
                assign saturated = rounded;
            end else begin : g_extend
                assign saturated = {{(WIDTH - ROUNDED_WIDTH){rounded[ROUNDED_WIDTH-1]}}, rounded};
            end
        end else begin : g_unsigned
            wire sign = rounded[ROUNDED_WIDTH-1];
            if (ROUNDED_WIDTH > WIDTH + 1) begin : g_saturate
                wire over = |rounded[ROUNDED_WIDTH-2:WIDTH];
                assign saturated = (rounded[WIDTH-1:0] | {WIDTH{over}}) & {WIDTH{~sign}};
            end else if (ROUNDED_WIDTH == WIDTH + 1) begin : g_same
                assign saturated = rounded[WIDTH-1:0] & {WIDTH{~sign}};
            end else begin : g_extend
                wire [WIDTH:0] extended = {{(WIDTH + 1 - ROUNDED_WIDTH){sign}}, rounded};
                assign saturated = extended[WIDTH-1:0] & {WIDTH{~sign}};
                wire unused = &{1'b0, extended[WIDTH]};
            end
        end

        if (LOWEST == SMALLEST && HIGHEST == LARGEST) begin : g_full_range
            assign code = saturated;
        end else begin : g_clamp
            wire under;
            wire over;
            if (LOWEST == SMALLEST) begin : g_no_lower
                assign under = 1'b0;
            end else if (SIGNED != 0) begin : g_lower_signed
                assign under = $signed(saturated) < $signed(LOWEST);
            end else begin : g_lower
                assign under = saturated < LOWEST;
            end
            if (HIGHEST == LARGEST) begin : g_no_upper
                assign over = 1'b0;
            end else if (SIGNED != 0) begin : g_upper_signed
                assign over = $signed(saturated) > $signed(HIGHEST);
            end else begin : g_upper
                assign over = saturated > HIGHEST;
            end
            assign code = under ? LOWEST : over ? HIGHEST : saturated;
        end
    endgenerate
endmodule

`default_nettype wire

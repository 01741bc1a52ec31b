// mantissa_fixed_encode -- a two's complement integer rounded to a fixed-point code, combinational.
//
// code = value * 2^-RIGHT_SHIFT to nearest, ties to even, saturated to WIDTH bits (two's complement where SIGNED is 1)
// and kept between the codes LOWEST and HIGHEST. A negative RIGHT_SHIFT shifts left. Latency 0.
`default_nettype none

module mantissa_fixed_encode #(
    parameter integer     INPUT_WIDTH = 24,  // 2 or more
    parameter integer     RIGHT_SHIFT = 8,
    parameter integer     WIDTH       = 8,
    parameter integer     SIGNED      = 1,
    parameter [WIDTH-1:0] LOWEST      = 8'h80,
    parameter [WIDTH-1:0] HIGHEST     = 8'h7f
) (
    input  wire [INPUT_WIDTH-1:0] value,
    output wire [WIDTH-1:0]       code
);
    // Shifting any integer but 0 left by WIDTH bits saturates already.
    localparam LEFT_SHIFT    = (RIGHT_SHIFT >= 0) ? 0 : (-RIGHT_SHIFT > WIDTH) ? WIDTH : -RIGHT_SHIFT;
    localparam IS_ZERO       = (RIGHT_SHIFT >= INPUT_WIDTH) ? 1 : 0;
    localparam ROUNDED_WIDTH = IS_ZERO != 0 ? 1
                             : RIGHT_SHIFT > 0 ? INPUT_WIDTH - RIGHT_SHIFT + 1 : INPUT_WIDTH + LEFT_SHIFT;
    localparam [WIDTH-1:0] TOP_BIT  = {WIDTH{1'b1}} ^ ({WIDTH{1'b1}} >> 1);
    localparam [WIDTH-1:0] SMALLEST = SIGNED != 0 ? TOP_BIT : {WIDTH{1'b0}};
    localparam [WIDTH-1:0] LARGEST  = ~SMALLEST;

    wire [ROUNDED_WIDTH-1:0] rounded;
    wire [WIDTH-1:0]         saturated;

    generate
        if (IS_ZERO != 0) begin : g_zero
            // At most one half: the tie goes to 0.
            wire unused = &{1'b0, value};
            assign rounded = 1'b0;
        end else if (RIGHT_SHIFT > 0) begin : g_round
            wire guard = value[RIGHT_SHIFT-1];
            wire sticky;
            if (RIGHT_SHIFT > 1) begin : g_sticky
                assign sticky = |value[RIGHT_SHIFT-2:0];
            end else begin : g_no_sticky
                assign sticky = 1'b0;
            end
            wire up = guard & (sticky | value[RIGHT_SHIFT]);
            assign rounded = {value[INPUT_WIDTH-1], value[INPUT_WIDTH-1:RIGHT_SHIFT]}
                           + {{(ROUNDED_WIDTH - 1){1'b0}}, up};
        end else if (LEFT_SHIFT > 0) begin : g_left
            assign rounded = {value, {LEFT_SHIFT{1'b0}}};
        end else begin : g_direct
            assign rounded = value;
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

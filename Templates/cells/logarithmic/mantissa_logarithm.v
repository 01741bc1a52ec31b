// mantissa_logarithm -- the base 2 logarithm of a decoded number by Mitchell's straight line, combinational unless
// cut.
//
// exponent + fraction / 2^FRACTION_WIDTH of |significand| * 2^shift: exponent = shift + place of the leading one, fraction =
// the bits below that, left-aligned, and not 0 for another reason for number 0. The magnitude of a two's complement
// significand (SIGNED 1) has WIDTH bits and is exact, or with ONES 1 has one bit less and is the ones' complement, 1 for -1.
// NORMALIZED: the magnitude's top bit is set unless it is 0; its place is not added to the exponent.
// KEPT not 0: the fraction is cut to KEPT - 1 bits; with SET_LOWEST the last of them is set where bits have been cut.
// keep 0 holds the number at 0; nonzero is about the number itself. REGISTERED 1: a register half-way. Latency REGISTERED.
`default_nettype none

module mantissa_logarithm #(
    parameter SIGNED         = 0,
    parameter WIDTH          = 16,
    parameter SHIFT_WIDTH    = 1,
    parameter NORMALIZED     = 0,
    parameter ONES           = 0,
    parameter KEPT           = 0,
    parameter SET_LOWEST     = 0,
    parameter EXPONENT_WIDTH = 5,
    parameter FRACTION_WIDTH = 15,  // 1 or more, and the fraction's bits or more
    parameter REGISTERED     = 0
) (
    input  wire                      aclk,
    input  wire                      enable,
    input  wire                      sign,
    input  wire [WIDTH-1:0]          significand,
    input  wire [SHIFT_WIDTH-1:0]    shift,
    input  wire                      keep,
    output wire                      negative,
    output wire                      nonzero,
    output wire [EXPONENT_WIDTH-1:0] exponent,
    output wire [FRACTION_WIDTH-1:0] fraction
);
    localparam MAGNITUDE = (SIGNED != 0 && ONES != 0) ? WIDTH - 1 : WIDTH;
    localparam OWN       = (KEPT != 0 && KEPT < MAGNITUDE) ? KEPT - 1 : MAGNITUDE - 1;  // bits of the fraction
    localparam CUT       = MAGNITUDE - 1 - OWN;

    wire [MAGNITUDE-1:0]      magnitude;
    wire [MAGNITUDE-1:0]      held = magnitude & {MAGNITUDE{keep}};
    wire [EXPONENT_WIDTH-1:0] extended;
    wire                      negative_d, nonzero_d;

    mantissa_cut #(.WIDTH(EXPONENT_WIDTH + 2), .REGISTERED(REGISTERED)) u_cut (
        .aclk(aclk), .enable(enable),
        .d({negative_d, nonzero_d, {(EXPONENT_WIDTH - SHIFT_WIDTH){1'b0}}, shift}), .q({negative, nonzero, extended})
    );

    generate
        if (SIGNED == 0) begin : g_unsigned
            assign magnitude  = significand;
            assign negative_d = sign;
            assign nonzero_d  = NORMALIZED != 0 ? significand[WIDTH-1] : |significand;
        end else begin : g_signed
            wire unused = &{1'b0, sign};
            assign negative_d = significand[WIDTH-1];
            assign nonzero_d  = |significand;
            if (ONES != 0) begin : g_ones
                assign magnitude = significand[WIDTH-2:0] ^ {(WIDTH - 1){negative_d}};
            end else begin : g_exact
                assign magnitude = (significand ^ {WIDTH{negative_d}}) + {{(WIDTH - 1){1'b0}}, negative_d};
            end
        end

        if (NORMALIZED != 0 || MAGNITUDE == 1) begin : g_normalized
            wire [MAGNITUDE-1:0] held_q;
            mantissa_cut #(.WIDTH(MAGNITUDE), .REGISTERED(REGISTERED)) u_cut_held (
                .aclk(aclk), .enable(enable), .d(held), .q(held_q)
            );
            assign exponent = extended;
            if (OWN > 0) begin : g_fraction
                assign fraction[FRACTION_WIDTH-1 -: OWN] = held_q[MAGNITUDE-2 -: OWN]
                    | {{(OWN - 1){1'b0}}, (SET_LOWEST != 0) && (CUT > 0)};
            end
            wire unused = &{1'b0, held_q};
        end else begin : g_normalize
            // A power of two of bits makes the place of the leading one the complement of the leading zeros' count.
            localparam COUNT = $clog2(MAGNITUDE);
            localparam BITS  = 1 << COUNT;
            wire [BITS-1:0]  number;
            wire [COUNT-1:0] count;
            wire [OWN:0]     normal;
            wire             rest;
            assign number[MAGNITUDE-1:0] = held;
            if (BITS > MAGNITUDE) begin : g_above
                assign number[BITS-1:MAGNITUDE] = {(BITS - MAGNITUDE){1'b0}};
            end
            mantissa_normalize #(
                .WIDTH      (BITS),
                .KEPT       (OWN + 1),
                .COUNT_WIDTH(COUNT),
                .PARALLEL   (COUNT > 3 ? 1 : 0),
                .CUTS       (REGISTERED == 0 ? 0 : COUNT > 3 ? 1 : 1 << COUNT / 2)
            ) u_normalize (
                .aclk  (aclk),
                .enable(enable),
                .number(number),
                .sign  (1'b0),
                .count (count),
                .result(normal),
                .rest  (rest)
            );
            assign exponent = extended + {{(EXPONENT_WIDTH - COUNT){1'b0}}, ~count};
            if (OWN > 0) begin : g_fraction
                wire set;
                if (SET_LOWEST != 0 && CUT > 0) begin : g_set
                    localparam [31:0] MOST = BITS - 1 - OWN;
                    assign set = count < MOST[COUNT-1:0];
                end else begin : g_as_is
                    assign set = 1'b0;
                end
                assign fraction[FRACTION_WIDTH-1 -: OWN] = normal[OWN-1:0] | {{(OWN - 1){1'b0}}, set};
            end
            wire unused = &{1'b0, rest, normal[OWN]};
        end

        if (FRACTION_WIDTH > OWN) begin : g_padding
            assign fraction[FRACTION_WIDTH-OWN-1:0] = {(FRACTION_WIDTH - OWN){1'b0}};
        end
    endgenerate
endmodule

`default_nettype wire

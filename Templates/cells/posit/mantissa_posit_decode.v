// mantissa_posit_decode -- the operand of a posit code, combinational unless cut.
//
// |value| = significand * 2^(shift - B - F), F = max(0, WIDTH - ES - 3), with the hidden one on top; B = (WIDTH - 2) * 2^ES,
// or REGIME * 2^ES, so that shift is 0 for the smallest number. The significand of 0 and NaR is 0, their shift too. One adder negates the logarithm
// of a negative code and adds the bias. CUTS: where REGIME is 0 the lowest clog2(WIDTH - 1) bits are
// mantissa_normalize's; the next one, else bit 0, registers in front of the adder. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_posit_decode #(
    parameter WIDTH       = 16,  // 3 to 32
    parameter ES          = 1,   // 0 to 5
    parameter SHIFT_WIDTH = 6,   // holds (WIDTH - 2) * 2^(ES + 1), or REGIME * 2^(ES + 1) - 1
    parameter REGIME      = 0,   // bits of the longest regime; 0: as the code is long
    parameter CUTS        = 0
) (
    input  wire                                                    aclk,
    input  wire                                                    enable,
    input  wire [WIDTH-1:0]                                        code,
    output wire                                                    sign,
    output wire [(WIDTH - ES > 3 ? WIDTH - ES - 3 : 0):0]          significand,
    output wire [SHIFT_WIDTH-1:0]                                  shift
);
    localparam OWN      = WIDTH - ES > 3 ? WIDTH - ES - 3 : 0;
    localparam FRACTION = OWN > 0 ? OWN : 1;
    localparam RUN      = REGIME > 0 ? $clog2(REGIME) : $clog2(WIDTH - 1);
    localparam SCALE    = RUN + ES + 1;
    localparam STEPS    = REGIME > 0 ? 0 : RUN;
    localparam INSIDE   = CUTS & ((1 << STEPS) - 1);
    localparam BITS     = SHIFT_WIDTH > SCALE ? SHIFT_WIDTH : SCALE;
    localparam [31:0] BIAS = (REGIME > 0 ? REGIME : WIDTH - 2) << ES;

    wire                     sign_d, special_d;
    wire [SCALE-1:0]         scale_d;
    wire [FRACTION-1:0]      fraction_d;
    wire                     special;
    wire [SCALE-1:0]         scale;
    wire [FRACTION-1:0]      fraction;
    wire [BITS+FRACTION-1:0] raw = {{(BITS - SCALE){scale[SCALE-1]}}, scale, fraction ^ {FRACTION{sign}}};
    wire [BITS+FRACTION-1:0] sum = raw + {BIAS[BITS-1:0], {FRACTION{1'b0}}} + {{(BITS + FRACTION - 1){1'b0}}, sign};

    mantissa_posit_fields #(
        .WIDTH    (WIDTH),
        .ES       (ES),
        .RUN_WIDTH(RUN),
        .FRACTION (FRACTION),
        .REGIME   (REGIME),
        .CUTS     (INSIDE)
    ) u_fields (
        .aclk    (aclk),
        .enable  (enable),
        .code    (code),
        .sign    (sign_d),
        .scale   (scale_d),
        .fraction(fraction_d),
        .special (special_d)
    );
    mantissa_cut #(.WIDTH(SCALE + FRACTION + 2), .REGISTERED((CUTS >> STEPS) & 1)) u_cut (
        .aclk(aclk), .enable(enable),
        .d({sign_d, special_d, scale_d, fraction_d}), .q({sign, special, scale, fraction})
    );

    assign shift            = sum[FRACTION +: SHIFT_WIDTH] & {SHIFT_WIDTH{~special}};
    assign significand[OWN] = ~special;
    generate
        if (OWN > 0) begin : g_fraction
            assign significand[OWN-1:0] = sum[OWN-1:0];
        end else begin : g_no_fraction
            wire unused = &{1'b0, sum[0]};
        end
        if (BITS > SHIFT_WIDTH) begin : g_unused
            wire unused = &{1'b0, sum[BITS+FRACTION-1:FRACTION+SHIFT_WIDTH]};
        end
    endgenerate
endmodule

`default_nettype wire

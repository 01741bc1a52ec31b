// mantissa_posit_round -- the posit code of a sign, a scale and a fraction, combinational unless cut.
//
// The number is 2^scale * (1 + fraction / 2^FRACTION), or 2^scale * (-2 + fraction / 2^FRACTION) where sign is 1, plus
// less than one unit of the fraction where rest is 1. special: 0, or NaR where sign is 1. REGIME bounds the bits of the
// regime; 0: nothing does. CUTS as in mantissa_posit_pack.
`default_nettype none

module mantissa_posit_round #(
    parameter WIDTH    = 16,
    parameter ES       = 1,
    parameter SCALE    = 7,   // clog2(WIDTH - 1) + ES + 1 or more, or clog2(REGIME) + ES + 1
    parameter FRACTION = 13,  // 1 or more
    parameter CUTS     = 0,
    parameter REGIME   = 0
) (
    input  wire                aclk,
    input  wire                enable,
    input  wire                sign,
    input  wire [SCALE-1:0]    scale,
    input  wire [FRACTION-1:0] fraction,
    input  wire                rest,
    input  wire                special,
    output wire [WIDTH-1:0]    code
);
    wire                   below_one = scale[SCALE-1];
    wire [ES+FRACTION-1:0] tail;

    assign tail[FRACTION-1:0] = fraction;
    generate
        if (ES > 0) begin : g_exponent
            assign tail[FRACTION +: ES] = scale[ES-1:0] ^ {ES{sign}};
        end
    endgenerate

    wire                  regime = ~(below_one ^ sign);
    wire [SCALE-2-ES:0]   run    = scale[SCALE-2:ES] ^ {(SCALE - 1 - ES){below_one}};
    generate
        if (REGIME == 0) begin : g_unbounded
            mantissa_posit_pack #(
                .WIDTH     (WIDTH),
                .RUN_WIDTH (SCALE - ES - 1),
                .TAIL_WIDTH(ES + FRACTION),
                .CUTS      (CUTS)
            ) u_pack (
                .aclk   (aclk),
                .enable (enable),
                .sign   (sign),
                .regime (regime),
                .run    (run),
                .tail   (tail),
                .below  (1'b0),
                .rest   (rest),
                .special(special),
                .code   (code)
            );
        end else begin : g_bounded
            mantissa_bposit_pack #(
                .WIDTH     (WIDTH),
                .REGIME    (REGIME),
                .RUN_WIDTH (SCALE - ES - 1),
                .TAIL_WIDTH(ES + FRACTION),
                .CUTS      (CUTS)
            ) u_pack (
                .aclk   (aclk),
                .enable (enable),
                .sign   (sign),
                .regime (regime),
                .run    (run),
                .tail   (tail),
                .rest   (rest),
                .special(special),
                .code   (code)
            );
        end
    endgenerate
endmodule

`default_nettype wire

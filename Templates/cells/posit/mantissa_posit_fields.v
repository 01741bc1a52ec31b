// mantissa_posit_fields -- sign, scale and fraction of a posit code, not negated, combinational unless cut.
//
// value = 2^scale * (1 + fraction / 2^FRACTION), or 2^scale * (-2 + fraction / 2^FRACTION) for a negative code; scale is
// in two's complement: {k, exponent bits}, complemented for a negative code. special: 0 or NaR; then fraction is 0.
// REGIME bounds the bits of the regime, see mantissa_bposit_unpack; 0: nothing does. RUN_WIDTH is clog2(WIDTH - 1), or
// clog2(REGIME). CUTS is mantissa_normalize's, 0 where REGIME is not. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_posit_fields #(
    parameter WIDTH     = 16,  // 3 or more
    parameter ES        = 1,
    parameter RUN_WIDTH = 4,
    parameter FRACTION  = 12,  // 1 or more, WIDTH - ES - 3 or more
    parameter REGIME    = 0,
    parameter CUTS      = 0
) (
    input  wire                    aclk,
    input  wire                    enable,
    input  wire [WIDTH-1:0]        code,
    output wire                    sign,
    output wire [RUN_WIDTH+ES:0]   scale,
    output wire [FRACTION-1:0]     fraction,
    output wire                    special
);
    wire                   regime;
    wire [RUN_WIDTH-1:0]   run;
    wire [ES+FRACTION-1:0] tail;
    wire                   below_one = ~(sign ^ regime);  // a magnitude below 1

    generate
        if (REGIME == 0) begin : g_unbounded
            mantissa_posit_unpack #(
                .WIDTH     (WIDTH),
                .RUN_WIDTH (RUN_WIDTH),
                .TAIL_WIDTH(ES + FRACTION),
                .CUTS      (CUTS)
            ) u_unpack (
                .aclk   (aclk),
                .enable (enable),
                .code   (code),
                .sign   (sign),
                .regime (regime),
                .run    (run),
                .tail   (tail),
                .special(special)
            );
        end else begin : g_bounded
            wire unused = &{1'b0, aclk, enable};
            mantissa_bposit_unpack #(
                .WIDTH     (WIDTH),
                .REGIME    (REGIME),
                .RUN_WIDTH (RUN_WIDTH),
                .TAIL_WIDTH(ES + FRACTION)
            ) u_unpack (
                .code   (code),
                .sign   (sign),
                .regime (regime),
                .run    (run),
                .tail   (tail),
                .special(special)
            );
        end
    endgenerate

    assign scale[ES +: RUN_WIDTH + 1] = {1'b0, run} ^ {(RUN_WIDTH + 1){below_one}};
    assign fraction                   = tail[FRACTION-1:0];
    generate
        if (ES > 0) begin : g_exponent
            assign scale[ES-1:0] = tail[FRACTION +: ES] ^ {ES{sign}};
        end
    endgenerate
endmodule

`default_nettype wire

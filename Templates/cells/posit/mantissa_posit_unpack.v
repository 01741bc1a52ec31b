// mantissa_posit_unpack -- the fields of a posit code, not negated, combinational unless cut.
//
// code = {sign, regime bits, terminator, exponent and fraction bits}. regime = the first regime bit, run = how often it is
// repeated, tail = the bits after the terminator, padded with zeros to TAIL_WIDTH. With k = regime ? run : ~run,
// {k, tail} is a fixed-point number in units of 2^ES binades: that of the
// value, or its negative for a negative code. special: 0 or NaR. RUN_WIDTH is clog2(WIDTH - 1). CUTS is
// mantissa_normalize's. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_posit_unpack #(
    parameter WIDTH      = 16,  // 3 or more
    parameter RUN_WIDTH  = 4,
    parameter TAIL_WIDTH = 13,  // 1 or more, WIDTH - 3 or more
    parameter CUTS       = 0
) (
    input  wire                  aclk,
    input  wire                  enable,
    input  wire [WIDTH-1:0]      code,
    output wire                  sign,
    output wire                  regime,
    output wire [RUN_WIDTH-1:0]  run,
    output wire [TAIL_WIDTH-1:0] tail,
    output wire                  special
);
    wire [WIDTH-3:0] normal;
    wire             rest;

    wire             none;  // only the sign may be set

    mantissa_delay #(.WIDTH(3), .CUTS(CUTS)) u_delay (
        .aclk(aclk), .enable(enable), .d({code[WIDTH-1:WIDTH-2], ~(|code[WIDTH-2:0])}), .q({sign, regime, none})
    );
    // The zero below the code ends a run of ones that fills it. A run of zeros of that length is 0 or NaR.

    mantissa_normalize #(
        .WIDTH      (WIDTH - 1),
        .KEPT       (WIDTH - 2),
        .COUNT_WIDTH(RUN_WIDTH),
        .CUTS       (CUTS)
    ) u_normalize (
        .aclk  (aclk),
        .enable(enable),
        .number({code[WIDTH-3:0], 1'b0}),
        .sign  (code[WIDTH-2]),
        .count (run),
        .result(normal),
        .rest  (rest)
    );

    generate
        if (WIDTH - 1 < 1 << RUN_WIDTH) begin : g_special
            assign special = &run;
        end else begin : g_special_run
            assign special = none;
        end
        if (WIDTH > 3) begin : g_tail
            assign tail[TAIL_WIDTH-1 -: WIDTH - 3] = normal[WIDTH-4:0];
        end
        if (TAIL_WIDTH > WIDTH - 3) begin : g_padding
            assign tail[TAIL_WIDTH-WIDTH+2:0] = {(TAIL_WIDTH - WIDTH + 3){1'b0}};
        end
    endgenerate
    wire unused = &{1'b0, normal[WIDTH-3], rest, none};
endmodule

`default_nettype wire

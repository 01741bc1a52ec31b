// mantissa_bposit_unpack -- the fields of a code of a posit with a bounded regime, not negated, combinational.
//
// As mantissa_posit_unpack, but a regime has at most REGIME bits: one of so many equal bits has no terminator. The tail is a
// choice among REGIME - 1 places where it may begin, instead of a shift. run = how often the first regime bit is repeated,
// REGIME - 1 for 0. RUN_WIDTH is clog2(REGIME). Latency 0.
// Source: Jonnalagadda, Thotli & Gustafson, Closing the Gap Between Float and Posit Hardware Efficiency, 2025.
`default_nettype none

module mantissa_bposit_unpack #(
    parameter WIDTH      = 16,  // REGIME + 1 or more
    parameter REGIME     = 6,   // 2 or more
    parameter RUN_WIDTH  = 3,
    parameter TAIL_WIDTH = 13   // 1 or more, WIDTH - 3 or more
) (
    input  wire [WIDTH-1:0]      code,
    output wire                  sign,
    output wire                  regime,
    output wire [RUN_WIDTH-1:0]  run,
    output wire [TAIL_WIDTH-1:0] tail,
    output wire                  special
);
    localparam PADDED = WIDTH - 1 + TAIL_WIDTH;

    wire [PADDED-1:0] padded = {code[WIDTH-2:0], {TAIL_WIDTH{1'b0}}};

    assign sign    = code[WIDTH-1];
    assign regime  = code[WIDTH-2];
    assign special = ~(|code[WIDTH-2:0]);

    // Place i ends the run where it repeats for the last time; the last place always does.
    genvar i;
    generate
        for (i = 0; i < REGIME; i = i + 1) begin : g_run
            localparam        LENGTH = i + 2 < REGIME ? i + 2 : REGIME;
            localparam [31:0] COUNT  = i;
            wire same;  // all bits up to this one are equal
            wire more;  // the next one is, too
            wire ends = same & ~more;
            wire [RUN_WIDTH-1:0]  count  = COUNT[RUN_WIDTH-1:0] & {RUN_WIDTH{ends}};
            wire [TAIL_WIDTH-1:0] chosen = padded[PADDED-1-LENGTH -: TAIL_WIDTH] & {TAIL_WIDTH{ends}};
            wire [RUN_WIDTH-1:0]  counts;
            wire [TAIL_WIDTH-1:0] tails;
            if (i == 0) begin : g_first
                assign same   = 1'b1;
                assign counts = count;
                assign tails  = chosen;
            end else begin : g_next
                assign same   = g_run[i-1].same & (code[WIDTH-2-i] ~^ regime);
                assign counts = g_run[i-1].counts | count;
                assign tails  = g_run[i-1].tails | chosen;
            end
            if (i + 1 < REGIME) begin : g_inner
                assign more = code[WIDTH-3-i] ~^ regime;
            end else begin : g_last
                assign more = 1'b0;
            end
        end
    endgenerate
    assign run  = g_run[REGIME-1].counts;
    assign tail = g_run[REGIME-1].tails;
    wire unused = &{1'b0, padded};
endmodule

`default_nettype wire

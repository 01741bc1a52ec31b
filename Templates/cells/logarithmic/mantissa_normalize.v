// mantissa_normalize -- shifts a number left until its leading bit that differs from sign is on top, combinational unless
// cut.
//
// result = the top KEPT bits of number * 2^count, with zeros shifted in from the right; count = leading bits equal to sign,
// all ones for sign 0 and number 0; with sign 1 a 0 ends the run. rest = whether a bit below the result is set. Each stage
// keeps no more bits than the later ones can still shift up. COUNT_WIDTH is clog2(WIDTH). PARALLEL: a tree counts beside
// the shifter, which takes more gates and less time than a look at the top bits before each stage. CUTS, stage by stage: a bit
// registers in front of the stage, behind the count where PARALLEL; a second one, of stages that look at 32 bits or more, between the look
// and the shift. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_normalize #(
    parameter WIDTH       = 16,  // 2 or more
    parameter KEPT        = 16,  // 1 to WIDTH
    parameter COUNT_WIDTH = 4,
    parameter PARALLEL    = 0,
    parameter CUTS        = 0
) (
    input  wire                   aclk,
    input  wire                   enable,
    input  wire [WIDTH-1:0]       number,
    input  wire                   sign,
    output wire [COUNT_WIDTH-1:0] count,
    output wire [KEPT-1:0]        result,
    output wire                   rest
);
    localparam LONG = COUNT_WIDTH > 5 ? COUNT_WIDTH - 5 : 0;  // stages that look at 32 bits or more

    wire [COUNT_WIDTH-1:0] counted;  // by the tree; else 0
    genvar i, j;
    generate
        if (PARALLEL != 0) begin : g_parallel
            // Leading zeros of blocks of 2^i bits, from those of their halves.
            localparam FULL = 1 << COUNT_WIDTH;
            wire [FULL-1:0] full;
            assign full[FULL-1 -: WIDTH] = number ^ {WIDTH{sign}};
            if (FULL > WIDTH) begin : g_below
                assign full[FULL-WIDTH-1:0] = {(FULL - WIDTH){1'b0}};
            end
            for (i = 1; i <= COUNT_WIDTH; i = i + 1) begin : g_tree
                localparam BLOCKS = 1 << (COUNT_WIDTH - i);
                wire [BLOCKS-1:0]   zero;
                wire [BLOCKS*i-1:0] zeros;
                for (j = 0; j < BLOCKS; j = j + 1) begin : g_block
                    if (i == 1) begin : g_bits
                        assign zero[j]  = ~(full[2*j+1] | full[2*j]);
                        assign zeros[j] = ~full[2*j+1];
                    end else begin : g_halves
                        wire high = g_tree[i-1].zero[2*j+1];
                        assign zero[j] = high & g_tree[i-1].zero[2*j];
                        assign zeros[j*i +: i] = {high, high ? g_tree[i-1].zeros[2*j*(i-1) +: i-1]
                                                             : g_tree[i-1].zeros[(2*j+1)*(i-1) +: i-1]};
                    end
                end
            end
            assign counted = g_tree[COUNT_WIDTH].zeros;
            wire unused = &{1'b0, g_tree[COUNT_WIDTH].zero};
        end else begin : g_uncounted
            assign counted = {COUNT_WIDTH{1'b0}};
        end

        for (i = 0; i < COUNT_WIDTH; i = i + 1) begin : g_left
            localparam STEP = 1 << (COUNT_WIDTH - 1 - i);
            localparam BITS = (KEPT + 2 * STEP - 1 < WIDTH) ? KEPT + 2 * STEP - 1 : WIDTH;
            localparam NEXT = (KEPT + STEP - 1 < WIDTH) ? KEPT + STEP - 1 : WIDTH;
            localparam LOST = BITS - NEXT;  // never more than STEP: nothing is lost where bits move up
            localparam FREE = NEXT - (BITS - STEP);  // bits to fill, none where negative
            localparam CUT  = i + (i < LONG ? i : LONG);
            // In front of the stage (d), where it looks (l), where it shifts.
            wire [BITS-1:0]        source_d, source_l, source;
            wire                   sign_d, sign_l, sign_q;
            wire                   earlier_d, earlier_l, earlier;
            wire [COUNT_WIDTH-1:0] known_d, known_l, known_q;  // the count as far as it is known
            wire [COUNT_WIDTH-1:0] known;
            wire                   run;      // as many equal bits are on top
            wire                   run_q;
            wire [NEXT-1:0]        moved;
            wire                   shifts;
            wire [NEXT-1:0]        shifted = shifts ? moved : source[BITS-1 -: NEXT];
            wire                   dropped;
            if (i == 0) begin : g_first
                assign source_d  = number;
                assign sign_d    = sign;
                assign earlier_d = 1'b0;
                assign known_d   = counted;
            end else begin : g_next
                assign source_d  = g_left[i-1].shifted;
                assign sign_d    = g_left[i-1].sign_q;
                assign earlier_d = g_left[i-1].dropped;
                assign known_d   = g_left[i-1].known;
            end
            mantissa_cut #(.WIDTH(BITS + COUNT_WIDTH + 2), .REGISTERED((CUTS >> CUT) & 1)) u_cut (
                .aclk(aclk), .enable(enable),
                .d({sign_d, earlier_d, known_d, source_d}), .q({sign_l, earlier_l, known_l, source_l})
            );
            mantissa_cut #(
                .WIDTH     (BITS + COUNT_WIDTH + 3),
                .REGISTERED(i < LONG ? (CUTS >> (CUT + 1)) & 1 : 0)
            ) u_cut_run (
                .aclk(aclk), .enable(enable),
                .d({sign_l, earlier_l, known_l, run, source_l}), .q({sign_q, earlier, known_q, run_q, source})
            );
            if (LOST > 0) begin : g_lost
                assign dropped = earlier | (~shifts & (|source[LOST-1:0]));
            end else begin : g_whole
                assign dropped = earlier;
            end
            if (PARALLEL != 0) begin : g_counted
                assign shifts = known_q[COUNT_WIDTH-1-i];
                assign known  = known_q;
                assign run    = 1'b0;
            end else begin : g_seen
                assign run    = sign_l ? &source_l[BITS-1 -: STEP] : ~(|source_l[BITS-1 -: STEP]);
                assign shifts = run_q;
                assign known  = known_q | {{(COUNT_WIDTH - 1){1'b0}}, shifts} << (COUNT_WIDTH - 1 - i);
            end
            wire unused = &{1'b0, sign_q, run_q};
            if (FREE > 0) begin : g_fill
                assign moved = {source[BITS-STEP-1:0], {FREE{1'b0}}};
            end else begin : g_no_fill
                assign moved = source[BITS-STEP-1 -: NEXT];
            end
        end
    endgenerate
    assign count  = g_left[COUNT_WIDTH-1].known;
    assign result = g_left[COUNT_WIDTH-1].shifted;
    assign rest   = g_left[COUNT_WIDTH-1].dropped;
endmodule

`default_nettype wire

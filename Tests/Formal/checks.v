// What the proofs of all stream cells share. `up` is high once aresetn has been low for a rising edge.
//
// Labels that begin with `inside` are invariants of a cell's registers: help for induction, no promise to anybody.
// The others are the promises, and are checked without them when bugs are planted.
`default_nettype none

// Whether the machine has been reset.
module check_up (
    input  wire aclk,
    input  wire aresetn,
    output reg  up
);

    initial up = 1'b0;

    always @(posedge aclk) if (!aresetn) up <= 1'b1;

endmodule

// valid, once high, stays until ready, and the data does not change meanwhile. A reset is the only way out.
module check_stable #(
    parameter WIDTH = 8
) (
    input wire             aclk,
    input wire             aresetn,
    input wire             up,
    input wire             valid,
    input wire             ready,
    input wire [WIDTH-1:0] data
);

    reg             stalled_q;
    reg [WIDTH-1:0] data_q;

    always @(posedge aclk) begin
        stalled_q <= aresetn && valid && !ready;
        data_q    <= data;
    end

    always @* if (up && stalled_q) begin
        stable_valid: assert (valid);
        stable_data: assert (data == data_q);
    end

endmodule

// Of CYCLES cycles in a row in which a word is owed, one moves a word.
module check_live #(
    parameter CYCLES = 1
) (
    input wire aclk,
    input wire aresetn,
    input wire up,
    input wire owed,
    input wire moved
);

    reg [$clog2(CYCLES + 1)-1:0] idle_q;

    always @(posedge aclk) begin
        if (!aresetn || !owed || moved) idle_q <= 0;
        else if (idle_q != CYCLES) idle_q <= idle_q + 1;
    end

    always @* if (up) live: assert (idle_q < CYCLES);

endmodule

// The words that leave are those that entered, in their order: none lost, doubled or made up.
//
// Of the words that enter, any one may be chosen (`mark` is free) and is then watched: `ahead` words leave before it,
// and when its turn comes the data must be its `value`. As the choice is free, what holds of it holds of all.
// GIVES words leave at a time, the first in the lowest bits; `adds` enter, and `offset` of these leave before `word`.
module check_queue #(
    parameter WIDTH = 8,
    parameter GIVES = 1,
    parameter MOST  = 1,   // words that may be inside
    parameter BITS  = 4    // of counts
) (
    input  wire                   aclk,
    input  wire                   aresetn,
    input  wire                   up,
    input  wire [BITS-1:0]        adds,
    input  wire [BITS-1:0]        offset,
    input  wire [WIDTH-1:0]       word,
    input  wire                   valid,
    input  wire                   ready,
    input  wire [GIVES*WIDTH-1:0] data,
    output reg  [BITS-1:0]        held,    // words inside
    output reg                    watch,   // whether the chosen one is
    output reg  [BITS-1:0]        ahead,
    output reg  [WIDTH-1:0]       value
);

    (* anyseq *) wire mark;

    wire            give   = valid && ready;
    wire [BITS-1:0] gone   = give ? GIVES : 0;
    wire            chosen = mark && !watch && adds != 0;

    always @(posedge aclk) begin
        if (!aresetn) begin
            held  <= 0;
            watch <= 1'b0;
        end else begin
            held <= held + adds - gone;
            if (chosen) begin
                watch <= 1'b1;
                ahead <= held - gone + offset;
                value <= word;
            end else if (give) begin
                watch <= watch && ahead >= GIVES;
                ahead <= ahead - GIVES;
            end
        end
    end

    wire [WIDTH-1:0] shown = data >> (ahead * WIDTH);

    always @* if (up) begin
        order_room: assert (held <= MOST);
        if (valid) order_made_up: assert (held >= GIVES);
        if (valid && watch && ahead < GIVES) order_word: assert (shown == value);
    end

endmodule

`default_nettype wire

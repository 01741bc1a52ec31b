// Of every OUTPUTS blocks out, number BEFORE + i * STEP is block i of EXTENT that entered, and the others hold PAD_CODE
// in every lane. Nothing leaves before a turn's first word is offered. With a ready sink a word leaves within 2 cycles
// while one is offered, and once a turn has begun its padding does without; a word that is offered enters within as many
// cycles as the longest padding takes, and 2.
//
// proof LANES=2 ELEMENT_WIDTH=2 PAD_CODE=2 BLOCK=1 EXTENT=3 OUTPUTS=7 BEFORE=1 STEP=2
// proof LANES=1 ELEMENT_WIDTH=2 PAD_CODE=1 BLOCK=2 EXTENT=2 OUTPUTS=6 BEFORE=0 STEP=3
// proof LANES=1 ELEMENT_WIDTH=8 PAD_CODE=0 BLOCK=3 EXTENT=1 OUTPUTS=4 BEFORE=2 STEP=1
// proof LANES=1 ELEMENT_WIDTH=2 PAD_CODE=3 BLOCK=1 EXTENT=2 OUTPUTS=2 BEFORE=0 STEP=1
// depth 24
// steps 12
// apart * -> m_axis_tvalid m_axis_tdata
// apart s_axis_tvalid -> s_axis_tready
// bug order: s/BETWEEN     = STEP - 1/BETWEEN     = STEP/
// bug order: s/{LANES{PAD_CODE}}/{WIDTH{1'b0}}/
// bug order: s/m_axis_tready;$/m_axis_tready || !element;/
// bug early: s/s_axis_tvalid || (begun_q \&\& !element)/s_axis_tvalid || !element/
// bug stable: s/if (advance) m_data_q/m_data_q/
// bug live: s/(begun_q \&\& !element)/1'b0/
// bug apart: s/s_axis_tready = advance/s_axis_tready = s_axis_tvalid \&\& advance/
`default_nettype none

module formal #(
    parameter                     LANES         = 1,
    parameter                     ELEMENT_WIDTH = 8,
    parameter [ELEMENT_WIDTH-1:0] PAD_CODE      = 0,
    parameter                     BLOCK         = 1,
    parameter                     EXTENT        = 4,
    parameter                     OUTPUTS       = 9,
    parameter                     BEFORE        = 1,
    parameter                     STEP          = 2
) (
    input wire                           aclk,
    input wire                           aresetn,
    input wire                           s_axis_tvalid,
    input wire [LANES*ELEMENT_WIDTH-1:0] s_axis_tdata,
    input wire                           m_axis_tready
);

    localparam WIDTH = LANES * ELEMENT_WIDTH;
    // Blocks of padding in a row: around the end of a turn, or between two elements.
    localparam AROUND  = OUTPUTS - (EXTENT - 1) * STEP - 1;
    localparam LONGEST = AROUND > STEP - 1 ? AROUND : STEP - 1;

    wire             s_axis_tready, m_axis_tvalid, up, watch;
    wire [WIDTH-1:0] m_axis_tdata, value;
    wire [1:0]       held, ahead;
    wire             take = s_axis_tvalid && s_axis_tready;
    wire             give = m_axis_tvalid && m_axis_tready;
    reg  [7:0]       block_q, word_q;   // of the next word out

    wire       ends = word_q + 1 == BLOCK;
    wire [7:0] block_d = !ends ? block_q : block_q + 1 == OUTPUTS ? 0 : block_q + 1;
    wire [7:0] word_d  = ends ? 0 : word_q + 1;

    always @(posedge aclk) begin
        if (!aresetn) begin
            block_q <= 0;
            word_q  <= 0;
        end else if (give) begin
            block_q <= block_d;
            word_q  <= word_d;
        end
    end

    function is_element(input [7:0] block);
        is_element = block >= BEFORE && (block - BEFORE) % STEP == 0 && (block - BEFORE) / STEP < EXTENT;
    endfunction

    wire element = is_element(block_q);
    wire [7:0] block_n = m_axis_tvalid ? block_d : block_q;   // the place behind the word that is offered

    mantissa_spread #(
        .LANES(LANES), .ELEMENT_WIDTH(ELEMENT_WIDTH), .PAD_CODE(PAD_CODE), .BLOCK(BLOCK), .EXTENT(EXTENT),
        .OUTPUTS(OUTPUTS), .BEFORE(BEFORE), .STEP(STEP)
    ) dut (.*);
    check_up u_up (.*);
    check_queue #(.WIDTH(WIDTH), .BITS(2)) u_queue (
        .*, .adds({1'b0, take}), .offset(2'd0), .word(s_axis_tdata),
        .valid(m_axis_tvalid && element), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_stable #(.WIDTH(WIDTH)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_live #(.CYCLES(1)) u_out (.*, .owed(held != 0 && m_axis_tready), .moved(give));
    check_live #(.CYCLES(2)) u_through (
        .*, .owed((s_axis_tvalid || (block_q != 0 && !element)) && m_axis_tready), .moved(give)
    );
    check_live #(.CYCLES(LONGEST * BLOCK + 2)) u_in (.*, .owed(s_axis_tvalid && m_axis_tready), .moved(take));

    reg offered_q;   // in the last cycle

    always @(posedge aclk) offered_q <= aresetn && s_axis_tvalid;

    reg stalled_q;   // a word was, and waits

    always @(posedge aclk) stalled_q <= aresetn && m_axis_tvalid && !m_axis_tready;

    always @* if (up && m_axis_tvalid) begin
        if (!element) order_padding: assert (m_axis_tdata == {LANES{PAD_CODE}});
        if (block_q == 0 && !stalled_q) early_word: assert (offered_q);
    end

`ifdef INSIDE
    localparam MOST = BEFORE > STEP ? BEFORE : STEP;

    (* hierconn *) wire                                         \dut.begun_q ;
    (* hierconn *) wire [$clog2(MOST+1)-1:0]                    \dut.gap_q ;
    (* hierconn *) wire [$clog2(EXTENT+1)-1:0]                  \dut.left_q ;
    (* hierconn *) wire [$clog2(BLOCK > 1 ? BLOCK : 2)-1:0]     \dut.u_word.g_counter.left_q ;
    (* hierconn *) wire [$clog2(OUTPUTS > 1 ? OUTPUTS : 2)-1:0] \dut.u_block.g_counter.left_q ;

    wire [7:0] word_n = m_axis_tvalid ? word_d : word_q;
    wire [7:0] given  = block_n <= BEFORE ? 0 : (block_n - BEFORE - 1) / STEP + 1;   // elements before this place
    wire [7:0] gone   = given > EXTENT ? EXTENT : given;

    always @* if (up) begin
        inside_place: assert (block_q < OUTPUTS && word_q < BLOCK);
        if (BLOCK > 1) inside_word: assert (\dut.u_word.g_counter.left_q == BLOCK - 1 - word_n);
        if (OUTPUTS > 1) inside_block: assert (\dut.u_block.g_counter.left_q == OUTPUTS - 1 - block_n);
        inside_begun: assert (\dut.begun_q == (block_n != 0));
        inside_left: assert (\dut.left_q == EXTENT - gone);
        if (gone != EXTENT) inside_gap: assert (\dut.gap_q == BEFORE + gone * STEP - block_n);
        inside_held: assert (held == (m_axis_tvalid && element));
        if (watch) inside_value: assert (held == 1 && ahead == 0 && value == m_axis_tdata);
    end
`endif

endmodule

`default_nettype wire

// Every frame in, which ends at tlast, leaves as WORDS words: its own in their order, zero words after those of one that
// ends early; of one that ends late the words behind the WORDS-th enter and do not leave. frame_error tells for each of
// the two whether it has been since the reset. What is inside is offered at once; with a ready sink a word enters within
// WORDS cycles, and one that is dropped enters without.
//
// proof WIDTH=1 WORDS=1
// proof WIDTH=2 WORDS=2
// proof WIDTH=2 WORDS=5
// proof WIDTH=8 WORDS=4
// depth 20
// apart * -> m_axis_tvalid m_axis_tdata frame_error
// apart s_axis_tvalid s_axis_tlast -> s_axis_tready
// bug order WIDTH=2 WORDS=5: s/fill_q ? {WIDTH{1'b0}} : s_axis_tdata/s_axis_tdata/
// bug order WIDTH=2 WORDS=5: s/s_axis_tlast \&\& !last/s_axis_tlast/
// bug order WIDTH=2 WORDS=5: s/ \&\& !drop_q//
// bug error WIDTH=2 WORDS=5: s/late_q <= 1'b1/late_q <= last/;s/{late_q, early_q}/{early_q, late_q}/
// bug error WIDTH=2 WORDS=2: s/early_q <= 1'b1/early_q <= !early_q/
// bug stable WIDTH=2 WORDS=5: s/if (advance) m_data_q/m_data_q/
// bug live WIDTH=2 WORDS=5: s/drop_q || (advance/(advance/;s/ \&\& !fill_q);/ \&\& !fill_q \&\& !drop_q);/
// bug apart: s/s_axis_tready = drop_q/s_axis_tready = (drop_q \&\& s_axis_tlast)/
`default_nettype none

module formal #(
    parameter WIDTH = 8,
    parameter WORDS = 4
) (
    input wire             aclk,
    input wire             aresetn,
    input wire             s_axis_tvalid,
    input wire [WIDTH-1:0] s_axis_tdata,
    input wire             s_axis_tlast,
    input wire             m_axis_tready
);

    (* anyseq *) wire [3:0] part;

    wire             s_axis_tready, m_axis_tvalid, up, watch;
    wire [WIDTH-1:0] m_axis_tdata, value;
    wire [1:0]       frame_error;
    wire [3:0]       held, ahead;
    wire             take = s_axis_tvalid && s_axis_tready;
    wire             give = m_axis_tvalid && m_axis_tready;
    reg  [3:0]       number_q;   // in its frame, of the next word in; WORDS once they are dropped
    reg              early_q, late_q;
    wire             drops = number_q == WORDS;

    // A word that ends a frame early adds zero words up to the frame's length.
    wire [3:0] adds = !take || drops ? 4'd0 : s_axis_tlast ? WORDS - number_q : 4'd1;

    // `part` chooses whether the word or one of the zero words is watched.
    always @* if (adds != 0) assume (part < adds);

    always @(posedge aclk) begin
        if (!aresetn) begin
            number_q <= 0;
            early_q  <= 1'b0;
            late_q   <= 1'b0;
        end else if (take) begin
            number_q <= s_axis_tlast ? 0 : drops ? WORDS : number_q + 1;
            early_q  <= early_q || (s_axis_tlast && number_q + 1 < WORDS);
            late_q   <= late_q || (!s_axis_tlast && number_q + 1 == WORDS);
        end
    end

    mantissa_frame_guard #(.WIDTH(WIDTH), .WORDS(WORDS)) dut (.*);
    check_up u_up (.*);
    check_queue #(.WIDTH(WIDTH), .MOST(WORDS), .BITS(4)) u_queue (
        .*, .offset(part), .word(part == 0 ? s_axis_tdata : {WIDTH{1'b0}}),
        .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_stable #(.WIDTH(WIDTH)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_live #(.CYCLES(1)) u_out (.*, .owed(held != 0 && m_axis_tready), .moved(give));
    check_live #(.CYCLES(WORDS)) u_in (.*, .owed(s_axis_tvalid && m_axis_tready), .moved(take));
    check_live #(.CYCLES(1)) u_drop (.*, .owed(s_axis_tvalid && drops), .moved(take));

    always @* if (up) error_flags: assert (frame_error == {late_q, early_q});

`ifdef INSIDE
    (* hierconn *) wire                                     \dut.fill_q ;
    (* hierconn *) wire                                     \dut.drop_q ;
    (* hierconn *) wire [$clog2(WORDS > 1 ? WORDS : 2)-1:0] \dut.u_word.g_counter.left_q ;

    wire [3:0] missing = held - m_axis_tvalid;   // zero words that are not offered yet

    always @* if (up) begin
        inside_number: assert (number_q <= WORDS);
        inside_drop: assert (\dut.drop_q == drops);
        inside_fill: assert (\dut.fill_q == (missing != 0));
        inside_held: assert (held >= m_axis_tvalid && missing < WORDS && (missing == 0 || number_q == 0));
        if (WORDS > 1) inside_left: assert (
            \dut.u_word.g_counter.left_q == (missing != 0 ? missing - 1 : drops ? WORDS - 1 : WORDS - 1 - number_q));
        if (watch) begin
            inside_ahead: assert (ahead < held);
            inside_value: assert (value == (m_axis_tvalid && ahead == 0 ? m_axis_tdata : 0));
        end
    end
`endif

endmodule

`default_nettype wire

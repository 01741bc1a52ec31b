// The words out are the words in, in the same cycle; tlast is high with the last of every WORDS of them. As nothing is
// registered, the source has to hold its word until it is taken for the words out to be held; so it is assumed.
//
// proof WIDTH=1 WORDS=1
// proof WIDTH=2 WORDS=2
// proof WIDTH=8 WORDS=5
// depth 20
// apart m_axis_tready -> m_axis_tvalid m_axis_tdata m_axis_tlast
// apart s_axis_tvalid -> s_axis_tready
// bug order WIDTH=2 WORDS=2: s/m_axis_tdata  = s_axis_tdata/m_axis_tdata  = s_axis_tdata | m_axis_tlast/
// bug live WIDTH=2 WORDS=2: s/s_axis_tready = m_axis_tready/s_axis_tready = m_axis_tready \&\& !m_axis_tlast/
// bug last WIDTH=2 WORDS=2: s/s_axis_tvalid \&\& m_axis_tready/m_axis_tready/
// bug stable WIDTH=2 WORDS=2: s/s_axis_tvalid \&\& m_axis_tready/1'b1/
// bug apart: s/m_axis_tvalid = s_axis_tvalid/m_axis_tvalid = s_axis_tvalid \&\& m_axis_tready/
`default_nettype none

module formal #(
    parameter WIDTH = 8,
    parameter WORDS = 4
) (
    input wire             aclk,
    input wire             aresetn,
    input wire             s_axis_tvalid,
    input wire [WIDTH-1:0] s_axis_tdata,
    input wire             m_axis_tready
);

    wire             s_axis_tready, m_axis_tvalid, m_axis_tlast, up;
    wire [WIDTH-1:0] m_axis_tdata;
    wire             take = s_axis_tvalid && s_axis_tready;
    wire             give = m_axis_tvalid && m_axis_tready;
    reg  [7:0]       number_q;   // in its frame, of the next word
    reg              waits_q;
    reg  [WIDTH-1:0] waiting_q;

    always @(posedge aclk) begin
        waits_q   <= aresetn && s_axis_tvalid && !s_axis_tready;
        waiting_q <= s_axis_tdata;
        if (!aresetn) number_q <= 0;
        else if (give) number_q <= number_q + 1 == WORDS ? 0 : number_q + 1;
    end

    always @* if (up && waits_q) assume (s_axis_tvalid && s_axis_tdata == waiting_q);

    mantissa_frame_last #(.WIDTH(WIDTH), .WORDS(WORDS)) dut (.*);
    check_up u_up (.*);
    check_stable #(.WIDTH(WIDTH + 1)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data({m_axis_tlast, m_axis_tdata})
    );
    check_live #(.CYCLES(1)) u_through (.*, .owed(s_axis_tvalid && m_axis_tready), .moved(take && give));

    always @* if (up) begin
        order_together: assert (take == give);
        if (give) order_word: assert (m_axis_tdata == s_axis_tdata);
        if (m_axis_tvalid) last_word: assert (m_axis_tlast == (number_q + 1 == WORDS));
    end

`ifdef INSIDE
    (* hierconn *) wire [$clog2(WORDS > 1 ? WORDS : 2)-1:0] \dut.u_word.g_counter.left_q ;

    always @* if (up) begin
        inside_number: assert (number_q < WORDS);
        if (WORDS > 1) inside_left: assert (\dut.u_word.g_counter.left_q == WORDS - 1 - number_q);
    end
`endif

endmodule

`default_nettype wire

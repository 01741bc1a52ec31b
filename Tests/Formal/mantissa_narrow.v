// Each word in leaves as FACTOR words, the lowest bits first; what is inside is offered at once; with a ready sink a
// word enters within FACTOR cycles.
//
// proof WIDTH=1 FACTOR=2
// proof WIDTH=2 FACTOR=3
// proof WIDTH=8 FACTOR=4
// depth 16
// apart * -> m_axis_tvalid m_axis_tdata
// apart s_axis_tvalid -> s_axis_tready
// bug order WIDTH=2 FACTOR=3: s/m_axis_tdata  = word_q\[WIDTH-1:0\]/m_axis_tdata  = word_q[WIDTH*FACTOR-1-:WIDTH]/
// bug order WIDTH=2 FACTOR=3: s/(m_axis_tready \&\& last)/m_axis_tready/
// bug stable WIDTH=2 FACTOR=3: s/give = m_valid_q \&\& m_axis_tready/give = m_valid_q/
// bug live WIDTH=2 FACTOR=3: s/(m_axis_tready \&\& last)/1'b0/
// bug apart: s/m_axis_tvalid = m_valid_q/m_axis_tvalid = m_valid_q \&\& m_axis_tready/
`default_nettype none

module formal #(
    parameter WIDTH  = 8,
    parameter FACTOR = 2
) (
    input wire                    aclk,
    input wire                    aresetn,
    input wire                    s_axis_tvalid,
    input wire [WIDTH*FACTOR-1:0] s_axis_tdata,
    input wire                    m_axis_tready
);

    (* anyseq *) wire [3:0] part;

    wire             s_axis_tready, m_axis_tvalid, up, watch;
    wire [WIDTH-1:0] m_axis_tdata, value;
    wire [3:0]       held, ahead;
    wire             take = s_axis_tvalid && s_axis_tready;
    wire             give = m_axis_tvalid && m_axis_tready;
    wire [WIDTH-1:0] word = s_axis_tdata >> (part * WIDTH);

    // `part` chooses which of the parts is watched.
    always @* assume (part < FACTOR);

    mantissa_narrow #(.WIDTH(WIDTH), .FACTOR(FACTOR)) dut (.*);
    check_up u_up (.*);
    check_queue #(.WIDTH(WIDTH), .MOST(FACTOR), .BITS(4)) u_queue (
        .*, .adds(take ? FACTOR[3:0] : 4'd0), .offset(part),
        .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_stable #(.WIDTH(WIDTH)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_live #(.CYCLES(1)) u_out (.*, .owed(held != 0 && m_axis_tready), .moved(give));
    check_live #(.CYCLES(FACTOR)) u_in (.*, .owed(s_axis_tvalid && m_axis_tready), .moved(take));

`ifdef INSIDE
    (* hierconn *) wire [WIDTH*FACTOR-1:0]   \dut.word_q ;
    (* hierconn *) wire [$clog2(FACTOR)-1:0] \dut.u_word.g_counter.left_q ;

    wire [WIDTH-1:0] stored = \dut.word_q >> (ahead * WIDTH);

    always @* if (up) begin
        inside_held: assert (held == (m_axis_tvalid ? \dut.u_word.g_counter.left_q + 4'd1 : 4'd0));
        inside_left: assert (\dut.u_word.g_counter.left_q < FACTOR);
        inside_start: assert (m_axis_tvalid || \dut.u_word.g_counter.left_q == FACTOR - 1);
        if (watch) inside_value: assert (ahead < held && value == stored);
    end
`endif

endmodule

`default_nettype wire

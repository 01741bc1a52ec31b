// FIRST words of stream 0 leave, then SECOND of stream 1, and so on; each stream's words in their order. What is inside
// is offered at once; with words of both streams and a ready sink one leaves within 2 cycles, and each stream's next
// word enters once the words of the other one's turn have.
//
// proof WIDTH=1 FIRST=1 SECOND=1
// proof WIDTH=2 FIRST=1 SECOND=3
// proof WIDTH=8 FIRST=4 SECOND=2
// depth 20
// apart * -> m_axis_tvalid m_axis_tdata
// apart s0_axis_tvalid s1_axis_tvalid -> s0_axis_tready s1_axis_tready
// bug order WIDTH=2 FIRST=1 SECOND=3: s/second_q ? s1_axis_tdata : s0_axis_tdata/s0_axis_tdata/
// bug order WIDTH=2 FIRST=1 SECOND=3: s/COUNT(SECOND)/COUNT(FIRST)/
// bug order WIDTH=2 FIRST=1 SECOND=3: s/s1_axis_tready = advance \&\& second_q/s1_axis_tready = advance/
// bug stable WIDTH=2 FIRST=1 SECOND=3: s/if (advance) m_data_q/m_data_q/
// bug live WIDTH=2 FIRST=1 SECOND=3: s/s0_axis_tready = advance/s0_axis_tready = s1_axis_tvalid \&\& !m_valid_q/
// bug apart: s/s0_axis_tready = advance/s0_axis_tready = s1_axis_tvalid \&\& advance/
`default_nettype none

module formal #(
    parameter WIDTH  = 8,
    parameter FIRST  = 1,
    parameter SECOND = 1
) (
    input wire             aclk,
    input wire             aresetn,
    input wire             s0_axis_tvalid,
    input wire [WIDTH-1:0] s0_axis_tdata,
    input wire             s1_axis_tvalid,
    input wire [WIDTH-1:0] s1_axis_tdata,
    input wire             m_axis_tready
);

    wire             s0_axis_tready, s1_axis_tready, m_axis_tvalid, up, watch0, watch1;
    wire [WIDTH-1:0] m_axis_tdata, value0, value1;
    wire [1:0]       held0, held1, ahead0, ahead1;
    wire             take0 = s0_axis_tvalid && s0_axis_tready;
    wire             take1 = s1_axis_tvalid && s1_axis_tready;
    wire             give  = m_axis_tvalid && m_axis_tready;
    wire             flows = s0_axis_tvalid && s1_axis_tvalid && m_axis_tready;
    reg  [7:0]       number_q;   // of the next word out, in a turn of both streams
    wire             from0 = number_q < FIRST;
    wire [7:0]       after = number_q + 1 == FIRST + SECOND ? 0 : number_q + 1;

    always @(posedge aclk) begin
        if (!aresetn) number_q <= 0;
        else if (give) number_q <= after;
    end

    mantissa_join #(.WIDTH(WIDTH), .FIRST(FIRST), .SECOND(SECOND)) dut (.*);
    check_up u_up (.*);
    check_queue #(.WIDTH(WIDTH), .BITS(2)) u_queue0 (
        .*, .adds({1'b0, take0}), .offset(2'd0), .word(s0_axis_tdata), .valid(m_axis_tvalid && from0),
        .ready(m_axis_tready), .data(m_axis_tdata), .held(held0), .watch(watch0), .ahead(ahead0), .value(value0)
    );
    check_queue #(.WIDTH(WIDTH), .BITS(2)) u_queue1 (
        .*, .adds({1'b0, take1}), .offset(2'd0), .word(s1_axis_tdata), .valid(m_axis_tvalid && !from0),
        .ready(m_axis_tready), .data(m_axis_tdata), .held(held1), .watch(watch1), .ahead(ahead1), .value(value1)
    );
    check_stable #(.WIDTH(WIDTH)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_live #(.CYCLES(1)) u_out (
        .*, .owed((from0 ? held0 != 0 : held1 != 0) && m_axis_tready), .moved(give)
    );
    check_live #(.CYCLES(2)) u_through (.*, .owed(flows), .moved(give));
    check_live #(.CYCLES(SECOND + 1)) u_in0 (.*, .owed(flows), .moved(take0));
    check_live #(.CYCLES(FIRST + 1)) u_in1 (.*, .owed(flows), .moved(take1));

`ifdef INSIDE
    (* hierconn *) wire                                         \dut.second_q ;
    (* hierconn *) wire [$clog2(FIRST > 1 ? FIRST : 2)-1:0]     \dut.u_first.g_counter.left_q ;
    (* hierconn *) wire [$clog2(SECOND > 1 ? SECOND : 2)-1:0]   \dut.u_second.g_counter.left_q ;

    wire [7:0] next = m_axis_tvalid ? after : number_q;   // number of the next word in

    always @* if (up) begin
        inside_number: assert (number_q < FIRST + SECOND);
        inside_turn: assert (\dut.second_q == (next >= FIRST));
        if (FIRST > 1) inside_first: assert (
            \dut.u_first.g_counter.left_q == (next < FIRST ? FIRST - 1 - next : FIRST - 1));
        if (SECOND > 1) inside_second: assert (
            \dut.u_second.g_counter.left_q == (next < FIRST ? SECOND - 1 : FIRST + SECOND - 1 - next));
        inside_held: assert (held0 == (m_axis_tvalid && from0) && held1 == (m_axis_tvalid && !from0));
        if (watch0) inside_value0: assert (held0 == 1 && ahead0 == 0 && value0 == m_axis_tdata);
        if (watch1) inside_value1: assert (held1 == 1 && ahead1 == 0 && value1 == m_axis_tdata);
    end
`endif

endmodule

`default_nettype wire

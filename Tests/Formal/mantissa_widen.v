// FACTOR words in leave as one, the first in the lowest bits; a full word is offered at once; with a ready sink a word
// enters in every cycle, and until a word is full it enters without one.
//
// proof WIDTH=1 FACTOR=2
// proof WIDTH=2 FACTOR=3
// proof WIDTH=8 FACTOR=4
// depth 16
// apart * -> m_axis_tvalid m_axis_tdata
// apart s_axis_tvalid -> s_axis_tready
// bug order WIDTH=2 FACTOR=3: s/joined  = {s_axis_tdata, held_q}/joined  = {held_q, s_axis_tdata}/
// bug order WIDTH=2 FACTOR=3: s/if (take) held_q/held_q/
// bug order WIDTH=2 FACTOR=3: s/!last || advance/1'b1/
// bug stable WIDTH=2 FACTOR=3: s/if (advance) m_data_q/m_data_q/
// bug live WIDTH=2 FACTOR=3: s/s_axis_tready = !last || advance/s_axis_tready = !m_valid_q/
// bug apart: s/s_axis_tready = !last/s_axis_tready = !s_axis_tvalid || !last/
`default_nettype none

module formal #(
    parameter WIDTH  = 8,
    parameter FACTOR = 2
) (
    input wire             aclk,
    input wire             aresetn,
    input wire             s_axis_tvalid,
    input wire [WIDTH-1:0] s_axis_tdata,
    input wire             m_axis_tready
);

    wire                    s_axis_tready, m_axis_tvalid, up, watch;
    wire [WIDTH*FACTOR-1:0] m_axis_tdata;
    wire [WIDTH-1:0]        value;
    wire [3:0]              held, ahead;
    wire                    take = s_axis_tvalid && s_axis_tready;
    wire                    give = m_axis_tvalid && m_axis_tready;

    mantissa_widen #(.WIDTH(WIDTH), .FACTOR(FACTOR)) dut (.*);
    check_up u_up (.*);
    check_queue #(.WIDTH(WIDTH), .GIVES(FACTOR), .MOST(2 * FACTOR - 1), .BITS(4)) u_queue (
        .*, .adds({3'd0, take}), .offset(4'd0), .word(s_axis_tdata),
        .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_stable #(.WIDTH(WIDTH * FACTOR)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_live #(.CYCLES(1)) u_out (.*, .owed(held >= FACTOR && m_axis_tready), .moved(give));
    check_live #(.CYCLES(1)) u_in (
        .*, .owed(s_axis_tvalid && (m_axis_tready || held < FACTOR)), .moved(take)
    );

`ifdef INSIDE
    (* hierconn *) wire [WIDTH*(FACTOR-1)-1:0] \dut.held_q ;
    (* hierconn *) wire [$clog2(FACTOR)-1:0]   \dut.u_word.g_counter.left_q ;

    // Words that wait for the others of their own: the last of them in the highest bits of held_q.
    wire [3:0]       begun  = FACTOR - 1 - \dut.u_word.g_counter.left_q ;
    wire [3:0]       inner  = ahead - (m_axis_tvalid ? FACTOR : 0);
    wire [WIDTH-1:0] full   = m_axis_tdata >> (ahead * WIDTH);
    wire [WIDTH-1:0] waits  = \dut.held_q >> ((FACTOR - 1 - begun + inner) * WIDTH);

    always @* if (up) begin
        inside_left: assert (\dut.u_word.g_counter.left_q < FACTOR);
        inside_held: assert (held == begun + (m_axis_tvalid ? FACTOR : 0));
        if (watch) begin
            inside_ahead: assert (ahead < held);
            inside_value: assert (value == (m_axis_tvalid && ahead < FACTOR ? full : waits));
        end
    end
`endif

endmodule

`default_nettype wire

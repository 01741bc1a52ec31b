// The words out are the words in; what is inside is offered at once; a word enters within 2 cycles of a ready sink.
//
// proof WIDTH=1
// proof WIDTH=8
// depth 16
// apart * -> m_axis_tvalid m_axis_tdata s_axis_tready
// bug order: s/skid_valid_q ? skid_data_q : s_axis_tdata/s_axis_tdata/
// bug order: s/s_axis_tvalid || skid_valid_q/s_axis_tvalid/
// bug stable: s/if (advance) m_data_q/m_data_q/
// bug live: s/skid_valid_q <= 1'b0;$/skid_valid_q <= skid_valid_q;/
// bug apart: s/s_axis_tready = !skid_valid_q/s_axis_tready = !skid_valid_q || m_axis_tready/
`default_nettype none

module formal #(
    parameter WIDTH = 8
) (
    input wire             aclk,
    input wire             aresetn,
    input wire             s_axis_tvalid,
    input wire [WIDTH-1:0] s_axis_tdata,
    input wire             m_axis_tready
);

    wire             s_axis_tready, m_axis_tvalid, up, watch;
    wire [WIDTH-1:0] m_axis_tdata, value;
    wire [2:0]       held, ahead;
    wire             take = s_axis_tvalid && s_axis_tready;
    wire             give = m_axis_tvalid && m_axis_tready;

    mantissa_skid #(.WIDTH(WIDTH)) dut (.*);
    check_up u_up (.*);
    check_queue #(.WIDTH(WIDTH), .MOST(2), .BITS(3)) u_queue (
        .*, .adds({2'b0, take}), .offset(3'd0), .word(s_axis_tdata),
        .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_stable #(.WIDTH(WIDTH)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_live #(.CYCLES(1)) u_out (.*, .owed(held != 0 && m_axis_tready), .moved(give));
    check_live #(.CYCLES(2)) u_in (.*, .owed(s_axis_tvalid && m_axis_tready), .moved(take));

`ifdef INSIDE
    (* hierconn *) wire             \dut.skid_valid_q ;
    (* hierconn *) wire [WIDTH-1:0] \dut.skid_data_q ;

    always @* if (up) begin
        inside_held: assert (held == m_axis_tvalid + \dut.skid_valid_q );
        inside_first: assert (m_axis_tvalid || !\dut.skid_valid_q );
        if (watch) begin
            inside_ahead: assert (ahead < held);
            inside_value: assert (value == (ahead == 0 ? m_axis_tdata : \dut.skid_data_q ));
        end
    end
`endif

endmodule

`default_nettype wire

// mantissa_frame_last -- marks the last of every WORDS words of a stream with tlast.
//
// Data passes through unregistered; latency 0, one word a cycle.
`default_nettype none

module mantissa_frame_last #(
    parameter WIDTH = 8,
    parameter WORDS = 4
) (
    input  wire             aclk,
    input  wire             aresetn,       // synchronous, active low
    input  wire             s_axis_tvalid,
    output wire             s_axis_tready,
    input  wire [WIDTH-1:0] s_axis_tdata,
    output wire             m_axis_tvalid,
    input  wire             m_axis_tready,
    output wire [WIDTH-1:0] m_axis_tdata,
    output wire             m_axis_tlast
);

    assign s_axis_tready = m_axis_tready;
    assign m_axis_tvalid = s_axis_tvalid;
    assign m_axis_tdata  = s_axis_tdata;

    mantissa_loop #(.COUNT(WORDS)) u_word (
        .aclk(aclk), .aresetn(aresetn), .step(s_axis_tvalid && m_axis_tready), .last(m_axis_tlast)
    );

endmodule

`default_nettype wire

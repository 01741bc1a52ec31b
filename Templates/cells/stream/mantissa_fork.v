// mantissa_fork -- gives every word of a stream to two streams, each of which takes it when it likes.
//
// Latency 1 cycle, one word a cycle when both sides take one.
`default_nettype none

module mantissa_fork #(
    parameter WIDTH = 8
) (
    input  wire             aclk,
    input  wire             aresetn,        // synchronous, active low
    input  wire             s_axis_tvalid,
    output wire             s_axis_tready,
    input  wire [WIDTH-1:0] s_axis_tdata,
    output wire             m0_axis_tvalid,
    input  wire             m0_axis_tready,
    output wire [WIDTH-1:0] m0_axis_tdata,
    output wire             m1_axis_tvalid,
    input  wire             m1_axis_tready,
    output wire [WIDTH-1:0] m1_axis_tdata
);

    reg             m0_valid_q;
    reg             m1_valid_q;
    reg [WIDTH-1:0] m_data_q;

    assign s_axis_tready  = (!m0_valid_q || m0_axis_tready) && (!m1_valid_q || m1_axis_tready);
    assign m0_axis_tvalid = m0_valid_q;
    assign m1_axis_tvalid = m1_valid_q;
    assign m0_axis_tdata  = m_data_q;
    assign m1_axis_tdata  = m_data_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            m0_valid_q <= 1'b0;
            m1_valid_q <= 1'b0;
        end else if (s_axis_tready) begin
            m0_valid_q <= s_axis_tvalid;
            m1_valid_q <= s_axis_tvalid;
        end else begin
            if (m0_axis_tready) m0_valid_q <= 1'b0;
            if (m1_axis_tready) m1_valid_q <= 1'b0;
        end
    end

    always @(posedge aclk) if (s_axis_tready) m_data_q <= s_axis_tdata;

endmodule

`default_nettype wire

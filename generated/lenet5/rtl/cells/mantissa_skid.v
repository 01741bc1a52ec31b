// mantissa_skid -- register slice for one stream at full throughput.
//
// Cuts every combinational path between its two sides, tready included: a FIFO of two words.
// Latency 1 cycle, one word a cycle.
`default_nettype none

module mantissa_skid #(
    parameter WIDTH = 8
) (
    input  wire             aclk,
    input  wire             aresetn,       // synchronous, active low
    input  wire             s_axis_tvalid,
    output wire             s_axis_tready,
    input  wire [WIDTH-1:0] s_axis_tdata,
    output wire             m_axis_tvalid,
    input  wire             m_axis_tready,
    output wire [WIDTH-1:0] m_axis_tdata
);

    reg             m_valid_q;
    reg             skid_valid_q;
    reg [WIDTH-1:0] m_data_q;
    reg [WIDTH-1:0] skid_data_q;

    wire advance = !m_valid_q || m_axis_tready;

    assign s_axis_tready = !skid_valid_q;
    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            m_valid_q    <= 1'b0;
            skid_valid_q <= 1'b0;
        end else if (advance) begin
            m_valid_q    <= s_axis_tvalid || skid_valid_q;
            skid_valid_q <= 1'b0;
        end else if (s_axis_tvalid) begin
            skid_valid_q <= 1'b1;
        end
    end

    always @(posedge aclk) begin
        if (advance) m_data_q <= skid_valid_q ? skid_data_q : s_axis_tdata;
        if (!skid_valid_q) skid_data_q <= s_axis_tdata;
    end

endmodule

`default_nettype wire

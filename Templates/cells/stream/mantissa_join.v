// mantissa_join -- FIRST words of stream 0, then SECOND words of stream 1, and so on.
//
// Latency 1 cycle, one word a cycle.
`default_nettype none

module mantissa_join #(
    parameter WIDTH  = 8,
    parameter FIRST  = 1,
    parameter SECOND = 1
) (
    input  wire             aclk,
    input  wire             aresetn,        // synchronous, active low
    input  wire             s0_axis_tvalid,
    output wire             s0_axis_tready,
    input  wire [WIDTH-1:0] s0_axis_tdata,
    input  wire             s1_axis_tvalid,
    output wire             s1_axis_tready,
    input  wire [WIDTH-1:0] s1_axis_tdata,
    output wire             m_axis_tvalid,
    input  wire             m_axis_tready,
    output wire [WIDTH-1:0] m_axis_tdata
);

    reg             m_valid_q;
    reg [WIDTH-1:0] m_data_q;
    reg             second_q;   // whether the next word is one of stream 1
    wire            last_first, last_second;

    wire advance = !m_valid_q || m_axis_tready;
    wire taken   = advance && (second_q ? s1_axis_tvalid : s0_axis_tvalid);

    assign s0_axis_tready = advance && !second_q;
    assign s1_axis_tready = advance && second_q;
    assign m_axis_tvalid  = m_valid_q;
    assign m_axis_tdata   = m_data_q;

    mantissa_loop #(.COUNT(FIRST)) u_first (
        .aclk(aclk), .aresetn(aresetn), .step(taken && !second_q), .last(last_first)
    );
    mantissa_loop #(.COUNT(SECOND)) u_second (
        .aclk(aclk), .aresetn(aresetn), .step(taken && second_q), .last(last_second)
    );

    always @(posedge aclk) begin
        if (!aresetn) begin
            m_valid_q <= 1'b0;
            second_q  <= 1'b0;
        end else begin
            if (advance) m_valid_q <= taken;
            if (taken && (second_q ? last_second : last_first)) second_q <= !second_q;
        end
    end

    always @(posedge aclk) if (advance) m_data_q <= second_q ? s1_axis_tdata : s0_axis_tdata;

endmodule

`default_nettype wire

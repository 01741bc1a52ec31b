// mantissa_narrow -- splits each word of a stream into FACTOR words, the lowest bits first.
//
// Latency 1 cycle; gives one word a cycle.
`default_nettype none

module mantissa_narrow #(
    parameter WIDTH  = 8,   // of a word that leaves
    parameter FACTOR = 2    // 2 or more
) (
    input  wire                    aclk,
    input  wire                    aresetn,       // synchronous, active low
    input  wire                    s_axis_tvalid,
    output wire                    s_axis_tready,
    input  wire [WIDTH*FACTOR-1:0] s_axis_tdata,
    output wire                    m_axis_tvalid,
    input  wire                    m_axis_tready,
    output wire [WIDTH-1:0]        m_axis_tdata
);

    reg                    m_valid_q;
    reg [WIDTH*FACTOR-1:0] word_q;

    wire last;
    wire give = m_valid_q && m_axis_tready;

    assign s_axis_tready = !m_valid_q || (m_axis_tready && last);
    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = word_q[WIDTH-1:0];

    mantissa_loop #(.COUNT(FACTOR)) u_word (.aclk(aclk), .aresetn(aresetn), .step(give), .last(last));

    always @(posedge aclk) begin
        if (!aresetn) m_valid_q <= 1'b0;
        else if (s_axis_tready) m_valid_q <= s_axis_tvalid;
    end

    always @(posedge aclk) begin
        if (s_axis_tready) word_q <= s_axis_tdata;
        else if (give) word_q <= {word_q[WIDTH-1:0], word_q[WIDTH*FACTOR-1:WIDTH]};
    end

endmodule

`default_nettype wire

// mantissa_widen -- joins FACTOR words of a stream into one, the first in the lowest bits.
//
// Latency 1 cycle from the last of the words; takes one word a cycle.
`default_nettype none

module mantissa_widen #(
    parameter WIDTH  = 8,   // of a word that enters
    parameter FACTOR = 2    // 2 or more
) (
    input  wire                    aclk,
    input  wire                    aresetn,       // synchronous, active low
    input  wire                    s_axis_tvalid,
    output wire                    s_axis_tready,
    input  wire [WIDTH-1:0]        s_axis_tdata,
    output wire                    m_axis_tvalid,
    input  wire                    m_axis_tready,
    output wire [WIDTH*FACTOR-1:0] m_axis_tdata
);

    localparam HELD = WIDTH * (FACTOR - 1);

    reg [HELD-1:0]         held_q;
    reg                    m_valid_q;
    reg [WIDTH*FACTOR-1:0] m_data_q;

    wire                    last;
    wire                    advance = !m_valid_q || m_axis_tready;
    wire                    take    = s_axis_tvalid && s_axis_tready;
    wire [WIDTH*FACTOR-1:0] joined  = {s_axis_tdata, held_q};

    assign s_axis_tready = !last || advance;
    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;

    mantissa_loop #(.COUNT(FACTOR)) u_word (.aclk(aclk), .aresetn(aresetn), .step(take), .last(last));

    always @(posedge aclk) begin
        if (!aresetn) m_valid_q <= 1'b0;
        else if (advance) m_valid_q <= take && last;
    end

    always @(posedge aclk) begin
        if (take) held_q <= joined[WIDTH*FACTOR-1:WIDTH];
        if (advance) m_data_q <= joined;
    end

endmodule

`default_nettype wire

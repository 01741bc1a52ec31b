// lenet5_pool2_maximum -- the greatest of 4 words, lane by lane.
//
// 1 lanes of ufixed<8,0>. Takes a word a cycle; latency 1 cycle from a window's last word.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_pool2_maximum
(
    input  wire       aclk,
    input  wire       aresetn,        // synchronous, active low
    input  wire       s_axis_tvalid,
    output wire       s_axis_tready,
    input  wire [7:0] s_axis_tdata,
    output wire       m_axis_tvalid,
    input  wire       m_axis_tready,
    output wire [7:0] m_axis_tdata
);
    // The whole pipeline advances unless its output word waits.
    reg  m_valid_q;
    wire advance = !m_valid_q || m_axis_tready;

    assign s_axis_tready = advance;

    // 1: the greatest of 4 words.
    reg  [1:0] tap_q;
    reg  [7:0] m_data_q;
    wire [7:0] best;
    wire       is_first = tap_q == 2'd0;

    genvar u;
    generate
        for (u = 0; u < 1; u = u + 1) begin : g_lane
            wire [7:0] code     = s_axis_tdata;
            wire [7:0] previous = m_data_q;
            wire       greater;
            mantissa_fixed_greater #(
                .WIDTH  (8),
                .SIGNED (0)
            ) u_compare (
                .a       (code),
                .b       (previous),
                .greater (greater)
            );
            assign best = is_first || greater ? code : previous;
        end
    endgenerate

    always @(posedge aclk) begin
        if (!aresetn) begin
            tap_q <= 2'd0;
            m_valid_q <= 1'd0;
        end else if (advance) begin
            tap_q <= s_axis_tvalid ? (tap_q == 2'd3 ? 2'd0 : tap_q + 2'd1) : tap_q;
            m_valid_q <= s_axis_tvalid && tap_q == 2'd3;
        end
    end
    always @(posedge aclk) begin
        if (advance && s_axis_tvalid) begin
            m_data_q <= best;
        end
    end

    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;
endmodule

`default_nettype wire

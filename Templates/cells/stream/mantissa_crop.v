// mantissa_crop -- passes COUNT words of every PERIOD, from number FIRST on, and swallows the others.
//
// Latency 1 cycle, one word a cycle in.
`default_nettype none

module mantissa_crop #(
    parameter WIDTH  = 8,
    parameter PERIOD = 4,
    parameter FIRST  = 1,
    parameter COUNT  = 2   // FIRST + COUNT is at most PERIOD
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

    localparam PLACE_WIDTH = $clog2(PERIOD + 1);
    localparam LAST        = PERIOD - 1;
    localparam END         = FIRST + COUNT;

    reg                   m_valid_q;
    reg [WIDTH-1:0]       m_data_q;
    reg [PLACE_WIDTH-1:0] place_q;   // of the next word in its period
    wire                  from_first;

    wire advance = !m_valid_q || m_axis_tready;
    wire passes  = from_first && place_q < END[PLACE_WIDTH-1:0];

    assign s_axis_tready = advance;
    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;

    generate
        if (FIRST == 0) begin : g_start
            assign from_first = 1'b1;
        end else begin : g_later
            assign from_first = place_q >= FIRST[PLACE_WIDTH-1:0];
        end
    endgenerate

    always @(posedge aclk) begin
        if (!aresetn) begin
            m_valid_q <= 1'b0;
            place_q   <= {PLACE_WIDTH{1'b0}};
        end else if (advance) begin
            m_valid_q <= s_axis_tvalid && passes;
            if (s_axis_tvalid)
                place_q <= place_q == LAST[PLACE_WIDTH-1:0]
                    ? {PLACE_WIDTH{1'b0}} : place_q + {{PLACE_WIDTH-1{1'b0}}, 1'b1};
        end
    end

    always @(posedge aclk) if (advance) m_data_q <= s_axis_tdata;

endmodule

`default_nettype wire

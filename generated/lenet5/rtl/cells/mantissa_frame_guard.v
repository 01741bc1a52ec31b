// mantissa_frame_guard -- holds every frame that enters the machine to WORDS words.
//
// A frame ends at tlast. One that ends early is filled up with zero words; of one that ends late the words past the
// WORDS-th are dropped up to and including tlast. So every frame in gives one frame out, the next frame is in step
// again, and nothing waits for words that never come. frame_error[0] (early) and frame_error[1] (late) are sticky
// until reset. Latency 1 cycle, one word a cycle.
`default_nettype none

module mantissa_frame_guard #(
    parameter WIDTH = 8,
    parameter WORDS = 4
) (
    input  wire             aclk,
    input  wire             aresetn,       // synchronous, active low
    input  wire             s_axis_tvalid,
    output wire             s_axis_tready,
    input  wire [WIDTH-1:0] s_axis_tdata,
    input  wire             s_axis_tlast,
    output wire             m_axis_tvalid,
    input  wire             m_axis_tready,
    output wire [WIDTH-1:0] m_axis_tdata,
    output wire [1:0]       frame_error
);

    reg             fill_q;
    reg             drop_q;
    reg             early_q;
    reg             late_q;
    reg             m_valid_q;
    reg [WIDTH-1:0] m_data_q;

    wire last;
    wire advance = !m_valid_q || m_axis_tready;
    wire take    = s_axis_tvalid && s_axis_tready;
    wire pass    = advance && (fill_q || (s_axis_tvalid && !drop_q));

    assign s_axis_tready = drop_q || (advance && !fill_q);
    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;
    assign frame_error   = {late_q, early_q};

    mantissa_loop #(.COUNT(WORDS)) u_word (.aclk(aclk), .aresetn(aresetn), .step(pass), .last(last));

    always @(posedge aclk) begin
        if (!aresetn) begin
            fill_q    <= 1'b0;
            drop_q    <= 1'b0;
            early_q   <= 1'b0;
            late_q    <= 1'b0;
            m_valid_q <= 1'b0;
        end else begin
            if (advance) m_valid_q <= pass;
            if (pass && !fill_q && s_axis_tlast && !last) begin
                fill_q  <= 1'b1;
                early_q <= 1'b1;
            end else if (pass && last) begin
                fill_q <= 1'b0;
            end
            if (pass && !fill_q && !s_axis_tlast && last) begin
                drop_q <= 1'b1;
                late_q <= 1'b1;
            end else if (take && s_axis_tlast) begin
                drop_q <= 1'b0;
            end
        end
    end

    always @(posedge aclk) if (advance) m_data_q <= fill_q ? {WIDTH{1'b0}} : s_axis_tdata;

endmodule

`default_nettype wire

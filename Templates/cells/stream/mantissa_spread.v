// mantissa_spread -- puts constant elements before, between and after the elements of a stream.
//
// Elements are blocks of BLOCK words and come EXTENT at a time. Of every OUTPUTS blocks that leave, number
//     BEFORE + i * STEP
// is block i of those that entered; the others hold PAD_CODE in every lane. The first block's padding leaves once its
// first word is offered, so that nothing leaves before a frame enters. Latency 1 cycle, one word a cycle out.
`default_nettype none

module mantissa_spread #(
    parameter integer             LANES         = 1,
    parameter integer             ELEMENT_WIDTH = 8,
    parameter [ELEMENT_WIDTH-1:0] PAD_CODE      = {ELEMENT_WIDTH{1'b0}},
    parameter integer             BLOCK         = 1,
    parameter integer             EXTENT        = 4,
    parameter integer             OUTPUTS       = 9,   // at least BEFORE + (EXTENT - 1) * STEP + 1
    parameter integer             BEFORE        = 1,
    parameter integer             STEP          = 2
) (
    input  wire                           aclk,
    input  wire                           aresetn,       // synchronous, active low
    input  wire                           s_axis_tvalid,
    output wire                           s_axis_tready,
    input  wire [LANES*ELEMENT_WIDTH-1:0] s_axis_tdata,
    output wire                           m_axis_tvalid,
    input  wire                           m_axis_tready,
    output wire [LANES*ELEMENT_WIDTH-1:0] m_axis_tdata
);

    localparam WIDTH       = LANES * ELEMENT_WIDTH;
    localparam MOST        = BEFORE > STEP ? BEFORE : STEP;
    localparam GAP_WIDTH   = $clog2(MOST + 1);
    localparam COUNT_WIDTH = $clog2(EXTENT + 1);
    localparam BETWEEN     = STEP - 1;

    reg                   m_valid_q;
    reg [WIDTH-1:0]       m_data_q;
    reg                   begun_q;   // whether a block of this turn has left
    reg [GAP_WIDTH-1:0]   gap_q;     // padding blocks before the next element
    reg [COUNT_WIDTH-1:0] left_q;    // elements of this turn that have not left
    wire                  last_word, last_block;

    wire element  = gap_q == {GAP_WIDTH{1'b0}} && left_q != {COUNT_WIDTH{1'b0}};
    wire advance  = !m_valid_q || m_axis_tready;
    wire produced = advance && (s_axis_tvalid || (begun_q && !element));
    wire moves    = produced && last_word;

    assign s_axis_tready = advance && element;
    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;

    mantissa_loop #(.COUNT(BLOCK)) u_word (
        .aclk(aclk), .aresetn(aresetn), .step(produced), .last(last_word)
    );
    mantissa_loop #(.COUNT(OUTPUTS)) u_block (
        .aclk(aclk), .aresetn(aresetn), .step(moves), .last(last_block)
    );

    always @(posedge aclk) begin
        if (!aresetn) begin
            m_valid_q <= 1'b0;
            begun_q   <= 1'b0;
            gap_q     <= BEFORE[GAP_WIDTH-1:0];
            left_q    <= EXTENT[COUNT_WIDTH-1:0];
        end else begin
            if (advance) m_valid_q <= produced;
            if (moves) begin
                begun_q <= !last_block;
                if (last_block) begin
                    gap_q  <= BEFORE[GAP_WIDTH-1:0];
                    left_q <= EXTENT[COUNT_WIDTH-1:0];
                end else if (element) begin
                    gap_q  <= BETWEEN[GAP_WIDTH-1:0];
                    left_q <= left_q - {{COUNT_WIDTH-1{1'b0}}, 1'b1};
                end else if (gap_q != {GAP_WIDTH{1'b0}}) begin
                    gap_q <= gap_q - {{GAP_WIDTH-1{1'b0}}, 1'b1};
                end
            end
        end
    end

    always @(posedge aclk)
        if (advance) m_data_q <= element ? s_axis_tdata : {LANES{PAD_CODE}};

endmodule

`default_nettype wire

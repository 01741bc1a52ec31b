// mantissa_uart_bridge -- a machine with streams behind a serial line.
//
// From the host come the words of frames and nothing else, IN_BYTES bytes a word, the lowest first. To the host go units:
//
//     'H' and 4 bytes, ID from the lowest on      after every reset
//     'C'                                         the host may send BLOCK bytes more
//     'W' and OUT_BYTES bytes                     a word of the answer, the lowest byte first; 'L' for a frame's last word
//     'E' and 1 byte                              1: a stop bit was low, 2: more bytes came than were allowed
//
// Flow: a line has no tready, so the host may send 2 * BLOCK bytes after 'H', and BLOCK more for each 'C'. The FIFO holds
// 2 * BLOCK bytes and a 'C' is sent once BLOCK bytes have left it, so that bytes sent and not taken never exceed its room.
// Units are whole words, and a 'C' goes before words that wait: a machine that waits for bytes always gets them, however
// the words of its frames lie among each other. It needs a host that reads what comes.
//
// Trouble: after 'E' nothing is taken until the next reset, so that no later frame is out of step. A break (the line low
// for 16 bits or more) resets machine and bridge for as long as it lasts; no byte looks like it, so it is heard in
// every state. Bits that flip inside a byte are not noticed: the line has no checksum.
`default_nettype none

module mantissa_uart_bridge #(
    parameter        DIVIDER   = 25,    // clocks of a bit, 8 or more
    parameter        BLOCK     = 256,   // bytes, 2 or more
    parameter        IN_BYTES  = 1,     // of a word that enters the machine
    parameter        IN_WORDS  = 4,     // of a frame
    parameter        OUT_BYTES = 1,     // of a word that leaves it
    parameter [31:0] ID        = 32'd0
) (
    input  wire                   aclk,
    input  wire                   aresetn,          // synchronous, active low
    input  wire                   rx,
    output wire                   tx,
    output wire                   machine_aresetn,
    output wire                   m_axis_tvalid,    // into the machine
    input  wire                   m_axis_tready,
    output wire [8*IN_BYTES-1:0]  m_axis_tdata,
    output wire                   m_axis_tlast,
    input  wire                   s_axis_tvalid,    // out of it
    output wire                   s_axis_tready,
    input  wire [8*OUT_BYTES-1:0] s_axis_tdata,
    input  wire                   s_axis_tlast,
    output wire                   busy,             // bytes are under way
    output wire                   error             // an 'E' was sent or is to be
);

    localparam [7:0] HELLO = 8'h48, CREDIT = 8'h43, WORD = 8'h57, LAST = 8'h4c, ERROR = 8'h45;

    localparam PAYLOAD     = OUT_BYTES > 4 ? OUT_BYTES : 4;
    localparam COUNT_WIDTH = $clog2(PAYLOAD + 2);
    localparam HELLO_COUNT = 5;
    localparam WORD_COUNT  = OUT_BYTES + 1;
    localparam ERROR_COUNT = 2;
    localparam CREDIT_COUNT = 1;

    wire       line_break;
    wire       byte_valid;
    wire [7:0] byte_data;
    wire       framing_error;
    wire       room;
    wire       held_valid;
    wire       held_ready;
    wire [7:0] held_data;
    wire       joined_valid;
    wire       joined_ready;
    wire [8*IN_BYTES-1:0] joined_data;
    wire       block_taken;
    wire       send_ready;

    reg                   live_q;        // no reset and no break
    reg                   hello_q;       // units that wait
    reg [1:0]             credits_q;     // 2 at most: the host has sent no more than 2 * BLOCK bytes beyond its credits
    reg                   report_q;
    reg                   error_q;
    reg                   overflow_q;    // which error
    reg [COUNT_WIDTH-1:0] left_q;        // bytes of the unit that are to be sent
    reg [8*PAYLOAD+7:0]   unit_q;

    mantissa_uart_receive #(.DIVIDER(DIVIDER)) u_receive (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .rx            (rx),
        .m_valid       (byte_valid),
        .m_data        (byte_data),
        .framing_error (framing_error),
        .line_break    (line_break)
    );

    always @(posedge aclk) live_q <= aresetn && !line_break;

    assign machine_aresetn = live_q;
    assign busy            = held_valid || left_q != {COUNT_WIDTH{1'b0}};
    assign error           = error_q;

    // To the machine: bytes in a FIFO, joined to words, the last of a frame marked.
    mantissa_fifo #(.WIDTH(8), .DEPTH(2 * BLOCK)) u_fifo (
        .aclk          (aclk),
        .aresetn       (live_q),
        .s_axis_tvalid (byte_valid && !error_q),
        .s_axis_tready (room),
        .s_axis_tdata  (byte_data),
        .m_axis_tvalid (held_valid),
        .m_axis_tready (held_ready),
        .m_axis_tdata  (held_data)
    );

    mantissa_loop #(.COUNT(BLOCK)) u_block (
        .aclk(aclk), .aresetn(live_q), .step(held_valid && held_ready), .last(block_taken)
    );

    generate
        if (IN_BYTES == 1) begin : g_byte
            assign {joined_valid, joined_data} = {held_valid, held_data};
            assign held_ready = joined_ready;
        end else begin : g_join
            mantissa_widen #(.WIDTH(8), .FACTOR(IN_BYTES)) u_widen (
                .aclk          (aclk),
                .aresetn       (live_q),
                .s_axis_tvalid (held_valid),
                .s_axis_tready (held_ready),
                .s_axis_tdata  (held_data),
                .m_axis_tvalid (joined_valid),
                .m_axis_tready (joined_ready),
                .m_axis_tdata  (joined_data)
            );
        end
    endgenerate

    mantissa_frame_last #(.WIDTH(8 * IN_BYTES), .WORDS(IN_WORDS)) u_last (
        .aclk          (aclk),
        .aresetn       (live_q),
        .s_axis_tvalid (joined_valid),
        .s_axis_tready (joined_ready),
        .s_axis_tdata  (joined_data),
        .m_axis_tvalid (m_axis_tvalid),
        .m_axis_tready (m_axis_tready),
        .m_axis_tdata  (m_axis_tdata),
        .m_axis_tlast  (m_axis_tlast)
    );

    // To the host: one unit after the other.
    wire free        = left_q == {COUNT_WIDTH{1'b0}};
    wire take_hello  = free && hello_q;
    wire take_report = free && !hello_q && report_q;
    wire take_credit = free && !hello_q && !report_q && credits_q != 2'd0;
    wire take_word   = free && !hello_q && !report_q && credits_q == 2'd0 && s_axis_tvalid;
    wire add_credit  = held_valid && held_ready && block_taken;
    wire trouble     = !error_q && (framing_error || (byte_valid && !room));

    assign s_axis_tready = free && !hello_q && !report_q && credits_q == 2'd0;

    always @(posedge aclk) begin
        if (!live_q) begin
            hello_q    <= 1'b1;
            credits_q  <= 2'd0;
            report_q   <= 1'b0;
            error_q    <= 1'b0;
            left_q     <= {COUNT_WIDTH{1'b0}};
        end else begin
            if (take_hello) hello_q <= 1'b0;
            if (trouble) error_q <= 1'b1;
            if (trouble) report_q <= 1'b1;
            else if (take_report) report_q <= 1'b0;
            if (add_credit && !take_credit && credits_q != 2'd3) credits_q <= credits_q + 2'd1;
            if (take_credit && !add_credit) credits_q <= credits_q - 2'd1;
            if (take_hello) left_q <= HELLO_COUNT[COUNT_WIDTH-1:0];
            else if (take_report) left_q <= ERROR_COUNT[COUNT_WIDTH-1:0];
            else if (take_credit) left_q <= CREDIT_COUNT[COUNT_WIDTH-1:0];
            else if (take_word) left_q <= WORD_COUNT[COUNT_WIDTH-1:0];
            else if (!free && send_ready) left_q <= left_q - {{COUNT_WIDTH-1{1'b0}}, 1'b1};
        end
    end

    always @(posedge aclk) begin
        if (trouble) overflow_q <= !framing_error;
        if (!free) begin
            if (send_ready) unit_q <= {8'd0, unit_q[8*PAYLOAD+7:8]};
        end else begin
            unit_q[7:0] <= take_hello ? HELLO : take_report ? ERROR : take_credit ? CREDIT : s_axis_tlast ? LAST : WORD;
            unit_q[8*PAYLOAD+7:8] <= {8*PAYLOAD{1'b0}};
            if (take_hello) unit_q[39:8] <= ID;
            else if (take_report) unit_q[15:8] <= overflow_q ? 8'd2 : 8'd1;
            else unit_q[8*OUT_BYTES+7:8] <= s_axis_tdata;
        end
    end

    mantissa_uart_send #(.DIVIDER(DIVIDER)) u_send (
        .aclk          (aclk),
        .aresetn       (live_q),
        .s_axis_tvalid (!free),
        .s_axis_tready (send_ready),
        .s_axis_tdata  (unit_q[7:0]),
        .tx            (tx)
    );

endmodule

`default_nettype wire

// mantissa_uart_receive -- bytes of a serial line: a start bit, 8 bits with the lowest first, a stop bit.
//
// Each bit is sampled in its middle, counted from the falling edge of the start bit, which is known to one clock. The
// stop bit is sampled 9.5 bits after that edge, so that the two ends' rates may differ by (0.5 - 2 / DIVIDER) / 9.5:
// 2.6 % for a DIVIDER of 8, 4.8 % for 50. m_valid and framing_error are high for one clock; line_break is high while the
// line has been low for 16 bits or more, which no byte does.
`default_nettype none

module mantissa_uart_receive #(
    parameter DIVIDER = 25   // clocks of a bit, 8 or more
) (
    input  wire       aclk,
    input  wire       aresetn,         // synchronous, active low
    input  wire       rx,              // of no clock
    output wire       m_valid,
    output wire [7:0] m_data,
    output wire       framing_error,   // the stop bit was low
    output wire       line_break
);

    localparam WIDTH       = $clog2(DIVIDER);
    localparam BREAK       = 16 * DIVIDER;
    localparam BREAK_WIDTH = $clog2(BREAK + 1);
    localparam BIT         = DIVIDER - 1;
    localparam HALF        = DIVIDER / 2 - 1;

    reg [2:0]             rx_q;     // two registers against metastability, and the bit before
    reg                   busy_q;
    reg [WIDTH-1:0]       clocks_q;
    reg [3:0]             bits_q;   // still to be sampled after this one
    reg [8:0]             shift_q;
    reg                   done_q;
    reg [BREAK_WIDTH-1:0] low_q;    // clocks that the line has been low, up to BREAK

    wire line   = rx_q[1];
    wire edge_q = rx_q[2] && !line;
    wire sample = busy_q && clocks_q == {WIDTH{1'b0}};

    assign m_valid       = done_q && shift_q[8];
    assign framing_error = done_q && !shift_q[8];
    assign m_data        = shift_q[7:0];
    assign line_break    = low_q == BREAK[BREAK_WIDTH-1:0];

    always @(posedge aclk) rx_q <= {rx_q[1:0], rx};

    always @(posedge aclk) begin
        if (!aresetn) begin
            busy_q <= 1'b0;
            done_q <= 1'b0;
            low_q  <= {BREAK_WIDTH{1'b0}};
        end else begin
            // A start bit that is high in its middle was none.
            if (!busy_q) busy_q <= edge_q;
            else if (sample && (bits_q == 4'd0 || (bits_q == 4'd9 && line))) busy_q <= 1'b0;
            done_q <= sample && bits_q == 4'd0;
            if (line) low_q <= {BREAK_WIDTH{1'b0}};
            else if (!line_break) low_q <= low_q + {{BREAK_WIDTH-1{1'b0}}, 1'b1};
        end
    end

    always @(posedge aclk) begin
        if (!busy_q) begin
            clocks_q <= HALF[WIDTH-1:0];
            bits_q   <= 4'd9;
        end else if (sample) begin
            clocks_q <= BIT[WIDTH-1:0];
            bits_q   <= bits_q - 4'd1;
            shift_q  <= {line, shift_q[8:1]};
        end else begin
            clocks_q <= clocks_q - {{WIDTH-1{1'b0}}, 1'b1};
        end
    end

endmodule

`default_nettype wire

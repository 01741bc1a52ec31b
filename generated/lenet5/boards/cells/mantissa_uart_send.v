// mantissa_uart_send -- bytes to a serial line: a start bit, 8 bits with the lowest first, a stop bit.
//
// A byte takes 10 bits of DIVIDER clocks and one clock more. The line is high at rest and in reset.
`default_nettype none

module mantissa_uart_send #(
    parameter DIVIDER = 25   // clocks of a bit, 2 or more
) (
    input  wire       aclk,
    input  wire       aresetn,         // synchronous, active low
    input  wire       s_axis_tvalid,
    output wire       s_axis_tready,
    input  wire [7:0] s_axis_tdata,
    output wire       tx
);

    localparam WIDTH = $clog2(DIVIDER);
    localparam BIT   = DIVIDER - 1;

    reg             busy_q;
    reg [WIDTH-1:0] clocks_q;
    reg [3:0]       bits_q;    // that follow this one
    reg [8:0]       shift_q;
    reg             tx_q;

    wire step = clocks_q == {WIDTH{1'b0}};

    initial tx_q = 1'b1;

    assign s_axis_tready = !busy_q;
    assign tx            = tx_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            busy_q <= 1'b0;
            tx_q   <= 1'b1;
        end else if (!busy_q) begin
            busy_q <= s_axis_tvalid;
            tx_q   <= !s_axis_tvalid;
        end else if (step) begin
            busy_q <= bits_q != 4'd0;
            tx_q   <= shift_q[0];
        end
    end

    always @(posedge aclk) begin
        if (!busy_q) begin
            clocks_q <= BIT[WIDTH-1:0];
            bits_q   <= 4'd9;
            shift_q  <= {1'b1, s_axis_tdata};
        end else if (step) begin
            clocks_q <= BIT[WIDTH-1:0];
            bits_q   <= bits_q - 4'd1;
            shift_q  <= {1'b1, shift_q[8:1]};
        end else begin
            clocks_q <= clocks_q - {{WIDTH-1{1'b0}}, 1'b1};
        end
    end

endmodule

`default_nettype wire

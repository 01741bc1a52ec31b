// lenet5_icebreaker -- lenet5_top behind the serial line of an iCEBreaker with an iCE40UP5K.
//
// Everything runs at the board's 12 MHz, without a PLL: with most folds a frame takes longer on the line than in
// the machine. `mantissa_uart_bridge` says what the bytes mean. The line's rate is 12000000 / DIVIDER, 1000000
// bits a second.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_icebreaker #(
    parameter MEMORY_FOLDER = "./",   // where the memory files lie, with a slash at its end
    parameter DIVIDER = 12,    // clocks of a bit
    parameter BLOCK   = 256    // bytes of a credit
) (
    input  wire clk,
    input  wire button,      // resets while it is low
    input  wire rx,          // from the host
    output wire tx,          // to the host
    output wire led_busy,    // bytes are under way
    output wire led_error     // a byte was refused; a break or the button ends it
);

    wire        aresetn;
    wire        machine_aresetn;
    wire        s_axis_tvalid;
    wire        s_axis_tready;
    wire [7:0]  s_axis_tdata;
    wire        s_axis_tlast;
    wire        m_axis_tvalid;
    wire        m_axis_tready;
    wire [15:0]  m_axis_tdata;
    wire        m_axis_tlast;
    wire [1:0]  frame_error;
    wire        busy;
    wire        error;

    assign led_busy  = !busy;
    assign led_error = !error;

    // The bridge counts the words of frames, so that none ends early or late.
    wire unused = &{1'b0, frame_error};

    mantissa_power_on u_power_on (
        .aclk    (clk),
        .button  (!button),
        .aresetn (aresetn)
    );

    mantissa_uart_bridge #(
        .DIVIDER   (DIVIDER),
        .BLOCK     (BLOCK),
        .IN_BYTES  (1),
        .IN_WORDS  (784),
        .OUT_BYTES (2),
        .ID        (32'h1eb93845)
    ) u_bridge (
        .aclk            (clk),
        .aresetn         (aresetn),
        .rx              (rx),
        .tx              (tx),
        .machine_aresetn (machine_aresetn),
        .m_axis_tvalid   (s_axis_tvalid),
        .m_axis_tready   (s_axis_tready),
        .m_axis_tdata    (s_axis_tdata),
        .m_axis_tlast    (s_axis_tlast),
        .s_axis_tvalid   (m_axis_tvalid),
        .s_axis_tready   (m_axis_tready),
        .s_axis_tdata    (m_axis_tdata),
        .s_axis_tlast    (m_axis_tlast),
        .busy            (busy),
        .error           (error)
    );

    lenet5_top #(.MEMORY_FOLDER(MEMORY_FOLDER)) u_machine (
        .aclk          (clk),
        .aresetn       (machine_aresetn),
        .s_axis_tvalid (s_axis_tvalid),
        .s_axis_tready (s_axis_tready),
        .s_axis_tdata  (s_axis_tdata),
        .s_axis_tlast  (s_axis_tlast),
        .m_axis_tvalid (m_axis_tvalid),
        .m_axis_tready (m_axis_tready),
        .m_axis_tdata  (m_axis_tdata),
        .m_axis_tlast  (m_axis_tlast),
        .frame_error   (frame_error)
    );

endmodule

`default_nettype wire

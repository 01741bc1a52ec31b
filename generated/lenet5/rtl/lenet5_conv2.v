// lenet5_conv2 -- layer 'conv2' as a stream: widen -> window -> matrix -> skid.
//
// 19200 cycles a frame.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_conv2 #(
    parameter MEMORY_FOLDER = "./"
) (
    input  wire        aclk,
    input  wire        aresetn,        // synchronous, active low
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [7:0]  s_axis_tdata,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [31:0] m_axis_tdata
);
    wire        conv2_widen_tvalid;
    wire        conv2_widen_tready;
    wire [15:0] conv2_widen_tdata;
    wire        conv2_window_tvalid;
    wire        conv2_window_tready;
    wire [15:0] conv2_window_tdata;
    wire        conv2_matrix_tvalid;
    wire        conv2_matrix_tready;
    wire [31:0] conv2_matrix_tdata;

    mantissa_widen #(
        .WIDTH  (8),
        .FACTOR (2)
    ) u_conv2_widen (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (s_axis_tvalid),
        .s_axis_tready (s_axis_tready),
        .s_axis_tdata  (s_axis_tdata),
        .m_axis_tvalid (conv2_widen_tvalid),
        .m_axis_tready (conv2_widen_tready),
        .m_axis_tdata  (conv2_widen_tdata)
    );

    mantissa_window #(
        .LANES           (2),
        .ELEMENT_WIDTH   (8),
        .HEIGHT          (12),
        .WIDTH           (12),
        .CHANNEL_WORDS   (3),
        .OUTPUT_HEIGHT   (8),
        .OUTPUT_WIDTH    (8),
        .ROW_KERNEL      (5),
        .ROW_STRIDE      (1),
        .ROW_DILATION    (1),
        .ROW_BEFORE      (0),
        .COLUMN_KERNEL   (5),
        .COLUMN_STRIDE   (1),
        .COLUMN_DILATION (1),
        .COLUMN_BEFORE   (0),
        .GROUPS          (1),
        .REPEAT          (4),
        .BUFFER_ROWS     (24),
        .PAD_CODE        (8'h0)
    ) u_conv2_window (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (conv2_widen_tvalid),
        .s_axis_tready (conv2_widen_tready),
        .s_axis_tdata  (conv2_widen_tdata),
        .m_axis_tvalid (conv2_window_tvalid),
        .m_axis_tready (conv2_window_tready),
        .m_axis_tdata  (conv2_window_tdata)
    );

    lenet5_conv2_matrix #(
        .MEMORY_FOLDER (MEMORY_FOLDER)
    ) u_conv2_matrix (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (conv2_window_tvalid),
        .s_axis_tready (conv2_window_tready),
        .s_axis_tdata  (conv2_window_tdata),
        .m_axis_tvalid (conv2_matrix_tvalid),
        .m_axis_tready (conv2_matrix_tready),
        .m_axis_tdata  (conv2_matrix_tdata)
    );

    mantissa_skid #(
        .WIDTH (32)
    ) u_conv2_skid (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (conv2_matrix_tvalid),
        .s_axis_tready (conv2_matrix_tready),
        .s_axis_tdata  (conv2_matrix_tdata),
        .m_axis_tvalid (m_axis_tvalid),
        .m_axis_tready (m_axis_tready),
        .m_axis_tdata  (m_axis_tdata)
    );

endmodule

`default_nettype wire

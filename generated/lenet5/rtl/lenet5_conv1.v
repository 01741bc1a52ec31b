// lenet5_conv1 -- layer 'conv1' as a stream: window -> matrix -> skid.
//
// 14400 cycles a frame.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_conv1 #(
    parameter MEMORY_FOLDER = "./"
) (
    input  wire        aclk,
    input  wire        aresetn,        // synchronous, active low
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [7:0]  s_axis_tdata,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [47:0] m_axis_tdata
);
    wire        conv1_window_tvalid;
    wire        conv1_window_tready;
    wire [7:0]  conv1_window_tdata;
    wire        conv1_matrix_tvalid;
    wire        conv1_matrix_tready;
    wire [47:0] conv1_matrix_tdata;

    mantissa_window #(
        .LANES           (1),
        .ELEMENT_WIDTH   (8),
        .HEIGHT          (28),
        .WIDTH           (28),
        .CHANNEL_WORDS   (1),
        .OUTPUT_HEIGHT   (24),
        .OUTPUT_WIDTH    (24),
        .ROW_KERNEL      (5),
        .ROW_STRIDE      (1),
        .ROW_DILATION    (1),
        .ROW_BEFORE      (0),
        .COLUMN_KERNEL   (5),
        .COLUMN_STRIDE   (1),
        .COLUMN_DILATION (1),
        .COLUMN_BEFORE   (0),
        .GROUPS          (1),
        .REPEAT          (1),
        .BUFFER_ROWS     (56),
        .PAD_CODE        (8'h0)
    ) u_conv1_window (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (s_axis_tvalid),
        .s_axis_tready (s_axis_tready),
        .s_axis_tdata  (s_axis_tdata),
        .m_axis_tvalid (conv1_window_tvalid),
        .m_axis_tready (conv1_window_tready),
        .m_axis_tdata  (conv1_window_tdata)
    );

    lenet5_conv1_matrix #(
        .MEMORY_FOLDER (MEMORY_FOLDER)
    ) u_conv1_matrix (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (conv1_window_tvalid),
        .s_axis_tready (conv1_window_tready),
        .s_axis_tdata  (conv1_window_tdata),
        .m_axis_tvalid (conv1_matrix_tvalid),
        .m_axis_tready (conv1_matrix_tready),
        .m_axis_tdata  (conv1_matrix_tdata)
    );

    mantissa_skid #(
        .WIDTH (48)
    ) u_conv1_skid (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (conv1_matrix_tvalid),
        .s_axis_tready (conv1_matrix_tready),
        .s_axis_tdata  (conv1_matrix_tdata),
        .m_axis_tvalid (m_axis_tvalid),
        .m_axis_tready (m_axis_tready),
        .m_axis_tdata  (m_axis_tdata)
    );

endmodule

`default_nettype wire

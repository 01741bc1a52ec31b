// lenet5_fc2 -- layer 'fc2' as a stream: window -> matrix -> skid.
//
// 10080 cycles a frame.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_fc2 #(
    parameter MEMORY_FOLDER = "./"
) (
    input  wire       aclk,
    input  wire       aresetn,        // synchronous, active low
    input  wire       s_axis_tvalid,
    output wire       s_axis_tready,
    input  wire [7:0] s_axis_tdata,
    output wire       m_axis_tvalid,
    input  wire       m_axis_tready,
    output wire [7:0] m_axis_tdata
);
    wire       fc2_window_tvalid;
    wire       fc2_window_tready;
    wire [7:0] fc2_window_tdata;
    wire       fc2_matrix_tvalid;
    wire       fc2_matrix_tready;
    wire [7:0] fc2_matrix_tdata;

    mantissa_window #(
        .LANES           (1),
        .ELEMENT_WIDTH   (8),
        .HEIGHT          (1),
        .WIDTH           (1),
        .CHANNEL_WORDS   (120),
        .OUTPUT_HEIGHT   (1),
        .OUTPUT_WIDTH    (1),
        .ROW_KERNEL      (1),
        .ROW_STRIDE      (1),
        .ROW_DILATION    (1),
        .ROW_BEFORE      (0),
        .COLUMN_KERNEL   (1),
        .COLUMN_STRIDE   (1),
        .COLUMN_DILATION (1),
        .COLUMN_BEFORE   (0),
        .GROUPS          (1),
        .REPEAT          (84),
        .BUFFER_ROWS     (2),
        .PAD_CODE        (8'h0)
    ) u_fc2_window (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (s_axis_tvalid),
        .s_axis_tready (s_axis_tready),
        .s_axis_tdata  (s_axis_tdata),
        .m_axis_tvalid (fc2_window_tvalid),
        .m_axis_tready (fc2_window_tready),
        .m_axis_tdata  (fc2_window_tdata)
    );

    lenet5_fc2_matrix #(
        .MEMORY_FOLDER (MEMORY_FOLDER)
    ) u_fc2_matrix (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (fc2_window_tvalid),
        .s_axis_tready (fc2_window_tready),
        .s_axis_tdata  (fc2_window_tdata),
        .m_axis_tvalid (fc2_matrix_tvalid),
        .m_axis_tready (fc2_matrix_tready),
        .m_axis_tdata  (fc2_matrix_tdata)
    );

    mantissa_skid #(
        .WIDTH (8)
    ) u_fc2_skid (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (fc2_matrix_tvalid),
        .s_axis_tready (fc2_matrix_tready),
        .s_axis_tdata  (fc2_matrix_tdata),
        .m_axis_tvalid (m_axis_tvalid),
        .m_axis_tready (m_axis_tready),
        .m_axis_tdata  (m_axis_tdata)
    );

endmodule

`default_nettype wire

// lenet5_pool2 -- layer 'pool2' as a stream: narrow -> window -> maximum -> skid.
//
// 1024 cycles a frame.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_pool2
(
    input  wire        aclk,
    input  wire        aresetn,        // synchronous, active low
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [31:0] s_axis_tdata,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [7:0]  m_axis_tdata
);
    wire       pool2_narrow_tvalid;
    wire       pool2_narrow_tready;
    wire [7:0] pool2_narrow_tdata;
    wire       pool2_window_tvalid;
    wire       pool2_window_tready;
    wire [7:0] pool2_window_tdata;
    wire       pool2_maximum_tvalid;
    wire       pool2_maximum_tready;
    wire [7:0] pool2_maximum_tdata;

    mantissa_narrow #(
        .WIDTH  (8),
        .FACTOR (4)
    ) u_pool2_narrow (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (s_axis_tvalid),
        .s_axis_tready (s_axis_tready),
        .s_axis_tdata  (s_axis_tdata),
        .m_axis_tvalid (pool2_narrow_tvalid),
        .m_axis_tready (pool2_narrow_tready),
        .m_axis_tdata  (pool2_narrow_tdata)
    );

    mantissa_window #(
        .LANES           (1),
        .ELEMENT_WIDTH   (8),
        .HEIGHT          (8),
        .WIDTH           (8),
        .CHANNEL_WORDS   (16),
        .OUTPUT_HEIGHT   (4),
        .OUTPUT_WIDTH    (4),
        .ROW_KERNEL      (2),
        .ROW_STRIDE      (2),
        .ROW_DILATION    (1),
        .ROW_BEFORE      (0),
        .COLUMN_KERNEL   (2),
        .COLUMN_STRIDE   (2),
        .COLUMN_DILATION (1),
        .COLUMN_BEFORE   (0),
        .GROUPS          (16),
        .REPEAT          (1),
        .BUFFER_ROWS     (16),
        .PAD_CODE        (8'h0)
    ) u_pool2_window (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (pool2_narrow_tvalid),
        .s_axis_tready (pool2_narrow_tready),
        .s_axis_tdata  (pool2_narrow_tdata),
        .m_axis_tvalid (pool2_window_tvalid),
        .m_axis_tready (pool2_window_tready),
        .m_axis_tdata  (pool2_window_tdata)
    );

    lenet5_pool2_maximum u_pool2_maximum (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (pool2_window_tvalid),
        .s_axis_tready (pool2_window_tready),
        .s_axis_tdata  (pool2_window_tdata),
        .m_axis_tvalid (pool2_maximum_tvalid),
        .m_axis_tready (pool2_maximum_tready),
        .m_axis_tdata  (pool2_maximum_tdata)
    );

    mantissa_skid #(
        .WIDTH (8)
    ) u_pool2_skid (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (pool2_maximum_tvalid),
        .s_axis_tready (pool2_maximum_tready),
        .s_axis_tdata  (pool2_maximum_tdata),
        .m_axis_tvalid (m_axis_tvalid),
        .m_axis_tready (m_axis_tready),
        .m_axis_tdata  (m_axis_tdata)
    );

endmodule

`default_nettype wire

// lenet5_pool1 -- layer 'pool1' as a stream: narrow -> window -> maximum -> skid.
//
// 3456 cycles a frame.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_pool1
(
    input  wire        aclk,
    input  wire        aresetn,        // synchronous, active low
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [47:0] s_axis_tdata,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [7:0]  m_axis_tdata
);
    wire       pool1_narrow_tvalid;
    wire       pool1_narrow_tready;
    wire [7:0] pool1_narrow_tdata;
    wire       pool1_window_tvalid;
    wire       pool1_window_tready;
    wire [7:0] pool1_window_tdata;
    wire       pool1_maximum_tvalid;
    wire       pool1_maximum_tready;
    wire [7:0] pool1_maximum_tdata;

    mantissa_narrow #(
        .WIDTH  (8),
        .FACTOR (6)
    ) u_pool1_narrow (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (s_axis_tvalid),
        .s_axis_tready (s_axis_tready),
        .s_axis_tdata  (s_axis_tdata),
        .m_axis_tvalid (pool1_narrow_tvalid),
        .m_axis_tready (pool1_narrow_tready),
        .m_axis_tdata  (pool1_narrow_tdata)
    );

    mantissa_window #(
        .LANES           (1),
        .ELEMENT_WIDTH   (8),
        .HEIGHT          (24),
        .WIDTH           (24),
        .CHANNEL_WORDS   (6),
        .OUTPUT_HEIGHT   (12),
        .OUTPUT_WIDTH    (12),
        .ROW_KERNEL      (2),
        .ROW_STRIDE      (2),
        .ROW_DILATION    (1),
        .ROW_BEFORE      (0),
        .COLUMN_KERNEL   (2),
        .COLUMN_STRIDE   (2),
        .COLUMN_DILATION (1),
        .COLUMN_BEFORE   (0),
        .GROUPS          (6),
        .REPEAT          (1),
        .BUFFER_ROWS     (16),
        .PAD_CODE        (8'h0)
    ) u_pool1_window (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (pool1_narrow_tvalid),
        .s_axis_tready (pool1_narrow_tready),
        .s_axis_tdata  (pool1_narrow_tdata),
        .m_axis_tvalid (pool1_window_tvalid),
        .m_axis_tready (pool1_window_tready),
        .m_axis_tdata  (pool1_window_tdata)
    );

    lenet5_pool1_maximum u_pool1_maximum (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (pool1_window_tvalid),
        .s_axis_tready (pool1_window_tready),
        .s_axis_tdata  (pool1_window_tdata),
        .m_axis_tvalid (pool1_maximum_tvalid),
        .m_axis_tready (pool1_maximum_tready),
        .m_axis_tdata  (pool1_maximum_tdata)
    );

    mantissa_skid #(
        .WIDTH (8)
    ) u_pool1_skid (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (pool1_maximum_tvalid),
        .s_axis_tready (pool1_maximum_tready),
        .s_axis_tdata  (pool1_maximum_tdata),
        .m_axis_tvalid (m_axis_tvalid),
        .m_axis_tready (m_axis_tready),
        .m_axis_tdata  (m_axis_tdata)
    );

endmodule

`default_nettype wire

// lenet5_core -- the layers of 'lenet5', joined by streams.
//
// 784 words in and 10 words out a frame.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_core #(
    parameter MEMORY_FOLDER = "./"
) (
    input  wire        aclk,
    input  wire        aresetn,        // synchronous, active low
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [7:0]  s_axis_tdata,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [15:0] m_axis_tdata
);
    wire        conv1_tvalid;
    wire        conv1_tready;
    wire [47:0] conv1_tdata;
    wire        pool1_tvalid;
    wire        pool1_tready;
    wire [7:0]  pool1_tdata;
    wire        conv2_tvalid;
    wire        conv2_tready;
    wire [31:0] conv2_tdata;
    wire        pool2_tvalid;
    wire        pool2_tready;
    wire [7:0]  pool2_tdata;
    wire        fc1_tvalid;
    wire        fc1_tready;
    wire [7:0]  fc1_tdata;
    wire        fc2_tvalid;
    wire        fc2_tready;
    wire [7:0]  fc2_tdata;
    wire        fc3_tvalid;
    wire        fc3_tready;
    wire [15:0] fc3_tdata;

    lenet5_conv1 #(
        .MEMORY_FOLDER (MEMORY_FOLDER)
    ) u_conv1 (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (s_axis_tvalid),
        .s_axis_tready (s_axis_tready),
        .s_axis_tdata  (s_axis_tdata),
        .m_axis_tvalid (conv1_tvalid),
        .m_axis_tready (conv1_tready),
        .m_axis_tdata  (conv1_tdata)
    );

    lenet5_pool1 u_pool1 (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (conv1_tvalid),
        .s_axis_tready (conv1_tready),
        .s_axis_tdata  (conv1_tdata),
        .m_axis_tvalid (pool1_tvalid),
        .m_axis_tready (pool1_tready),
        .m_axis_tdata  (pool1_tdata)
    );

    lenet5_conv2 #(
        .MEMORY_FOLDER (MEMORY_FOLDER)
    ) u_conv2 (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (pool1_tvalid),
        .s_axis_tready (pool1_tready),
        .s_axis_tdata  (pool1_tdata),
        .m_axis_tvalid (conv2_tvalid),
        .m_axis_tready (conv2_tready),
        .m_axis_tdata  (conv2_tdata)
    );

    lenet5_pool2 u_pool2 (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (conv2_tvalid),
        .s_axis_tready (conv2_tready),
        .s_axis_tdata  (conv2_tdata),
        .m_axis_tvalid (pool2_tvalid),
        .m_axis_tready (pool2_tready),
        .m_axis_tdata  (pool2_tdata)
    );

    lenet5_fc1 #(
        .MEMORY_FOLDER (MEMORY_FOLDER)
    ) u_fc1 (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (pool2_tvalid),
        .s_axis_tready (pool2_tready),
        .s_axis_tdata  (pool2_tdata),
        .m_axis_tvalid (fc1_tvalid),
        .m_axis_tready (fc1_tready),
        .m_axis_tdata  (fc1_tdata)
    );

    lenet5_fc2 #(
        .MEMORY_FOLDER (MEMORY_FOLDER)
    ) u_fc2 (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (fc1_tvalid),
        .s_axis_tready (fc1_tready),
        .s_axis_tdata  (fc1_tdata),
        .m_axis_tvalid (fc2_tvalid),
        .m_axis_tready (fc2_tready),
        .m_axis_tdata  (fc2_tdata)
    );

    lenet5_fc3 #(
        .MEMORY_FOLDER (MEMORY_FOLDER)
    ) u_fc3 (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (fc2_tvalid),
        .s_axis_tready (fc2_tready),
        .s_axis_tdata  (fc2_tdata),
        .m_axis_tvalid (fc3_tvalid),
        .m_axis_tready (fc3_tready),
        .m_axis_tdata  (fc3_tdata)
    );

    assign m_axis_tvalid = fc3_tvalid;
    assign m_axis_tdata  = fc3_tdata;
    assign fc3_tready    = m_axis_tready;

endmodule

`default_nettype wire

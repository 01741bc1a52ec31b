// lenet5_top -- the network 'lenet5' behind an AXI4-Stream interface.
//
// A frame of 28x28x1 elements in, one of 1x1x10 elements out, channel last. Every lane is padded
// with zeros to whole bytes. frame_error[0] says that a frame ended early, [1] that one ended late; both stay
// until reset. After power-up the machine waits for a reset of one rising edge of aclk or longer.
// MEMORY_FOLDER is where the memory files lie, with a slash at its end.
//
// Made by Mantissa from a design with SHA-256
// 1eb93845417e378b84392cd7f570000c7dae974ae9b13edd6ef0ab07dbd4b957.
`default_nettype none

module lenet5_top #(
    parameter MEMORY_FOLDER = "./"
) (
    input  wire        aclk,
    input  wire        aresetn,        // synchronous, active low
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [7:0]  s_axis_tdata,
    input  wire        s_axis_tlast,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [15:0] m_axis_tdata,
    output wire        m_axis_tlast,
    output wire [1:0]  frame_error     // {late, early}, sticky
);
    wire        packed_tvalid;
    wire        packed_tready;
    wire [7:0]  packed_tdata;
    wire        guarded_tvalid;
    wire        guarded_tready;
    wire [7:0]  guarded_tdata;
    wire        core_tvalid;
    wire        core_tready;
    wire [15:0] core_tdata;
    wire [15:0] result;
    wire        result_tvalid;
    wire        awake;

    assign packed_tdata = s_axis_tdata;
    assign m_axis_tdata = result;

    // Nothing enters or leaves in reset, nor before the first one.
    assign packed_tvalid = s_axis_tvalid && awake;
    assign s_axis_tready = packed_tready && awake;
    assign m_axis_tvalid = result_tvalid && awake;

    mantissa_awake u_awake (
        .aclk    (aclk),
        .aresetn (aresetn),
        .awake   (awake)
    );

    mantissa_frame_guard #(
        .WIDTH (8),
        .WORDS (784)
    ) u_guard (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (packed_tvalid),
        .s_axis_tready (packed_tready),
        .s_axis_tdata  (packed_tdata),
        .s_axis_tlast  (s_axis_tlast),
        .m_axis_tvalid (guarded_tvalid),
        .m_axis_tready (guarded_tready),
        .m_axis_tdata  (guarded_tdata),
        .frame_error   (frame_error)
    );

    lenet5_core #(
        .MEMORY_FOLDER (MEMORY_FOLDER)
    ) u_core (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (guarded_tvalid),
        .s_axis_tready (guarded_tready),
        .s_axis_tdata  (guarded_tdata),
        .m_axis_tvalid (core_tvalid),
        .m_axis_tready (core_tready),
        .m_axis_tdata  (core_tdata)
    );

    mantissa_frame_last #(
        .WIDTH (16),
        .WORDS (10)
    ) u_last (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axis_tvalid (core_tvalid),
        .s_axis_tready (core_tready),
        .s_axis_tdata  (core_tdata),
        .m_axis_tvalid (result_tvalid),
        .m_axis_tready (m_axis_tready),
        .m_axis_tdata  (result),
        .m_axis_tlast  (m_axis_tlast)
    );

endmodule

`default_nettype wire

// lenet5_sv -- lenet5_top from SystemVerilog, its streams as interfaces. Copy what is needed.
`default_nettype none

module lenet5_sv #(
    parameter MEMORY_FOLDER = "./"   // where the memory files lie, with a slash at its end
) (
    input  wire logic       aclk,
    input  wire logic       aresetn,       // synchronous, active low
    lenet5_axis.sink      s_axis,        // WIDTH is 8
    lenet5_axis.source    m_axis,        // WIDTH is 16
    output wire logic [1:0] frame_error    // {late, early}, sticky
);

    lenet5_top #(.MEMORY_FOLDER(MEMORY_FOLDER)) u_machine (
        .aclk,
        .aresetn,
        .s_axis_tvalid (s_axis.tvalid),
        .s_axis_tready (s_axis.tready),
        .s_axis_tdata  (s_axis.tdata),
        .s_axis_tlast  (s_axis.tlast),
        .m_axis_tvalid (m_axis.tvalid),
        .m_axis_tready (m_axis.tready),
        .m_axis_tdata  (m_axis.tdata),
        .m_axis_tlast  (m_axis.tlast),
        .frame_error
    );

endmodule

`default_nettype wire

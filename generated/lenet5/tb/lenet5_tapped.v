// lenet5_tapped -- lenet5_top that also writes every word that leaves a layer to a file.
//
// For simulation only. The plus argument taps names the folder of the files, one a layer, hex words in order, and
// waits.txt, which says where words wait once nothing has moved for `idle` cycles.
`default_nettype none

module lenet5_tapped #(
    parameter MEMORY_FOLDER = "./"
) (
    input  wire                     aclk,
    input  wire                     aresetn,
    input  wire                     s_axis_tvalid,
    output wire                     s_axis_tready,
    input  wire [8-1:0] s_axis_tdata,
    input  wire                     s_axis_tlast,
    output wire                     m_axis_tvalid,
    input  wire                     m_axis_tready,
    output wire [16-1:0] m_axis_tdata,
    output wire                     m_axis_tlast,
    output wire [1:0]               frame_error
);

    lenet5_top #(.MEMORY_FOLDER(MEMORY_FOLDER)) u_top (
        .aclk         (aclk),
        .aresetn      (aresetn),
        .s_axis_tvalid(s_axis_tvalid),
        .s_axis_tready(s_axis_tready),
        .s_axis_tdata (s_axis_tdata),
        .s_axis_tlast (s_axis_tlast),
        .m_axis_tvalid(m_axis_tvalid),
        .m_axis_tready(m_axis_tready),
        .m_axis_tdata (m_axis_tdata),
        .m_axis_tlast (m_axis_tlast),
        .frame_error  (frame_error)
    );

    reg [8*1024-1:0] folder;
    integer silence, idle_limit, waits_file;
    reg [8*1200-1:0] path;

    integer conv1_file;
    integer pool1_file;
    integer conv2_file;
    integer pool2_file;
    integer fc1_file;
    integer fc2_file;
    integer fc3_file;

    initial begin
        if (!$value$plusargs("taps=%s", folder)) folder = ".";
        if (!$value$plusargs("idle=%d", idle_limit)) idle_limit = 71145;
        silence = 0;
        $sformat(path, "%0s/conv1.tap", folder);
        conv1_file = $fopen(path, "w");
        $sformat(path, "%0s/pool1.tap", folder);
        pool1_file = $fopen(path, "w");
        $sformat(path, "%0s/conv2.tap", folder);
        conv2_file = $fopen(path, "w");
        $sformat(path, "%0s/pool2.tap", folder);
        pool2_file = $fopen(path, "w");
        $sformat(path, "%0s/fc1.tap", folder);
        fc1_file = $fopen(path, "w");
        $sformat(path, "%0s/fc2.tap", folder);
        fc2_file = $fopen(path, "w");
        $sformat(path, "%0s/fc3.tap", folder);
        fc3_file = $fopen(path, "w");
    end

    always @(posedge aclk)
        if (aresetn && u_top.u_core.conv1_tvalid && u_top.u_core.conv1_tready)
            $fdisplay(conv1_file, "%h", u_top.u_core.conv1_tdata);

    always @(posedge aclk)
        if (aresetn && u_top.u_core.pool1_tvalid && u_top.u_core.pool1_tready)
            $fdisplay(pool1_file, "%h", u_top.u_core.pool1_tdata);

    always @(posedge aclk)
        if (aresetn && u_top.u_core.conv2_tvalid && u_top.u_core.conv2_tready)
            $fdisplay(conv2_file, "%h", u_top.u_core.conv2_tdata);

    always @(posedge aclk)
        if (aresetn && u_top.u_core.pool2_tvalid && u_top.u_core.pool2_tready)
            $fdisplay(pool2_file, "%h", u_top.u_core.pool2_tdata);

    always @(posedge aclk)
        if (aresetn && u_top.u_core.fc1_tvalid && u_top.u_core.fc1_tready)
            $fdisplay(fc1_file, "%h", u_top.u_core.fc1_tdata);

    always @(posedge aclk)
        if (aresetn && u_top.u_core.fc2_tvalid && u_top.u_core.fc2_tready)
            $fdisplay(fc2_file, "%h", u_top.u_core.fc2_tdata);

    always @(posedge aclk)
        if (aresetn && u_top.u_core.fc3_tvalid && u_top.u_core.fc3_tready)
            $fdisplay(fc3_file, "%h", u_top.u_core.fc3_tdata);

    // Once a machine is silent, `valid` and `ready` of every layer's output, and of every FIFO's entry.
    always @(posedge aclk) if (aresetn) begin
        silence = (s_axis_tvalid && s_axis_tready) || (m_axis_tvalid && m_axis_tready) ? 0 : silence + 1;
        if (silence == idle_limit) begin
            $sformat(path, "%0s/waits.txt", folder);
            waits_file = $fopen(path, "w");
            $fdisplay(waits_file, "layer 0 %b%b", u_top.u_core.conv1_tvalid, u_top.u_core.conv1_tready);
            $fdisplay(waits_file, "layer 1 %b%b", u_top.u_core.pool1_tvalid, u_top.u_core.pool1_tready);
            $fdisplay(waits_file, "layer 2 %b%b", u_top.u_core.conv2_tvalid, u_top.u_core.conv2_tready);
            $fdisplay(waits_file, "layer 3 %b%b", u_top.u_core.pool2_tvalid, u_top.u_core.pool2_tready);
            $fdisplay(waits_file, "layer 4 %b%b", u_top.u_core.fc1_tvalid, u_top.u_core.fc1_tready);
            $fdisplay(waits_file, "layer 5 %b%b", u_top.u_core.fc2_tvalid, u_top.u_core.fc2_tready);
            $fdisplay(waits_file, "layer 6 %b%b", u_top.u_core.fc3_tvalid, u_top.u_core.fc3_tready);
            $fclose(waits_file);
        end
    end

endmodule

`default_nettype wire

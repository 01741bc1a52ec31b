// lenet5_axi -- lenet5_top with registers behind AXI4-Lite: version, status, a reset, counters.
//
// Streams and clock are those of lenet5_top. `lenet5_registers.md` describes the registers; `.rdl` is the same in
// SystemRDL, `.h` in C. Addresses without a register are answered with SLVERR.
//
// Made by Mantissa from a design with SHA-256
// 7521a39f3272ff8673ee7f886bfe8340256dc7697388a499cbeb31bd8b9598d4.
`default_nettype none

module lenet5_axi #(
    parameter MEMORY_FOLDER = "./"   // where the memory files lie, with a slash at its end
) (
    input  wire        aclk,
    input  wire        aresetn,         // synchronous, active low
    input  wire        s_axi_awvalid,
    output wire        s_axi_awready,
    input  wire [7:0]  s_axi_awaddr,
    input  wire [2:0]  s_axi_awprot,
    input  wire        s_axi_wvalid,
    output wire        s_axi_wready,
    input  wire [31:0] s_axi_wdata,
    input  wire [3:0]  s_axi_wstrb,
    output wire        s_axi_bvalid,
    input  wire        s_axi_bready,
    output wire [1:0]  s_axi_bresp,
    input  wire        s_axi_arvalid,
    output wire        s_axi_arready,
    input  wire [7:0]  s_axi_araddr,
    input  wire [2:0]  s_axi_arprot,
    output wire        s_axi_rvalid,
    input  wire        s_axi_rready,
    output wire [31:0] s_axi_rdata,
    output wire [1:0]  s_axi_rresp,
    input  wire        s_axis_tvalid,
    output wire        s_axis_tready,
    input  wire [7:0] s_axis_tdata,
    input  wire        s_axis_tlast,
    output wire        m_axis_tvalid,
    input  wire        m_axis_tready,
    output wire [15:0] m_axis_tdata,
    output wire        m_axis_tlast
);

    wire        write;
    wire [5:0]  write_address;
    wire [31:0] write_data;
    wire [3:0]  write_strobe;
    wire        write_known;
    wire        read;
    wire [5:0]  read_address;
    reg  [31:0] read_data;
    reg         read_known;
    wire [1:0]  frame_error;

    reg         machine_aresetn_q;
    reg  [63:0] cycles_q;
    reg  [31:0] cycles_high_q;   // as they were when the low half was read
    reg  [31:0] frames_in_q;
    reg  [31:0] frames_out_q;

    // Protection tells nothing here; of a write only the reset's bit counts.
    wire unused = &{1'b0, s_axi_awprot, s_axi_arprot, write_data[31:1], write_strobe[3:1]};

    mantissa_axi_lite #(.ADDRESS_WIDTH(8)) u_bus (
        .aclk          (aclk),
        .aresetn       (aresetn),
        .s_axi_awvalid (s_axi_awvalid),
        .s_axi_awready (s_axi_awready),
        .s_axi_awaddr  (s_axi_awaddr),
        .s_axi_wvalid  (s_axi_wvalid),
        .s_axi_wready  (s_axi_wready),
        .s_axi_wdata   (s_axi_wdata),
        .s_axi_wstrb   (s_axi_wstrb),
        .s_axi_bvalid  (s_axi_bvalid),
        .s_axi_bready  (s_axi_bready),
        .s_axi_bresp   (s_axi_bresp),
        .s_axi_arvalid (s_axi_arvalid),
        .s_axi_arready (s_axi_arready),
        .s_axi_araddr  (s_axi_araddr),
        .s_axi_rvalid  (s_axi_rvalid),
        .s_axi_rready  (s_axi_rready),
        .s_axi_rdata   (s_axi_rdata),
        .s_axi_rresp   (s_axi_rresp),
        .write         (write),
        .write_address (write_address),
        .write_data    (write_data),
        .write_strobe  (write_strobe),
        .write_known   (write_known),
        .read          (read),
        .read_address  (read_address),
        .read_data     (read_data),
        .read_known    (read_known)
    );

    // What each register reads as.
    always @(*) begin
        read_known = 1'b1;
        case (read_address)
            6'h00: read_data = 32'd1;   // VERSION
            6'h01: read_data = 32'h7521a39f;   // DESIGN
            6'h02: read_data = {31'd0, 1'b0};   // CONTROL
            6'h03: read_data = {28'd0, m_axis_tvalid && !m_axis_tready, s_axis_tvalid && !s_axis_tready, frame_error[1], frame_error[0]};   // STATUS
            6'h04: read_data = cycles_q[31:0];   // CYCLES_LOW
            6'h05: read_data = cycles_high_q;   // CYCLES_HIGH
            6'h06: read_data = frames_in_q;   // FRAMES_IN
            6'h07: read_data = frames_out_q;   // FRAMES_OUT
            default: begin
                read_data  = 32'd0;
                read_known = 1'b0;
            end
        endcase
    end

    wire start_reset = write && write_address == 6'h02 && write_strobe[0] && write_data[0];

    assign write_known = write_address == 6'h02;

    always @(posedge aclk) begin
        machine_aresetn_q <= aresetn && !start_reset;
        if (!machine_aresetn_q) begin
            cycles_q     <= 64'd0;
            frames_in_q  <= 32'd0;
            frames_out_q <= 32'd0;
        end else begin
            cycles_q <= cycles_q + 64'd1;
            if (s_axis_tvalid && s_axis_tready && s_axis_tlast) frames_in_q <= frames_in_q + 32'd1;
            if (m_axis_tvalid && m_axis_tready && m_axis_tlast) frames_out_q <= frames_out_q + 32'd1;
        end
    end

    always @(posedge aclk) if (read && read_address == 6'h04) cycles_high_q <= cycles_q[63:32];

    lenet5_top #(.MEMORY_FOLDER(MEMORY_FOLDER)) u_machine (
        .aclk          (aclk),
        .aresetn       (machine_aresetn_q),
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

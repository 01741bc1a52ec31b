// mantissa_axi_lite -- AXI4-Lite accesses as strobes: one write and one read at a time, 32 bits.
//
// A write is taken when its address and its data are both there: write is high for one clock, with address, data and byte
// strobes, and write_known has to say in that clock whether there is such a register. A read likewise: read is high for
// one clock, and read_data and read_known are taken at its end. Unknown addresses are answered with SLVERR. Each
// direction takes an access every second clock.
`default_nettype none

module mantissa_axi_lite #(
    parameter ADDRESS_WIDTH = 8
) (
    input  wire                     aclk,
    input  wire                     aresetn,         // synchronous, active low
    input  wire                     s_axi_awvalid,
    output wire                     s_axi_awready,
    input  wire [ADDRESS_WIDTH-1:0] s_axi_awaddr,
    input  wire                     s_axi_wvalid,
    output wire                     s_axi_wready,
    input  wire [31:0]              s_axi_wdata,
    input  wire [3:0]               s_axi_wstrb,
    output wire                     s_axi_bvalid,
    input  wire                     s_axi_bready,
    output wire [1:0]               s_axi_bresp,
    input  wire                     s_axi_arvalid,
    output wire                     s_axi_arready,
    input  wire [ADDRESS_WIDTH-1:0] s_axi_araddr,
    output wire                     s_axi_rvalid,
    input  wire                     s_axi_rready,
    output wire [31:0]              s_axi_rdata,
    output wire [1:0]               s_axi_rresp,
    output wire                     write,
    output wire [ADDRESS_WIDTH-3:0] write_address,   // of a word of 4 bytes
    output wire [31:0]              write_data,
    output wire [3:0]               write_strobe,
    input  wire                     write_known,
    output wire                     read,
    output wire [ADDRESS_WIDTH-3:0] read_address,
    input  wire [31:0]              read_data,
    input  wire                     read_known
);

    reg        bvalid_q;
    reg        bad_write_q;
    reg        rvalid_q;
    reg        bad_read_q;
    reg [31:0] rdata_q;

    // Accesses are whole words, wherever in the word their address points.
    wire unused = &{1'b0, s_axi_awaddr[1:0], s_axi_araddr[1:0]};

    assign write         = aresetn && s_axi_awvalid && s_axi_wvalid && !bvalid_q;
    assign write_address = s_axi_awaddr[ADDRESS_WIDTH-1:2];
    assign write_data    = s_axi_wdata;
    assign write_strobe  = s_axi_wstrb;
    assign s_axi_awready = write;
    assign s_axi_wready  = write;
    assign s_axi_bvalid  = bvalid_q;
    assign s_axi_bresp   = {bad_write_q, 1'b0};

    assign read          = aresetn && s_axi_arvalid && !rvalid_q;
    assign read_address  = s_axi_araddr[ADDRESS_WIDTH-1:2];
    assign s_axi_arready = read;
    assign s_axi_rvalid  = rvalid_q;
    assign s_axi_rdata   = rdata_q;
    assign s_axi_rresp   = {bad_read_q, 1'b0};

    always @(posedge aclk) begin
        if (!aresetn) begin
            bvalid_q <= 1'b0;
            rvalid_q <= 1'b0;
        end else begin
            bvalid_q <= write || (bvalid_q && !s_axi_bready);
            rvalid_q <= read || (rvalid_q && !s_axi_rready);
        end
    end

    always @(posedge aclk) begin
        if (write) bad_write_q <= !write_known;
        if (read) begin
            bad_read_q <= !read_known;
            rdata_q    <= read_known ? read_data : 32'd0;
        end
    end

endmodule

`default_nettype wire

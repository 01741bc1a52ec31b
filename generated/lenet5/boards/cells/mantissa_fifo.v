// mantissa_fifo -- first in, first out, in a synchronous-read memory.
//
// Holds DEPTH words in the memory and one in its output register. Latency 2 cycles, one word a cycle when DEPTH
// is 2 or more; s_axis_tready comes from registers alone.
`default_nettype none

module mantissa_fifo #(
    parameter WIDTH = 8,
    parameter DEPTH = 16
) (
    input  wire             aclk,
    input  wire             aresetn,       // synchronous, active low
    input  wire             s_axis_tvalid,
    output wire             s_axis_tready,
    input  wire [WIDTH-1:0] s_axis_tdata,
    output wire             m_axis_tvalid,
    input  wire             m_axis_tready,
    output wire [WIDTH-1:0] m_axis_tdata
);

    localparam ADDRESS_WIDTH = DEPTH > 1 ? $clog2(DEPTH) : 1;
    localparam COUNT_WIDTH   = $clog2(DEPTH + 1);
    localparam LAST          = DEPTH - 1;

    reg [WIDTH-1:0]         memory [0:DEPTH-1];
    reg [WIDTH-1:0]         m_data_q;
    reg                     m_valid_q;
    reg [ADDRESS_WIDTH-1:0] write_address_q;
    reg [ADDRESS_WIDTH-1:0] read_address_q;
    reg [COUNT_WIDTH-1:0]   count_q;

    wire advance = !m_valid_q || m_axis_tready;
    wire filled  = count_q != {COUNT_WIDTH{1'b0}};
    wire write   = s_axis_tvalid && s_axis_tready;
    wire read    = advance && filled;

    assign s_axis_tready = count_q != DEPTH[COUNT_WIDTH-1:0];
    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;

    function [ADDRESS_WIDTH-1:0] after(input [ADDRESS_WIDTH-1:0] address);
        after = address == LAST[ADDRESS_WIDTH-1:0]
            ? {ADDRESS_WIDTH{1'b0}} : address + {{ADDRESS_WIDTH-1{1'b0}}, 1'b1};
    endfunction

    always @(posedge aclk) begin
        if (!aresetn) begin
            m_valid_q       <= 1'b0;
            write_address_q <= {ADDRESS_WIDTH{1'b0}};
            read_address_q  <= {ADDRESS_WIDTH{1'b0}};
            count_q         <= {COUNT_WIDTH{1'b0}};
        end else begin
            if (advance) m_valid_q <= filled;
            if (write) write_address_q <= after(write_address_q);
            if (read) read_address_q <= after(read_address_q);
            if (write && !read) count_q <= count_q + {{COUNT_WIDTH-1{1'b0}}, 1'b1};
            if (read && !write) count_q <= count_q - {{COUNT_WIDTH-1{1'b0}}, 1'b1};
        end
    end

    always @(posedge aclk) if (write) memory[write_address_q] <= s_axis_tdata;
    always @(posedge aclk) if (read) m_data_q <= memory[read_address_q];

endmodule

`default_nettype wire

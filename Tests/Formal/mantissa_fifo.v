// The words out are the words in; what is inside leaves within 2 cycles of a ready sink, and a word enters within 2.
//
// proof WIDTH=1 DEPTH=1
// proof WIDTH=8 DEPTH=2
// proof WIDTH=2 DEPTH=5
// proof WIDTH=2 DEPTH=8
// depth 20
// apart * -> m_axis_tvalid m_axis_tdata s_axis_tready
// bug order WIDTH=2 DEPTH=5: s/address == LAST\[/address == DEPTH[/
// bug order WIDTH=2 DEPTH=5: s/count_q != DEPTH/count_q <= DEPTH/
// bug order WIDTH=2 DEPTH=5: s/if (write \&\& !read) count_q/if (write) count_q/
// bug stable WIDTH=2 DEPTH=5: s/wire read    = advance/wire read    = 1'b1/
// bug live WIDTH=2 DEPTH=5: s/if (read \&\& !write) count_q <= count_q -/if (read \&\& !write) count_q <= count_q +/
// bug apart: s/count_q != DEPTH\[COUNT_WIDTH-1:0\];/count_q != DEPTH[COUNT_WIDTH-1:0] || m_axis_tready;/
`default_nettype none

module formal #(
    parameter WIDTH = 8,
    parameter DEPTH = 2   // up to 8
) (
    input wire             aclk,
    input wire             aresetn,
    input wire             s_axis_tvalid,
    input wire [WIDTH-1:0] s_axis_tdata,
    input wire             m_axis_tready
);

    wire             s_axis_tready, m_axis_tvalid, up, watch;
    wire [WIDTH-1:0] m_axis_tdata, value;
    wire [4:0]       held, ahead;
    wire             take = s_axis_tvalid && s_axis_tready;
    wire             give = m_axis_tvalid && m_axis_tready;

    mantissa_fifo #(.WIDTH(WIDTH), .DEPTH(DEPTH)) dut (.*);
    check_up u_up (.*);
    check_queue #(.WIDTH(WIDTH), .MOST(DEPTH + 1), .BITS(5)) u_queue (
        .*, .adds({4'b0, take}), .offset(5'd0), .word(s_axis_tdata),
        .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_stable #(.WIDTH(WIDTH)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );
    check_live #(.CYCLES(2)) u_out (.*, .owed(held != 0 && m_axis_tready), .moved(give));
    check_live #(.CYCLES(2)) u_in (.*, .owed(s_axis_tvalid && m_axis_tready), .moved(take));

`ifdef INSIDE
    localparam ADDRESS_WIDTH = DEPTH > 1 ? $clog2(DEPTH) : 1;

    (* hierconn *) wire [$clog2(DEPTH+1)-1:0] \dut.count_q ;
    (* hierconn *) wire [ADDRESS_WIDTH-1:0]   \dut.write_address_q ;
    (* hierconn *) wire [ADDRESS_WIDTH-1:0]   \dut.read_address_q ;
    (* hierconn *) wire [WIDTH-1:0]           \dut.memory[0] ;
    (* hierconn *) wire [WIDTH-1:0]           \dut.memory[1] ;
    (* hierconn *) wire [WIDTH-1:0]           \dut.memory[2] ;
    (* hierconn *) wire [WIDTH-1:0]           \dut.memory[3] ;
    (* hierconn *) wire [WIDTH-1:0]           \dut.memory[4] ;
    (* hierconn *) wire [WIDTH-1:0]           \dut.memory[5] ;
    (* hierconn *) wire [WIDTH-1:0]           \dut.memory[6] ;
    (* hierconn *) wire [WIDTH-1:0]           \dut.memory[7] ;

    wire [8*WIDTH-1:0] memory = {
        \dut.memory[7] , \dut.memory[6] , \dut.memory[5] , \dut.memory[4] ,
        \dut.memory[3] , \dut.memory[2] , \dut.memory[1] , \dut.memory[0] };

    function [4:0] around(input [4:0] address);
        around = address >= DEPTH ? address - DEPTH : address;
    endfunction

    wire [4:0]       place  = around(\dut.read_address_q + ahead - m_axis_tvalid);
    wire [WIDTH-1:0] stored = memory >> (place * WIDTH);

    always @* if (up) begin
        inside_held: assert (held == \dut.count_q + m_axis_tvalid);
        inside_count: assert (\dut.count_q <= DEPTH);
        inside_read: assert (\dut.read_address_q < DEPTH);
        inside_write: assert (\dut.write_address_q == around(\dut.read_address_q + \dut.count_q ));
        if (watch) begin
            inside_ahead: assert (ahead < held);
            inside_value: assert (value == (m_axis_tvalid && ahead == 0 ? m_axis_tdata : stored));
        end
    end
`endif

endmodule

`default_nettype wire

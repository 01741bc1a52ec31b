// The words out of each side are the words in; what a side has not taken is offered to it at once; with both sinks
// ready a word enters in every cycle, and none of the sides waits for the other's sink to be offered its word.
//
// proof WIDTH=1
// proof WIDTH=8
// depth 16
// apart * -> m0_axis_tvalid m1_axis_tvalid m0_axis_tdata m1_axis_tdata
// apart s_axis_tvalid -> s_axis_tready
// bug order: s/if (m1_axis_tready) m1_valid_q <= 1'b0;//
// bug order: s/(!m1_valid_q || m1_axis_tready)/1'b1/
// bug stable: s/if (m0_axis_tready) m0_valid_q/if (m1_axis_tready) m0_valid_q/
// bug live: s/(!m0_valid_q || m0_axis_tready)/!m0_valid_q/
// bug apart: s/m0_axis_tvalid = m0_valid_q/m0_axis_tvalid = m0_valid_q \&\& m1_axis_tready/
// bug apart: s/s_axis_tready  = /s_axis_tready  = s_axis_tvalid \&\& /
`default_nettype none

module formal #(
    parameter WIDTH = 8
) (
    input wire             aclk,
    input wire             aresetn,
    input wire             s_axis_tvalid,
    input wire [WIDTH-1:0] s_axis_tdata,
    input wire             m0_axis_tready,
    input wire             m1_axis_tready
);

    wire             s_axis_tready, m0_axis_tvalid, m1_axis_tvalid, up;
    wire [WIDTH-1:0] m0_axis_tdata, m1_axis_tdata;
    wire             take = s_axis_tvalid && s_axis_tready;

    mantissa_fork #(.WIDTH(WIDTH)) dut (.*);
    check_up u_up (.*);
    check_live #(.CYCLES(1)) u_in (
        .*, .owed(s_axis_tvalid && m0_axis_tready && m1_axis_tready), .moved(take)
    );

    wire [1:0] inside;   // whether each side's word is the one that it has to take yet

    genvar side;
    generate
        for (side = 0; side < 2; side = side + 1) begin : g_side
            wire             valid = side ? m1_axis_tvalid : m0_axis_tvalid;
            wire             ready = side ? m1_axis_tready : m0_axis_tready;
            wire [WIDTH-1:0] data  = side ? m1_axis_tdata : m0_axis_tdata;
            wire             watch;
            wire [WIDTH-1:0] value;
            wire [1:0]       held, ahead;

            check_queue #(.WIDTH(WIDTH), .BITS(2)) u_queue (
                .*, .adds({1'b0, take}), .offset(2'd0), .word(s_axis_tdata)
            );
            check_stable #(.WIDTH(WIDTH)) u_stable (.*);
            check_live #(.CYCLES(1)) u_out (.*, .owed(held != 0 && ready), .moved(valid && ready));

            assign inside[side] = held == valid && (!watch || (valid && ahead == 0 && data == value));
        end
    endgenerate

`ifdef INSIDE
    always @* if (up) inside_sides: assert (&inside);
`endif

endmodule

`default_nettype wire

// last is high in the steps number COUNT, COUNT * 2, ... after a reset, and in no other.
//
// proof COUNT=1
// proof COUNT=2
// proof COUNT=5
// proof COUNT=8
// depth 20
// apart step -> last
// bug last COUNT=5: s/HIGHEST = COUNT - 1/HIGHEST = COUNT - 2/
// bug last COUNT=5: s/if (step) left_q/left_q/
// bug last COUNT=5: s/last ? HIGHEST\[WIDTH-1:0\] : //
`default_nettype none

module formal #(
    parameter COUNT = 2
) (
    input wire aclk,
    input wire aresetn,
    input wire step
);

    wire      last, up;
    reg [7:0] steps_q;   // in this turn of the loop

    mantissa_loop #(.COUNT(COUNT)) dut (.*);
    check_up u_up (.*);

    always @(posedge aclk) begin
        if (!aresetn) steps_q <= 0;
        else if (step) steps_q <= steps_q + 1 == COUNT ? 0 : steps_q + 1;
    end

    always @* if (up) last_step: assert (last == (steps_q + 1 == COUNT));

`ifdef INSIDE
    (* hierconn *) wire [$clog2(COUNT > 1 ? COUNT : 2)-1:0] \dut.g_counter.left_q ;

    always @* if (up) begin
        inside_steps: assert (steps_q < COUNT);
        if (COUNT > 1) inside_left: assert (\dut.g_counter.left_q == COUNT - 1 - steps_q);
    end
`endif

endmodule

`default_nettype wire

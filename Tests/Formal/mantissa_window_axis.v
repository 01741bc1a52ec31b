// in_frame tells whether output * STRIDE - BEFORE + tap * DILATION lies in 0 ... EXTENT - 1. The loops around it are
// assumed to ask for no output or tap that there is not.
//
// proof EXTENT=4 OUTPUTS=4 KERNEL=3 STRIDE=1 DILATION=1 BEFORE=1
// proof EXTENT=5 OUTPUTS=3 KERNEL=2 STRIDE=2 DILATION=3 BEFORE=2
// proof EXTENT=3 OUTPUTS=3 KERNEL=1 STRIDE=1 DILATION=1 BEFORE=0
// proof EXTENT=1 OUTPUTS=2 KERNEL=4 STRIDE=2 DILATION=1 BEFORE=3
// proof EXTENT=7 OUTPUTS=2 KERNEL=3 STRIDE=3 DILATION=2 BEFORE=0
// depth 24
// apart step wrap move restart tap -> in_frame
// bug frame: s/FIRST   = 0 - BEFORE/FIRST   = 1 - BEFORE/
// bug frame: s/TO_MOVE = STRIDE - BACK/TO_MOVE = STRIDE/
// bug frame: s/position_d < EXTENT/position_d <= EXTENT/
// bug frame: s/else if (step)/else/
`default_nettype none

module formal #(
    parameter EXTENT   = 4,
    parameter OUTPUTS  = 4,
    parameter KERNEL   = 3,
    parameter STRIDE   = 1,
    parameter DILATION = 1,
    parameter BEFORE   = 1
) (
    input wire aclk,
    input wire aresetn,
    input wire step,
    input wire wrap,
    input wire move,
    input wire restart,
    input wire tap
);

    wire      in_frame, up;
    reg [2:0] output_q, tap_q;

    mantissa_window_axis #(
        .EXTENT(EXTENT), .OUTPUTS(OUTPUTS), .KERNEL(KERNEL), .STRIDE(STRIDE), .DILATION(DILATION), .BEFORE(BEFORE)
    ) dut (.*);
    check_up u_up (.*);

    always @(posedge aclk) begin
        if (!aresetn) begin
            output_q <= 0;
            tap_q    <= 0;
        end else if (step) begin
            if (wrap) output_q <= 0;
            else if (move) output_q <= output_q + 1;
            if (wrap || move || restart) tap_q <= 0;
            else if (tap) tap_q <= tap_q + 1;
        end
    end

    // Windows move on from their last taps: outputs and restarts only there.
    always @* if (up && step) begin
        if (move && !wrap) assume (output_q + 1 < OUTPUTS);
        if (wrap || move || restart) assume (tap_q + 1 == KERNEL);
        else if (tap) assume (tap_q + 1 < KERNEL);
    end

    wire signed [7:0] position = {5'd0, output_q} * STRIDE[7:0] - BEFORE[7:0] + {5'd0, tap_q} * DILATION[7:0];

    always @* if (up) frame_place: assert (in_frame == (position >= 0 && position < $signed(EXTENT[7:0])));

`ifdef INSIDE
    localparam BACK    = (KERNEL - 1) * DILATION;
    localparam HIGHEST = (OUTPUTS - 1) * STRIDE + BACK - BEFORE;
    localparam PADDED  = BEFORE != 0 || HIGHEST >= EXTENT;
    localparam WIDTH   = $clog2(BEFORE + EXTENT + HIGHEST + STRIDE + DILATION + BACK + 1) + 1;

    (* hierconn *) wire [WIDTH-1:0] \dut.g_padded.position_q ;

    always @* if (up) begin
        inside_loops: assert (output_q < OUTPUTS && tap_q < KERNEL);
        if (PADDED) inside_position: assert (\dut.g_padded.position_q == position[WIDTH-1:0]);
    end
`endif

endmodule

`default_nettype wire

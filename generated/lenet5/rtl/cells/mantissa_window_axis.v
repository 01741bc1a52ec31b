// mantissa_window_axis -- tells whether a sliding window's current tap lies inside the tensor, along one axis.
//
// position = output * STRIDE - BEFORE + tap * DILATION; in_frame = 0 <= position < EXTENT, from a register.
// With step high, the next element is: of the next frame or line (wrap), else of the next output (move), else of the
// same output's first tap (restart), else of the next tap (tap), else of the same tap.
`default_nettype none

module mantissa_window_axis #(
    parameter EXTENT   = 4,
    parameter OUTPUTS  = 4,
    parameter KERNEL   = 3,
    parameter STRIDE   = 1,
    parameter DILATION = 1,
    parameter BEFORE   = 1
) (
    input  wire aclk,
    input  wire aresetn,   // synchronous, active low
    input  wire step,
    input  wire wrap,
    input  wire move,
    input  wire restart,
    input  wire tap,
    output wire in_frame
);

    localparam BACK    = (KERNEL - 1) * DILATION;
    localparam HIGHEST = (OUTPUTS - 1) * STRIDE + BACK - BEFORE;

    generate
        if (BEFORE == 0 && HIGHEST < EXTENT) begin : g_unpadded
            wire unused = &{1'b0, aclk, aresetn, step, wrap, move, restart, tap};
            assign in_frame = 1'b1;
        end else begin : g_padded
            localparam WIDTH   = $clog2(BEFORE + EXTENT + HIGHEST + STRIDE + DILATION + BACK + 1) + 1;
            localparam FIRST   = 0 - BEFORE;
            localparam TO_MOVE = STRIDE - BACK;
            localparam TO_BACK = 0 - BACK;

            reg         [WIDTH-1:0] position_q;
            reg         [WIDTH-1:0] delta;
            wire        [WIDTH-1:0] position_d = wrap ? FIRST[WIDTH-1:0] : position_q + delta;
            reg                     in_frame_q;

            always @* begin
                if (move) delta = TO_MOVE[WIDTH-1:0];
                else if (restart) delta = TO_BACK[WIDTH-1:0];
                else if (tap) delta = DILATION[WIDTH-1:0];
                else delta = {WIDTH{1'b0}};
            end

            assign in_frame = in_frame_q;

            always @(posedge aclk) begin
                if (!aresetn) begin
                    position_q <= FIRST[WIDTH-1:0];
                    in_frame_q   <= BEFORE == 0;
                end else if (step) begin
                    position_q <= position_d;
                    in_frame_q   <= !position_d[WIDTH-1] && position_d < EXTENT[WIDTH-1:0];
                end
            end
        end
    endgenerate

endmodule

`default_nettype wire

// mantissa_loop -- counts the steps of a loop; last is high during step number COUNT, COUNT * 2, ...
//
// STEPPED 1: reset leaves it behind its first step already.
`default_nettype none

module mantissa_loop #(
    parameter COUNT   = 2,
    parameter STEPPED = 0
) (
    input  wire aclk,
    input  wire aresetn,   // synchronous, active low
    input  wire step,
    output wire last
);

    generate
        if (COUNT == 1) begin : g_single
            wire unused = &{1'b0, aclk, aresetn, step};
            assign last = 1'b1;
        end else begin : g_counter
            localparam WIDTH   = $clog2(COUNT);
            localparam HIGHEST = COUNT - 1;
            localparam FIRST   = COUNT - 1 - STEPPED;

            reg [WIDTH-1:0] left_q;

            assign last = left_q == {WIDTH{1'b0}};

            always @(posedge aclk) begin
                if (!aresetn) left_q <= FIRST[WIDTH-1:0];
                else if (step) left_q <= last ? HIGHEST[WIDTH-1:0] : left_q - {{WIDTH-1{1'b0}}, 1'b1};
            end
        end
    endgenerate

endmodule

`default_nettype wire

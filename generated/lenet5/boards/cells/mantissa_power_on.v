// mantissa_power_on -- the reset of a board: low for 255 clocks after the device is configured and after its button.
//
// The counter starts at 0, which the bitstream sets. Memories of iCE40 UltraPlus are not ready in the first clocks.
`default_nettype none

module mantissa_power_on (
    input  wire aclk,
    input  wire button,    // high while it is pressed, of no clock
    output wire aresetn    // synchronous, active low
);

    reg [1:0] button_q;    // against metastability
    reg [7:0] count_q;

    initial begin
        button_q = 2'b00;
        count_q  = 8'd0;
    end

    assign aresetn = &count_q;

    always @(posedge aclk) begin
        button_q <= {button_q[0], button};
        if (button_q[1]) count_q <= 8'd0;
        else if (!aresetn) count_q <= count_q + 8'd1;
    end

endmodule

`default_nettype wire

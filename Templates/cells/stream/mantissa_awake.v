// mantissa_awake -- high when a machine may take and give words: after its first reset, and in no reset.
//
// The register starts at 0 where initial values are honoured (FPGAs, simulators); a machine is then asleep after
// power-up, its handshake low rather than unknown, until aresetn has been low for one rising edge.
`default_nettype none

module mantissa_awake (
    input  wire aclk,
    input  wire aresetn,   // synchronous, active low
    output wire awake
);

    reg seen_q;

    initial seen_q = 1'b0;

    assign awake = seen_q && aresetn;

    always @(posedge aclk) if (!aresetn) seen_q <= 1'b1;

endmodule

`default_nettype wire

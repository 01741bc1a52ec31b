// awake is high exactly in the cycles with aresetn high after one with it low.
//
// proof
// depth 10
// bug awake: s/seen_q \&\& aresetn/seen_q/
// bug awake: s/if (!aresetn) seen_q/seen_q/
`default_nettype none

module formal (
    input wire aclk,
    input wire aresetn
);

    wire awake, up;

    mantissa_awake dut (.*);
    check_up u_up (.*);

    always @* awake_after_reset: assert (awake == (up && aresetn));

endmodule

`default_nettype wire

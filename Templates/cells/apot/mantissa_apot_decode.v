// mantissa_apot_decode -- a sum of powers of two as an operand, combinational.
//
// The code is {sign, fields}, a field of B = (WIDTH - 1) / TERMS bits a term. Bit p of the significand is 1 where the field
// of term p mod TERMS, counted from the right, is p / TERMS + 1: each term sets one bit at most. Latency 0.
`default_nettype none

module mantissa_apot_decode #(
    parameter WIDTH = 5,  // a multiple of TERMS and 1 more
    parameter TERMS = 2
) (
    input  wire [WIDTH-1:0]                                      code,
    output wire                                                  sign,
    output wire [TERMS*((1<<((WIDTH-1)/TERMS))-1)-1:0]           significand,
    output wire                                                  shift
);
    localparam BITS   = (WIDTH - 1) / TERMS;
    localparam LEVELS = TERMS * ((1 << BITS) - 1);

    assign sign  = code[WIDTH-1];
    assign shift = 1'b0;

    genvar i;
    generate
        for (i = 0; i < LEVELS; i = i + 1) begin : g_level
            localparam [31:0] FIELD = i / TERMS + 1;
            assign significand[i] = code[(i%TERMS)*BITS +: BITS] == FIELD[BITS-1:0];
        end
    endgenerate
endmodule

`default_nettype wire

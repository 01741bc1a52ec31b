// mantissa_align -- a decoded number as a two's complement integer, combinational.
//
// value = (-1)^sign * significand * 2^shift. The significand is two's complement when SIGNED is 1.
// WIDTH is SIGNIFICAND_WIDTH + MAXIMUM_SHIFT, and 1 more when SIGNED is 0.
// A number without sign or shift ties the port to 0. Latency 0.
`default_nettype none

module mantissa_align #(
    parameter SIGNED            = 0,
    parameter SIGNIFICAND_WIDTH = 4,
    parameter SHIFT_WIDTH       = 4,
    parameter MAXIMUM_SHIFT     = 13,
    parameter WIDTH             = 18
) (
    input  wire                         sign,
    input  wire [SIGNIFICAND_WIDTH-1:0] significand,
    input  wire [SHIFT_WIDTH-1:0]       shift,
    output wire [WIDTH-1:0]             value
);
    localparam RAW_WIDTH = WIDTH - MAXIMUM_SHIFT;

    wire [RAW_WIDTH-1:0] raw;
    wire [RAW_WIDTH-1:0] carry;
    // Negation before the shift keeps its adder short.
    wire [RAW_WIDTH-1:0] integer_value = (raw ^ {RAW_WIDTH{sign}}) + carry;

    assign carry[0] = sign;
    generate
        if (RAW_WIDTH > 1) begin : g_carry
            assign carry[RAW_WIDTH-1:1] = {(RAW_WIDTH - 1){1'b0}};
        end

        if (SIGNED != 0) begin : g_signed
            assign raw = significand;
        end else begin : g_unsigned
            assign raw = {1'b0, significand};
        end

        if (MAXIMUM_SHIFT > 0) begin : g_shift
            wire [WIDTH-1:0] extended = {{MAXIMUM_SHIFT{integer_value[RAW_WIDTH-1]}}, integer_value};
            assign value = extended << shift;
        end else begin : g_direct
            wire unused = &{1'b0, shift};
            assign value = integer_value;
        end
    endgenerate
endmodule

`default_nettype wire

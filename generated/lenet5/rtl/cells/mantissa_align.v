// mantissa_align -- a decoded number as a two's complement integer, combinational unless cut.
//
// value = (-1)^sign * significand * 2^shift. The significand is two's complement when SIGNED is 1.
// WIDTH is SIGNIFICAND_WIDTH + MAXIMUM_SHIFT, and 1 more when SIGNED is 0.
// A number without sign or shift ties the port to 0. CUTS: bit 0 registers between negation and shift, bit 1 between the
// lower half of the shift's bits and the upper one. Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_align #(
    parameter SIGNED            = 0,
    parameter SIGNIFICAND_WIDTH = 4,
    parameter SHIFT_WIDTH       = 4,
    parameter MAXIMUM_SHIFT     = 13,
    parameter WIDTH             = 18,
    parameter CUTS              = 0
) (
    input  wire                         aclk,
    input  wire                         enable,
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

    wire [RAW_WIDTH-1:0]   p1_value;
    wire [SHIFT_WIDTH-1:0] p1_shift;
    mantissa_cut #(.WIDTH(RAW_WIDTH + SHIFT_WIDTH), .REGISTERED(CUTS & 1)) u_cut_value (
        .aclk(aclk), .enable(enable), .d({integer_value, shift}), .q({p1_value, p1_shift})
    );

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
            localparam LOW    = SHIFT_WIDTH / 2;                          // bits of the shift that come first
            localparam MOST   = (1 << LOW) - 1;
            localparam BEFORE = MOST < MAXIMUM_SHIFT ? RAW_WIDTH + MOST : WIDTH;
            wire [BEFORE-1:0]      nearer = {{(BEFORE - RAW_WIDTH){p1_value[RAW_WIDTH-1]}}, p1_value};
            wire [SHIFT_WIDTH-1:0] high   = p1_shift >> LOW << LOW;
            wire [BEFORE-1:0]      p2_value;
            wire [SHIFT_WIDTH-1:0] p2_shift;
            wire [WIDTH-1:0]       extended;
            mantissa_cut #(.WIDTH(BEFORE + SHIFT_WIDTH), .REGISTERED((CUTS >> 1) & 1)) u_cut_shift (
                .aclk(aclk), .enable(enable), .d({nearer << (p1_shift ^ high), high}), .q({p2_value, p2_shift})
            );
            assign extended[BEFORE-1:0] = p2_value;
            if (WIDTH > BEFORE) begin : g_above
                assign extended[WIDTH-1:BEFORE] = {(WIDTH - BEFORE){p2_value[BEFORE-1]}};
            end
            assign value = extended << p2_shift;
        end else begin : g_direct
            wire [RAW_WIDTH-1:0] p2_value;
            wire unused = &{1'b0, p1_shift};
            mantissa_cut #(.WIDTH(RAW_WIDTH), .REGISTERED((CUTS >> 1) & 1)) u_cut_shift (
                .aclk(aclk), .enable(enable), .d(p1_value), .q(p2_value)
            );
            assign value = p2_value;
        end
    endgenerate
endmodule

`default_nettype wire

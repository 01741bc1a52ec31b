// mantissa_exact_product -- the product of two decoded numbers as a two's complement integer, combinational unless cut.
//
// product = (-1)^(w_sign ^ x_sign) * w_significand * x_significand * 2^(w_shift + x_shift).
// W_SIGNED and X_SIGNED: that significand is two's complement. SIGNIFICAND_WIDTH, MAXIMUM_SHIFT and PRODUCT_WIDTH are
// those of the product: W_WIDTH + X_WIDTH bits, or 1 less when neither is signed and one has a single bit.
// A number without sign or shift ties the port to 0.
// CUTS: bit 0 registers in front of the sign and the shift, the bits above it are mantissa_align's. Where both significands are
// wider than SPLIT bits all these are one place higher, and bit 0 registers the products with the halves of w_significand.
// Latency: the number of ones in CUTS.
`default_nettype none

module mantissa_exact_product #(
    parameter W_SIGNED          = 1,
    parameter W_WIDTH           = 8,
    parameter W_SHIFT_WIDTH     = 1,
    parameter X_SIGNED          = 1,
    parameter X_WIDTH           = 8,
    parameter X_SHIFT_WIDTH     = 1,
    parameter SIGNIFICAND_WIDTH = 16,
    parameter MAXIMUM_SHIFT     = 0,
    parameter PRODUCT_WIDTH     = 16,
    parameter SPLIT             = 18,
    parameter CUTS              = 0
) (
    input  wire                     aclk,
    input  wire                     enable,
    input  wire                     w_sign,
    input  wire [W_WIDTH-1:0]       w_significand,
    input  wire [W_SHIFT_WIDTH-1:0] w_shift,
    input  wire                     x_sign,
    input  wire [X_WIDTH-1:0]       x_significand,
    input  wire [X_SHIFT_WIDTH-1:0] x_shift,
    output wire [PRODUCT_WIDTH-1:0] product
);
    localparam SIGNED      = (W_SIGNED != 0 || X_SIGNED != 0) ? 1 : 0;
    localparam HALVES      = (W_WIDTH > SPLIT && X_WIDTH > SPLIT) ? 1 : 0;
    localparam SHIFT_WIDTH = (W_SHIFT_WIDTH > X_SHIFT_WIDTH ? W_SHIFT_WIDTH : X_SHIFT_WIDTH) + 1;

    wire [SIGNIFICAND_WIDTH-1:0] significand;
    wire [SHIFT_WIDTH-1:0]       shift;
    wire                         cut_sign;
    mantissa_cut #(.WIDTH(1 + SHIFT_WIDTH), .REGISTERED(HALVES != 0 ? CUTS & 1 : 0)) u_cut_shift (
        .aclk(aclk), .enable(enable),
        .d({w_sign ^ x_sign, {{(SHIFT_WIDTH - W_SHIFT_WIDTH){1'b0}}, w_shift}
                             + {{(SHIFT_WIDTH - X_SHIFT_WIDTH){1'b0}}, x_shift}}),
        .q({cut_sign, shift})
    );

    generate
        if (SIGNED == 0 && W_WIDTH == 1) begin : g_weight_gates
            assign significand = x_significand & {X_WIDTH{w_significand}};
        end else if (SIGNED == 0 && X_WIDTH == 1) begin : g_activation_gates
            assign significand = w_significand & {W_WIDTH{x_significand}};
        end else if (W_SIGNED == 0 && W_WIDTH == 1) begin : g_weight_gates_signed
            assign significand = {x_significand[X_WIDTH-1], x_significand} & {SIGNIFICAND_WIDTH{w_significand}};
        end else if (X_SIGNED == 0 && X_WIDTH == 1) begin : g_activation_gates_signed
            assign significand = {w_significand[W_WIDTH-1], w_significand} & {SIGNIFICAND_WIDTH{x_significand}};
        end else if (HALVES != 0 && (CUTS & 1) != 0) begin : g_halves
            localparam LOW  = W_WIDTH / 2;
            localparam HIGH = W_WIDTH - LOW;
            wire w_top = (W_SIGNED != 0) & w_significand[W_WIDTH-1];
            wire x_top = (X_SIGNED != 0) & x_significand[X_WIDTH-1];
            wire signed [X_WIDTH:0]      x      = {x_top, x_significand};
            wire signed [LOW:0]          w_low  = {1'b0, w_significand[LOW-1:0]};
            wire signed [HIGH:0]         w_high = {w_top, w_significand[W_WIDTH-1:LOW]};
            wire signed [X_WIDTH+LOW:0]  low_d  = w_low * x;
            wire signed [X_WIDTH+HIGH:0] high_d = w_high * x;
            wire [X_WIDTH+LOW:0]         low;
            wire [X_WIDTH+HIGH:0]        high;
            wire [SIGNIFICAND_WIDTH:0]   whole  = {high, {LOW{1'b0}}} + {{HIGH{low[X_WIDTH+LOW]}}, low};
            mantissa_cut #(.WIDTH(2 * X_WIDTH + LOW + HIGH + 2), .REGISTERED(1)) u_cut_halves (
                .aclk(aclk), .enable(enable), .d({high_d, low_d}), .q({high, low})
            );
            assign significand = whole[SIGNIFICAND_WIDTH-1:0];
            wire unused = &{1'b0, whole[SIGNIFICAND_WIDTH]};
        end else if (SIGNED == 0) begin : g_unsigned
            wire [SIGNIFICAND_WIDTH-1:0] w = {{X_WIDTH{1'b0}}, w_significand};
            wire [SIGNIFICAND_WIDTH-1:0] x = {{W_WIDTH{1'b0}}, x_significand};
            assign significand = w * x;
        end else begin : g_signed
            wire w_top = (W_SIGNED != 0) & w_significand[W_WIDTH-1];
            wire x_top = (X_SIGNED != 0) & x_significand[X_WIDTH-1];
            wire signed [SIGNIFICAND_WIDTH-1:0] w = {{X_WIDTH{w_top}}, w_significand};
            wire signed [SIGNIFICAND_WIDTH-1:0] x = {{W_WIDTH{x_top}}, x_significand};
            assign significand = w * x;
        end
    endgenerate

    wire                         p1_sign;
    wire [SIGNIFICAND_WIDTH-1:0] p1_significand;
    wire [SHIFT_WIDTH-1:0]      p1_shift;
    mantissa_cut #(.WIDTH(1 + SIGNIFICAND_WIDTH + SHIFT_WIDTH), .REGISTERED((CUTS >> HALVES) & 1)) u_cut_product (
        .aclk(aclk), .enable(enable), .d({cut_sign, significand, shift}), .q({p1_sign, p1_significand, p1_shift})
    );

    mantissa_align #(
        .SIGNED           (SIGNED),
        .SIGNIFICAND_WIDTH(SIGNIFICAND_WIDTH),
        .SHIFT_WIDTH      (SHIFT_WIDTH),
        .MAXIMUM_SHIFT    (MAXIMUM_SHIFT),
        .WIDTH            (PRODUCT_WIDTH),
        .CUTS             (CUTS >> (1 + HALVES))
    ) u_align (
        .aclk       (aclk),
        .enable     (enable),
        .sign       (p1_sign),
        .significand(p1_significand),
        .shift      (p1_shift),
        .value      (product)
    );
endmodule

`default_nettype wire

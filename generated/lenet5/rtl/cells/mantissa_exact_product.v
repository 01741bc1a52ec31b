// mantissa_exact_product -- the product of two decoded numbers as a two's complement integer, combinational.
//
// product = (-1)^(w_sign ^ x_sign) * w_significand * x_significand * 2^(w_shift + x_shift).
// W_SIGNED and X_SIGNED: that significand is two's complement. SIGNIFICAND_WIDTH, MAXIMUM_SHIFT and PRODUCT_WIDTH are
// those of the product: W_WIDTH + X_WIDTH bits, or 1 less when neither is signed and one has a single bit.
// A number without sign or shift ties the port to 0. Latency 0.
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
    parameter PRODUCT_WIDTH     = 16
) (
    input  wire                     w_sign,
    input  wire [W_WIDTH-1:0]       w_significand,
    input  wire [W_SHIFT_WIDTH-1:0] w_shift,
    input  wire                     x_sign,
    input  wire [X_WIDTH-1:0]       x_significand,
    input  wire [X_SHIFT_WIDTH-1:0] x_shift,
    output wire [PRODUCT_WIDTH-1:0] product
);
    localparam SIGNED      = (W_SIGNED != 0 || X_SIGNED != 0) ? 1 : 0;
    localparam SHIFT_WIDTH = (W_SHIFT_WIDTH > X_SHIFT_WIDTH ? W_SHIFT_WIDTH : X_SHIFT_WIDTH) + 1;

    wire [SIGNIFICAND_WIDTH-1:0] significand;
    wire [SHIFT_WIDTH-1:0] shift = {{(SHIFT_WIDTH - W_SHIFT_WIDTH){1'b0}}, w_shift}
                                 + {{(SHIFT_WIDTH - X_SHIFT_WIDTH){1'b0}}, x_shift};

    generate
        if (SIGNED == 0 && W_WIDTH == 1) begin : g_weight_gates
            assign significand = x_significand & {X_WIDTH{w_significand}};
        end else if (SIGNED == 0 && X_WIDTH == 1) begin : g_activation_gates
            assign significand = w_significand & {W_WIDTH{x_significand}};
        end else if (W_SIGNED == 0 && W_WIDTH == 1) begin : g_weight_gates_signed
            assign significand = {x_significand[X_WIDTH-1], x_significand} & {SIGNIFICAND_WIDTH{w_significand}};
        end else if (X_SIGNED == 0 && X_WIDTH == 1) begin : g_activation_gates_signed
            assign significand = {w_significand[W_WIDTH-1], w_significand} & {SIGNIFICAND_WIDTH{x_significand}};
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

    mantissa_align #(
        .SIGNED           (SIGNED),
        .SIGNIFICAND_WIDTH(SIGNIFICAND_WIDTH),
        .SHIFT_WIDTH      (SHIFT_WIDTH),
        .MAXIMUM_SHIFT    (MAXIMUM_SHIFT),
        .WIDTH            (PRODUCT_WIDTH)
    ) u_align (
        .sign       (w_sign ^ x_sign),
        .significand(significand),
        .shift      (shift),
        .value      (product)
    );
endmodule

`default_nettype wire

// mantissa_xor_sign_product -- an activation times a binary weight, as a two's complement integer, combinational unless cut.
//
// product = (-1)^(w_sign ^ x_sign) * x_significand * 2^x_shift.
// X_SIGNED: x_significand is two's complement. SIGNIFICAND_WIDTH is X_WIDTH, or 1 more when X_SIGNED is 1;
// MAXIMUM_SHIFT and PRODUCT_WIDTH are those of the product. No multiplier.
// CUTS: bit 0 registers in front of the sign and the shift, the bits above it are mantissa_align's. Latency: the number of ones
// in CUTS.
`default_nettype none

module mantissa_xor_sign_product #(
    parameter X_SIGNED          = 0,
    parameter X_WIDTH           = 8,
    parameter X_SHIFT_WIDTH     = 1,
    parameter SIGNIFICAND_WIDTH = 8,
    parameter MAXIMUM_SHIFT     = 0,
    parameter PRODUCT_WIDTH     = 9,
    parameter CUTS              = 0
) (
    input  wire                     aclk,
    input  wire                     enable,
    input  wire                     w_sign,
    input  wire                     w_significand,
    input  wire                     w_shift,
    input  wire                     x_sign,
    input  wire [X_WIDTH-1:0]       x_significand,
    input  wire [X_SHIFT_WIDTH-1:0] x_shift,
    output wire [PRODUCT_WIDTH-1:0] product
);
    wire [SIGNIFICAND_WIDTH-1:0] significand;
    wire unused = &{1'b0, w_significand, w_shift};

    generate
        if (X_SIGNED != 0) begin : g_signed
            assign significand = {x_significand[X_WIDTH-1], x_significand};
        end else begin : g_unsigned
            assign significand = x_significand;
        end
    endgenerate

    wire                         p1_sign;
    wire [SIGNIFICAND_WIDTH-1:0] p1_significand;
    wire [X_SHIFT_WIDTH-1:0]    p1_shift;
    mantissa_cut #(.WIDTH(1 + SIGNIFICAND_WIDTH + X_SHIFT_WIDTH), .REGISTERED(CUTS & 1)) u_cut_product (
        .aclk(aclk), .enable(enable), .d({w_sign ^ x_sign, significand, x_shift}), .q({p1_sign, p1_significand, p1_shift})
    );

    mantissa_align #(
        .SIGNED           (X_SIGNED),
        .SIGNIFICAND_WIDTH(SIGNIFICAND_WIDTH),
        .SHIFT_WIDTH      (X_SHIFT_WIDTH),
        .MAXIMUM_SHIFT    (MAXIMUM_SHIFT),
        .WIDTH            (PRODUCT_WIDTH),
        .CUTS             (CUTS >> 1)
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

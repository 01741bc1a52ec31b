// mantissa_shift_add_product -- a number times a sum of powers of two, as a two's complement integer, combinational unless cut.
//
// product = (-1)^(w_sign ^ x_sign) * w_significand * x_significand * 2^x_shift, where of the bits p of w_significand with
// the same p mod TERMS at most one is set: each of TERMS terms chooses one shifted x_significand or 0, and they are added.
// X_SIGNED: x_significand is two's complement; W_SIGNED is 0. SIGNIFICAND_WIDTH, MAXIMUM_SHIFT and PRODUCT_WIDTH are those
// of the product: W_WIDTH + X_WIDTH bits, or 1 less for an unsigned x of 1. No multiplier.
// CUTS: bit 0 registers in front of the sign and the shift, the bits above it are mantissa_align's. Latency: the number of ones
// in CUTS.
`default_nettype none

module mantissa_shift_add_product #(
    parameter W_SIGNED          = 0,
    parameter W_WIDTH           = 6,
    parameter W_SHIFT_WIDTH     = 1,
    parameter X_SIGNED          = 0,
    parameter X_WIDTH           = 8,
    parameter X_SHIFT_WIDTH     = 1,
    parameter SIGNIFICAND_WIDTH = 14,
    parameter MAXIMUM_SHIFT     = 0,
    parameter PRODUCT_WIDTH     = 15,
    parameter TERMS             = 2,
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
    localparam EXTENSION = SIGNIFICAND_WIDTH - X_WIDTH;
    wire                         top = (X_SIGNED != 0) & x_significand[X_WIDTH-1];
    wire [SIGNIFICAND_WIDTH-1:0] x;
    wire unused = &{1'b0, w_shift, W_SIGNED != 0};

    genvar i, j;
    generate
        if (EXTENSION > 0) begin : g_extended
            assign x = {{EXTENSION{top}}, x_significand};
        end else begin : g_whole
            assign x = x_significand;
        end
        for (i = 0; i < TERMS; i = i + 1) begin : g_term
            for (j = i; j < W_WIDTH; j = j + TERMS) begin : g_bit
                wire [SIGNIFICAND_WIDTH-1:0] others;
                wire [SIGNIFICAND_WIDTH-1:0] shifted = others | ((x << j) & {SIGNIFICAND_WIDTH{w_significand[j]}});
                if (j + TERMS < W_WIDTH) begin : g_others
                    assign others = g_term[i].g_bit[j+TERMS].shifted;
                end else begin : g_last
                    assign others = {SIGNIFICAND_WIDTH{1'b0}};
                end
            end
            wire [SIGNIFICAND_WIDTH-1:0] sum;
            if (i + 1 < TERMS) begin : g_sum
                assign sum = g_bit[i].shifted + g_term[i+1].sum;
            end else begin : g_single
                assign sum = g_bit[i].shifted;
            end
        end
    endgenerate

    wire                         p1_sign;
    wire [SIGNIFICAND_WIDTH-1:0] p1_significand;
    wire [X_SHIFT_WIDTH-1:0]    p1_shift;
    mantissa_cut #(.WIDTH(1 + SIGNIFICAND_WIDTH + X_SHIFT_WIDTH), .REGISTERED(CUTS & 1)) u_cut_product (
        .aclk(aclk), .enable(enable), .d({w_sign ^ x_sign, g_term[0].sum, x_shift}), .q({p1_sign, p1_significand, p1_shift})
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

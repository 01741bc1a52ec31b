// mantissa_significand_product -- the product of two integers, whole or over one register.
//
// product = x * y, of unsigned integers or, where SIGNED is 1, of two's complement ones. CHAINS = 0 leaves the product to
// synthesis (trees of gates, DSP blocks). CHAINS = 1 adds one row for every two bits of y, recoded to digits -2...2
// (Booth, radix 4): on FPGAs with 6-input tables a row needs one table and one bit of a carry chain for a bit of x, half
// of what a sum of single bits needs; on gates it is large and slow.
// CUT = 1 registers the product half-way: CHAINS = 0 cuts y in halves, CHAINS = 1 the rows. Latency CUT.
`default_nettype none

module mantissa_significand_product #(
    parameter WIDTH  = 11,                      // 1 or more
    parameter SIGNED = 0,
    parameter CHAINS = 0,
    parameter CUT    = 0
) (
    input  wire               aclk,
    input  wire               enable,
    input  wire [WIDTH-1:0]   x,
    input  wire [WIDTH-1:0]   y,
    output wire [2*WIDTH-1:0] product
);
    wire x_sign = (SIGNED != 0) & x[WIDTH-1];
    wire y_sign = (SIGNED != 0) & y[WIDTH-1];
    generate
        if (WIDTH < 3 || (CHAINS == 0 && CUT == 0)) begin : g_whole
            wire [2*WIDTH-1:0] whole = {{WIDTH{x_sign}}, x} * {{WIDTH{y_sign}}, y};
            mantissa_cut #(.WIDTH(2 * WIDTH), .REGISTERED(CUT)) u_cut (
                .aclk(aclk), .enable(enable), .d(whole), .q(product)
            );
        end else if (CHAINS == 0) begin : g_halves
            localparam LOW  = WIDTH / 2;
            localparam HIGH = WIDTH - LOW;
            wire [WIDTH+LOW-1:0]  low_d  = {{LOW{x_sign}}, x} * {{WIDTH{1'b0}}, y[LOW-1:0]};
            wire [WIDTH+HIGH-1:0] high_d = {{HIGH{x_sign}}, x} * {{WIDTH{y_sign}}, y[WIDTH-1:LOW]};
            wire [WIDTH+LOW-1:0]  low;
            wire [WIDTH+HIGH-1:0] high;
            mantissa_cut #(.WIDTH(3 * WIDTH), .REGISTERED(1)) u_cut (
                .aclk(aclk), .enable(enable), .d({high_d, low_d}), .q({high, low})
            );
            assign product[LOW-1:0]       = low[LOW-1:0];
            assign product[2*WIDTH-1:LOW] = high + {{HIGH{(SIGNED != 0) & low[WIDTH+LOW-1]}}, low[WIDTH+LOW-1:LOW]};
        end else begin : g_rows
            localparam ROWS   = SIGNED != 0 ? (WIDTH + 1) / 2 : WIDTH / 2 + 1;
            localparam MIDDLE = ROWS / 2;       // the first row behind the register
            localparam ROW    = WIDTH + 2;      // bits of a row's sum, two's complement
            wire [2*ROWS:0] digits;
            assign digits[WIDTH:0] = {y, 1'b0};
            if (2 * ROWS > WIDTH) begin : g_above
                assign digits[2*ROWS:WIDTH+1] = {(2 * ROWS - WIDTH){y_sign}};
            end

            genvar i;
            for (i = 0; i < ROWS; i = i + 1) begin : g_row
                wire [WIDTH-1:0]  multiplicand;
                wire [2*ROWS:2*i] digits_left;
                wire [ROW-1:0]    earlier;
                wire [2*i+1:0]    finished;     // the low bits of the product
                if (i == 0) begin : g_first
                    assign multiplicand = x;
                    assign digits_left  = digits;
                    assign earlier      = {ROW{1'b0}};
                end else if (i == MIDDLE) begin : g_middle
                    mantissa_cut #(.WIDTH(WIDTH + 2 * ROWS + 1 + ROW), .REGISTERED(CUT)) u_cut (
                        .aclk(aclk), .enable(enable),
                        .d({g_row[i-1].multiplicand, g_row[i-1].digits_left[2*ROWS:2*i], g_row[i-1].after,
                            g_row[i-1].finished}),
                        .q({multiplicand, digits_left, earlier, finished[2*i-1:0]})
                    );
                end else begin : g_next
                    assign multiplicand      = g_row[i-1].multiplicand;
                    assign digits_left       = g_row[i-1].digits_left[2*ROWS:2*i];
                    assign earlier      = g_row[i-1].after;
                end
                if (i > 0 && i != MIDDLE) begin : g_finished
                    assign finished[2*i-1:0] = g_row[i-1].finished;
                end
                wire           top      = (SIGNED != 0) & multiplicand[WIDTH-1];
                wire [2:0]     digit    = digits_left[2*i +: 3];
                wire           one      = digit[1] ^ digit[0];
                wire           two      = (digit[2] & ~digit[1] & ~digit[0]) | (~digit[2] & digit[1] & digit[0]);
                wire           negative = digit[2] & ~(digit[1] & digit[0]);
                wire [ROW-1:0] multiple = ({ROW{one}} & {{2{top}}, multiplicand}) | ({ROW{two}} & {top, multiplicand, 1'b0});
                wire [ROW:0]   sum      = {earlier, negative} + {multiple ^ {ROW{negative}}, negative};
                // Two bits are finished; the sign goes on above.
                wire [ROW-1:0] after    = {{2{sum[ROW]}}, sum[ROW:3]};
                wire           unused   = sum[0];
                assign finished[2*i +: 2] = sum[2:1];
            end
            wire [2*ROWS+ROW-1:0] whole  = {g_row[ROWS-1].after, g_row[ROWS-1].finished};
            wire                  unused = &{1'b0, x_sign, y_sign, whole[2*ROWS+ROW-1:2*WIDTH], g_row[ROWS-1].multiplicand[0],
                                             g_row[ROWS-1].digits_left[2*ROWS]};
            assign product = whole[2*WIDTH-1:0];
        end
    endgenerate
endmodule

`default_nettype wire

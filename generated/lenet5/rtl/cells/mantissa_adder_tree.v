// mantissa_adder_tree -- the sum of COUNT two's complement terms, combinational unless cut.
//
// sum = terms[0] + terms[1] + ... + terms[COUNT-1], exact: SUM_WIDTH is WIDTH plus the levels of the
// tree, and an adder at level l has WIDTH + l bits.
// With SEGMENT terms are numbers of SEGMENT bits side by side, the highest one of what is left, which are added up each by itself,
// modulo its bits, so that no carry is longer; SUM_WIDTH is WIDTH then.
// Bit l of CUTS puts registers behind level l + 1, but for the last one. Latency: the number of ones in CUTS. Depth
// $clog2(COUNT) adders.
`default_nettype none

module mantissa_adder_tree #(
    parameter COUNT     = 4,
    parameter WIDTH     = 8,                    // bits a term
    parameter LEVELS    = 2,                    // $clog2(COUNT)
    parameter SEGMENT   = 0,
    parameter SUM_WIDTH = WIDTH + (SEGMENT > 0 ? 0 : LEVELS),
    parameter CUTS      = 0                     // LEVELS - 1 bits
) (
    input  wire                   aclk,
    input  wire                   enable,
    input  wire [COUNT*WIDTH-1:0] terms,        // term 0 in the low bits
    output wire [SUM_WIDTH-1:0]   sum
);
    localparam GROWTH = SEGMENT > 0 ? 0 : 1;  // bits a level
    localparam PARTS  = SEGMENT > 0 ? (WIDTH + SEGMENT - 1) / SEGMENT : 0;

    genvar l, n, p;
    generate
        for (l = 0; l <= LEVELS; l = l + 1) begin : g_level
            localparam NODES = (COUNT + (1 << l) - 1) >> l;
            localparam BITS  = WIDTH + l * GROWTH;
            wire [NODES*BITS-1:0] nodes;
            if (l == 0) begin : g_leaves
                wire unused = &{1'b0, aclk, enable};
                assign nodes = terms;
            end else begin : g_sums
                wire [NODES*BITS-1:0] sums;
                localparam BELOW      = (COUNT + (1 << (l - 1)) - 1) >> (l - 1);
                localparam BELOW_BITS = BITS - GROWTH;
                for (n = 0; n < NODES; n = n + 1) begin : g_node
                    wire [BELOW_BITS-1:0] a = g_level[l-1].nodes[2*n*BELOW_BITS +: BELOW_BITS];
                    if (2 * n + 1 >= BELOW) begin : g_single
                        if (SEGMENT == 0) begin : g_whole
                            assign sums[n*BITS +: BITS] = {a[BELOW_BITS-1], a};
                        end else begin : g_parts
                            assign sums[n*BITS +: BITS] = a;
                        end
                    end else begin : g_pair
                        wire [BELOW_BITS-1:0] b = g_level[l-1].nodes[(2*n+1)*BELOW_BITS +: BELOW_BITS];
                        if (SEGMENT == 0) begin : g_whole
                            assign sums[n*BITS +: BITS] = {a[BELOW_BITS-1], a} + {b[BELOW_BITS-1], b};
                        end
                        for (p = 0; p < PARTS; p = p + 1) begin : g_part
                            localparam SIZE = p + 1 < PARTS ? SEGMENT : BITS - p * SEGMENT;
                            assign sums[n*BITS+p*SEGMENT +: SIZE] = a[p*SEGMENT +: SIZE] + b[p*SEGMENT +: SIZE];
                        end
                    end
                end
                mantissa_cut #(.WIDTH(NODES * BITS), .REGISTERED(l < LEVELS ? (CUTS >> (l - 1)) & 1 : 0)) u_cut (
                    .aclk(aclk), .enable(enable), .d(sums), .q(nodes)
                );
            end
        end
    endgenerate

    assign sum = g_level[LEVELS].nodes;
endmodule

`default_nettype wire

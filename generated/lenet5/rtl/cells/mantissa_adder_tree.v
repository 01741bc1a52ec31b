// mantissa_adder_tree -- the sum of COUNT two's complement terms, combinational.
//
// sum = terms[0] + terms[1] + ... + terms[COUNT-1], exact: SUM_WIDTH is WIDTH plus the levels of the
// tree, and an adder at level l has WIDTH + l bits.
// Latency 0, depth $clog2(COUNT) adders.
`default_nettype none

module mantissa_adder_tree #(
    parameter COUNT     = 4,
    parameter WIDTH     = 8,                    // bits a term
    parameter LEVELS    = 2,                    // $clog2(COUNT)
    parameter SUM_WIDTH = WIDTH + LEVELS
) (
    input  wire [COUNT*WIDTH-1:0] terms,        // term 0 in the low bits
    output wire [SUM_WIDTH-1:0]   sum
);
    genvar l, n;
    generate
        for (l = 0; l <= LEVELS; l = l + 1) begin : g_level
            localparam NODES = (COUNT + (1 << l) - 1) >> l;
            localparam BITS  = WIDTH + l;
            wire [NODES*BITS-1:0] nodes;
            if (l == 0) begin : g_leaves
                assign nodes = terms;
            end else begin : g_sums
                localparam BELOW      = (COUNT + (1 << (l - 1)) - 1) >> (l - 1);
                localparam BELOW_BITS = WIDTH + l - 1;
                for (n = 0; n < NODES; n = n + 1) begin : g_node
                    wire [BELOW_BITS-1:0] a = g_level[l-1].nodes[2*n*BELOW_BITS +: BELOW_BITS];
                    if (2 * n + 1 < BELOW) begin : g_pair
                        wire [BELOW_BITS-1:0] b = g_level[l-1].nodes[(2*n+1)*BELOW_BITS +: BELOW_BITS];
                        assign nodes[n*BITS +: BITS] = {a[BELOW_BITS-1], a} + {b[BELOW_BITS-1], b};
                    end else begin : g_single
                        assign nodes[n*BITS +: BITS] = {a[BELOW_BITS-1], a};
                    end
                end
            end
        end
    endgenerate

    assign sum = g_level[LEVELS].nodes;
endmodule

`default_nettype wire

// gate_block_ram -- what a block memory of Xilinx 7 series does where Yosys uses one, for simulating netlists.
//
// BITS data bits and an eighth of them beside, two ports. Addresses count data bits; a port of WIDTH data bits (1 to 64,
// a power of two) has an enable for each byte that it writes. A reset sets an output; it does not block the write.
// Yosys asks for no output registers and no cascades.
module gate_block_ram #(
    parameter BITS     = 16384,
    parameter INIT     = 0,
    parameter INITP    = 0,
    parameter A_READ   = 1,   // data bits, bits beside excluded
    parameter A_WRITE  = 1,
    parameter A_MODE   = "WRITE_FIRST",
    parameter A_RESET  = 72'h0,
    parameter B_READ   = 1,
    parameter B_WRITE  = 1,
    parameter B_MODE   = "WRITE_FIRST",
    parameter B_RESET  = 72'h0
) (
    input  wire        a_clock,
    input  wire        a_enable,
    input  wire        a_reset,
    input  wire [14:0] a_address,
    input  wire [7:0]  a_write,
    input  wire [63:0] a_data,
    input  wire [7:0]  a_beside,
    output reg  [63:0] a_q,
    output reg  [7:0]  a_beside_q,
    input  wire        b_clock,
    input  wire        b_enable,
    input  wire        b_reset,
    input  wire [14:0] b_address,
    input  wire [7:0]  b_write,
    input  wire [63:0] b_data,
    input  wire [7:0]  b_beside,
    output reg  [63:0] b_q,
    output reg  [7:0]  b_beside_q
);
    // Words of 64 data bits and 8 bits beside.
    reg [63:0] words  [0:BITS/64-1];
    reg [7:0]  besides [0:BITS/64-1];

    integer place;
    initial begin
        for (place = 0; place < BITS / 64; place = place + 1) begin
            words[place]   = INIT[64 * place +: 64];
            besides[place] = INITP[8 * place +: 8];
        end
        {a_q, a_beside_q, b_q, b_beside_q} = 0;
    end

    // Ones at the data bits that a port of a width writes of a word, for each byte's enable.
    function [63:0] mask(input [5:0] address, input integer width, input [7:0] enables);
        reg [63:0] every;
        begin
            every = {{8{enables[7]}}, {8{enables[6]}}, {8{enables[5]}}, {8{enables[4]}},
                     {8{enables[3]}}, {8{enables[2]}}, {8{enables[1]}}, {8{enables[0]}}};
            if (width < 64) every = every & ((64'd1 << width) - 64'd1);
            mask = every << first(address, width);
        end
    endfunction

    // The same of the bits beside, which ports of less than 8 bits do not see.
    function [7:0] mask_beside(input [5:0] address, input integer width, input [7:0] enables);
        reg [7:0] every;
        begin
            every = width < 8 ? 8'd0 : width < 64 ? enables & ((8'd1 << (width / 8)) - 8'd1) : enables;
            mask_beside = every << (first(address, width) / 8);
        end
    endfunction

    // The first data bit of a port's part of a word.
    function [5:0] first(input [5:0] address, input integer width);
        first = address & ~(width[5:0] - 6'd1);
    endfunction

    wire [63:0] a_mask        = mask(a_address[5:0], A_WRITE, a_write);
    wire [7:0]  a_mask_beside = mask_beside(a_address[5:0], A_WRITE, a_write);
    wire [63:0] b_mask        = mask(b_address[5:0], B_WRITE, b_write);
    wire [7:0]  b_mask_beside = mask_beside(b_address[5:0], B_WRITE, b_write);
    wire [63:0] a_old         = words[a_address / 64];
    wire [7:0]  a_old_beside  = besides[a_address / 64];
    wire [63:0] b_old         = words[b_address / 64];
    wire [7:0]  b_old_beside  = besides[b_address / 64];
    wire [63:0] a_new         = (a_old & ~a_mask) | ((a_data << first(a_address[5:0], A_WRITE)) & a_mask);
    wire [7:0]  a_new_beside  = (a_old_beside & ~a_mask_beside)
                                | ((a_beside << (first(a_address[5:0], A_WRITE) / 8)) & a_mask_beside);
    wire [63:0] b_new         = (b_old & ~b_mask) | ((b_data << first(b_address[5:0], B_WRITE)) & b_mask);
    wire [7:0]  b_new_beside  = (b_old_beside & ~b_mask_beside)
                                | ((b_beside << (first(b_address[5:0], B_WRITE) / 8)) & b_mask_beside);

    always @(posedge a_clock)
        if (a_enable) begin
            if (a_write != 0) begin
                words[a_address / 64]   <= a_new;
                besides[a_address / 64] <= a_new_beside;
            end
            if (a_reset) {a_beside_q, a_q} <= A_RESET;
            else if (a_write != 0 && A_MODE == "WRITE_FIRST") begin
                a_q        <= a_new >> first(a_address[5:0], A_READ);
                a_beside_q <= a_new_beside >> (first(a_address[5:0], A_READ) / 8);
            end else if (a_write == 0 || A_MODE == "READ_FIRST") begin
                a_q        <= a_old >> first(a_address[5:0], A_READ);
                a_beside_q <= a_old_beside >> (first(a_address[5:0], A_READ) / 8);
            end
        end

    always @(posedge b_clock)
        if (b_enable) begin
            if (b_write != 0) begin
                words[b_address / 64]   <= b_new;
                besides[b_address / 64] <= b_new_beside;
            end
            if (b_reset) {b_beside_q, b_q} <= B_RESET;
            else if (b_write != 0 && B_MODE == "WRITE_FIRST") begin
                b_q        <= b_new >> first(b_address[5:0], B_READ);
                b_beside_q <= b_new_beside >> (first(b_address[5:0], B_READ) / 8);
            end else if (b_write == 0 || B_MODE == "READ_FIRST") begin
                b_q        <= b_old >> first(b_address[5:0], B_READ);
                b_beside_q <= b_old_beside >> (first(b_address[5:0], B_READ) / 8);
            end
        end

endmodule

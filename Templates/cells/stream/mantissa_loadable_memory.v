// mantissa_loadable_memory -- memory with a registered output, whose content words of a chain replace.
//
// data = content[address of the last enabled edge]. Latency 1 cycle, one read a cycle; data holds while enable is low.
// load_in = {last, valid, word}; load_out is the same for the next memory of the chain, a cycle later. After a reset, and
// after `last`, the first DEPTH * BEATS valid words are this memory's and go no further: BEATS for each of its own words,
// the lowest bits first. What is read while words are written is anything. FILE names a $readmemh file of DEPTH words, the
// content after power-up; a reset changes no content.
`default_nettype none

module mantissa_loadable_memory #(
    parameter WIDTH = 8,
    parameter DEPTH = 4,
    parameter ADDRESS_WIDTH = 2,   // of DEPTH - 1; at least 1
    parameter FILE = ""
) (
    input  wire                     aclk,
    input  wire                     aresetn,   // synchronous, active low
    input  wire                     enable,
    input  wire [ADDRESS_WIDTH-1:0] address,
    output wire [WIDTH-1:0]         data,
    input  wire [33:0]              load_in,
    output wire [33:0]              load_out
);
    localparam BEATS = (WIDTH + 31) / 32;

    // Nobody uses what is read in the cycle of a write, so that no logic has to say what it is.
    (* no_rw_check *) reg [WIDTH-1:0] memory [0:DEPTH-1];
    reg [WIDTH-1:0]         data_q;
    reg [ADDRESS_WIDTH-1:0] place_q;
    reg                     full_q;
    reg [33:0]              load_q;

    wire                last = load_in[33];
    wire                take = load_in[32] && !full_q;
    wire                whole;                         // the last words of one of this memory's
    wire [32*BEATS-1:0] word;
    wire                write = take && whole;
    wire                is_last = {{(32 - ADDRESS_WIDTH){1'b0}}, place_q} == DEPTH - 1;

    initial if (FILE != "") $readmemh(FILE, memory);

    generate
        if (BEATS > 1) begin : g_beats
            reg [32*(BEATS-1)-1:0] low_q;
            wire [32*BEATS-1:0]    joined = {load_in[31:0], low_q};

            assign word = joined;
            always @(posedge aclk) if (take) low_q <= joined[32*BEATS-1:32];
            mantissa_loop #(.COUNT(BEATS)) u_beat (
                .aclk(aclk), .aresetn(aresetn && !last), .step(take), .last(whole)
            );
        end else begin : g_beat
            assign word  = load_in[31:0];
            assign whole = 1'b1;
        end
        if (32 * BEATS > WIDTH) begin : g_rest
            wire unused = &{1'b0, word[32*BEATS-1:WIDTH]};
        end
    endgenerate

    always @(posedge aclk) begin
        if (enable) data_q <= memory[address];
        if (write) memory[place_q] <= word[WIDTH-1:0];
    end

    always @(posedge aclk) begin
        if (!aresetn || last) begin
            place_q <= {ADDRESS_WIDTH{1'b0}};
            full_q  <= 1'b0;
        end else if (write) begin
            place_q <= place_q + {{(ADDRESS_WIDTH - 1){1'b0}}, 1'b1};
            full_q  <= is_last;
        end
        load_q <= {last && aresetn, load_in[32] && full_q && aresetn, load_in[31:0]};
    end

    assign data     = data_q;
    assign load_out = load_q;

endmodule

`default_nettype wire

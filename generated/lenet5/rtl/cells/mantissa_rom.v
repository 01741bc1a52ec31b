// mantissa_rom -- read-only memory with a registered output.
//
// data = content[address of the last enabled edge]. Latency 1 cycle, one read a cycle; data holds while enable is low.
// FILE names a $readmemh file of DEPTH words; no file, no content.
`default_nettype none

module mantissa_rom #(
    parameter WIDTH = 8,
    parameter DEPTH = 4,
    parameter ADDRESS_WIDTH = 2,   // of DEPTH - 1; at least 1
    parameter FILE = ""
) (
    input  wire                     aclk,
    input  wire                     enable,
    input  wire [ADDRESS_WIDTH-1:0] address,
    output wire [WIDTH-1:0]         data
);

    reg [WIDTH-1:0] memory [0:DEPTH-1];
    reg [WIDTH-1:0] data_q;

    // Synthesis tools elaborate a module by itself first, when its file is not yet known.
    initial if (FILE != "") $readmemh(FILE, memory);

    always @(posedge aclk) if (enable) data_q <= memory[address];

    assign data = data_q;

endmodule

`default_nettype wire

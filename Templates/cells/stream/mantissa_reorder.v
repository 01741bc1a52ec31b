// mantissa_reorder -- gives the words of every period with their axes in another order.
//
// A period is PERIOD words, which lie along AXES axes. All of them are written to a bank of the memory one after
// another; then they are read in loops, COUNTS turns of each axis, the innermost in the lowest bits. STEPS is by how
// much the address grows where an axis moves on and all inside it start again, modulo 2^32.
// With BANKS of 2 the next period enters while one leaves: one word a cycle. With 1 it waits until the last has left.
// Latency PERIOD + 1 cycles; s_axis_tready comes from registers alone.
`default_nettype none

module mantissa_reorder #(
    parameter WIDTH  = 8,
    parameter PERIOD = 6,
    parameter BANKS  = 2,   // 1 or 2
    parameter AXES   = 2,
    parameter [32*AXES-1:0] COUNTS = {32'd3, 32'd2},
    parameter [32*AXES-1:0] STEPS  = {32'd4294967294, 32'd3}
) (
    input  wire             aclk,
    input  wire             aresetn,       // synchronous, active low
    input  wire             s_axis_tvalid,
    output wire             s_axis_tready,
    input  wire [WIDTH-1:0] s_axis_tdata,
    output wire             m_axis_tvalid,
    input  wire             m_axis_tready,
    output wire [WIDTH-1:0] m_axis_tdata
);

    localparam DEPTH         = BANKS * PERIOD;
    localparam ADDRESS_WIDTH = $clog2(DEPTH);
    localparam COUNT_WIDTH   = $clog2(BANKS + 1);
    localparam LAST          = DEPTH - 1;

    reg [WIDTH-1:0]         memory [0:DEPTH-1];
    reg [WIDTH-1:0]         m_data_q;
    reg                     m_valid_q;
    reg [ADDRESS_WIDTH-1:0] write_address_q;
    reg [ADDRESS_WIDTH-1:0] read_address_q;
    reg [COUNT_WIDTH-1:0]   full_q;   // banks that hold a whole period

    wire            filled;   // by the word that enters
    wire [AXES-1:0] lasts;    // the loops that are at their last turn

    wire advance = !m_valid_q || m_axis_tready;
    wire write   = s_axis_tvalid && s_axis_tready;
    wire read    = advance && full_q != {COUNT_WIDTH{1'b0}};
    wire fills   = write && filled;
    wire empties = read && (&lasts);

    assign s_axis_tready = full_q != BANKS[COUNT_WIDTH-1:0];
    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;

    function [ADDRESS_WIDTH-1:0] after(input [ADDRESS_WIDTH-1:0] address);
        after = address == LAST[ADDRESS_WIDTH-1:0]
            ? {ADDRESS_WIDTH{1'b0}} : address + {{ADDRESS_WIDTH-1{1'b0}}, 1'b1};
    endfunction

    // The step of the innermost axis that moves on.
    function [ADDRESS_WIDTH-1:0] step(input [AXES-1:0] ended);
        integer place;
        begin
            step = {ADDRESS_WIDTH{1'b0}};
            for (place = AXES - 1; place >= 0; place = place - 1)
                if (!ended[place]) step = STEPS[32*place+:ADDRESS_WIDTH];
        end
    endfunction

    mantissa_loop #(.COUNT(PERIOD)) u_write (.aclk(aclk), .aresetn(aresetn), .step(write), .last(filled));

    genvar axis;
    generate
        for (axis = 0; axis < AXES; axis = axis + 1) begin : g_axis
            // The loops inside this one have bits below it.
            localparam [AXES-1:0] OTHERS = {AXES{1'b1}} << axis;
            mantissa_loop #(.COUNT(COUNTS[32*axis+:32])) u_loop (
                .aclk(aclk), .aresetn(aresetn), .step(read && (&(lasts | OTHERS))), .last(lasts[axis])
            );
        end
    endgenerate

    always @(posedge aclk) begin
        if (!aresetn) begin
            m_valid_q       <= 1'b0;
            write_address_q <= {ADDRESS_WIDTH{1'b0}};
            read_address_q  <= {ADDRESS_WIDTH{1'b0}};
            full_q          <= {COUNT_WIDTH{1'b0}};
        end else begin
            if (advance) m_valid_q <= read;
            if (write) write_address_q <= after(write_address_q);
            // The last word of a period also leaves last.
            if (read) read_address_q <= (&lasts) ? after(read_address_q) : read_address_q + step(lasts);
            if (fills && !empties) full_q <= full_q + {{COUNT_WIDTH-1{1'b0}}, 1'b1};
            if (empties && !fills) full_q <= full_q - {{COUNT_WIDTH-1{1'b0}}, 1'b1};
        end
    end

    always @(posedge aclk) if (write) memory[write_address_q] <= s_axis_tdata;
    always @(posedge aclk) if (read) m_data_q <= memory[read_address_q];

endmodule

`default_nettype wire

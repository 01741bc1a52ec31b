// mantissa_loader -- hands images of weights to a chain of memories while the machine holds no frame.
//
// An image is its signature and then WORDS words, tlast on the last one. A load that is offered keeps new frames out from
// the next cycle on (may_enter); once the frame that is entering and all before it have left, its words are taken, one a
// cycle, and frames may enter again DRAIN + 1 cycles after its last word. load_error[0] says that an image was shorter or
// longer than it has to be (the memories then hold a part of it), [1] that one had another signature, which changes
// nothing; both stay until reset. load = {last, valid, word} is the chain's.
`default_nettype none

module mantissa_loader #(
    parameter [31:0] SIGNATURE = 32'h0,
    parameter WORDS = 1,    // at least 1
    parameter DRAIN = 2     // cycles until the chain's last memory has its last word; at least 1
) (
    input  wire        aclk,
    input  wire        aresetn,              // synchronous, active low
    input  wire        s_load_axis_tvalid,
    output wire        s_load_axis_tready,
    input  wire [31:0] s_load_axis_tdata,
    input  wire        s_load_axis_tlast,
    input  wire        enter,                // a word of a frame enters the machine
    input  wire        enter_last,           // the last one of its frame
    input  wire        leave,                // the last word of a frame leaves it
    output wire        may_enter,
    output wire [33:0] load,
    output wire [1:0]  load_error
);
    localparam COUNT_WIDTH = $clog2(WORDS + 2);
    localparam DRAIN_WIDTH = $clog2(DRAIN + 1);

    reg                   wants_q;     // a load waits, or is under way
    reg                   taking_q;
    reg                   inside_q;    // a frame has begun to enter and has not ended
    reg [31:0]            flight_q;    // frames that have begun and have not left
    reg [DRAIN_WIDTH-1:0] drain_q;
    reg                   first_q;     // the next word is a signature
    reg                   other_q;     // this image's signature is another one
    reg [COUNT_WIDTH-1:0] count_q;     // words behind the signature; stops past the last one
    reg [1:0]             error_q;

    wire begins  = enter && !inside_q;
    wire drains  = drain_q != {DRAIN_WIDTH{1'b0}};
    wire take    = taking_q && s_load_axis_tvalid;
    wire ends    = take && s_load_axis_tlast;
    wire other   = first_q ? s_load_axis_tdata != SIGNATURE : other_q;
    wire at_end  = !first_q && {{(32 - COUNT_WIDTH){1'b0}}, count_q} == WORDS - 1;
    wire past    = {{(32 - COUNT_WIDTH){1'b0}}, count_q} == WORDS + 1;

    assign may_enter          = inside_q || !(wants_q || taking_q || drains);
    assign s_load_axis_tready = taking_q && aresetn;
    assign load               = {ends, take && !first_q && !other_q, s_load_axis_tdata};
    assign load_error         = error_q;

    always @(posedge aclk) begin
        if (!aresetn) begin
            wants_q  <= 1'b0;
            taking_q <= 1'b0;
            inside_q <= 1'b0;
            flight_q <= 32'd0;
            drain_q  <= {DRAIN_WIDTH{1'b0}};
            first_q  <= 1'b1;
            other_q  <= 1'b0;
            count_q  <= {COUNT_WIDTH{1'b0}};
            error_q  <= 2'b00;
        end else begin
            wants_q <= s_load_axis_tvalid && !ends;
            if (enter) inside_q <= !enter_last;
            if (begins != leave) flight_q <= begins ? flight_q + 32'd1 : flight_q - 32'd1;
            if (ends) taking_q <= 1'b0;
            else if (wants_q && !inside_q && flight_q == 32'd0 && !drains) taking_q <= 1'b1;
            if (ends) drain_q <= DRAIN[DRAIN_WIDTH-1:0];
            else if (drains) drain_q <= drain_q - {{(DRAIN_WIDTH - 1){1'b0}}, 1'b1};
            if (take) begin
                first_q <= s_load_axis_tlast;
                other_q <= other;
                if (first_q) count_q <= {COUNT_WIDTH{1'b0}};
                else if (!past) count_q <= count_q + {{(COUNT_WIDTH - 1){1'b0}}, 1'b1};
                if (first_q && other) error_q[1] <= 1'b1;
                if (s_load_axis_tlast && !other && !at_end) error_q[0] <= 1'b1;
            end
        end
    end

endmodule

`default_nettype wire

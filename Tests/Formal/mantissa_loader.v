// Words of an image are handed on only while no frame is inside, and no frame begins until DRAIN cycles have passed since.
// Of an image with the right signature all words behind it are handed on, of another one none; load_error tells, since the
// reset, of lengths and of signatures. With nothing inside a load that waits is taken within DRAIN + 4 cycles, and once it
// waits no frame begins.
//
// proof WORDS=1 DRAIN=1
// proof WORDS=3 DRAIN=2
// proof WORDS=2 DRAIN=5
// depth 20
// apart s_load_axis_tvalid s_load_axis_tdata s_load_axis_tlast -> may_enter s_load_axis_tready load_error
// apart enter enter_last leave -> may_enter s_load_axis_tready load load_error
// bug apart: s/inside_q || !(wants_q/inside_q || enter || !(wants_q/
// bug empty WORDS=3 DRAIN=2: s/ \&\& flight_q == 32'd0//
// bug empty WORDS=3 DRAIN=2: s/wants_q \&\& !inside_q/wants_q/;s/ \&\& flight_q == 32'd0//
// bug still WORDS=3 DRAIN=2: s/taking_q || drains/taking_q/
// bug still WORDS=2 DRAIN=5: s/drain_q <= DRAIN\[DRAIN_WIDTH-1:0\]/drain_q <= 1/
// bug word WORDS=3 DRAIN=2: s/ \&\& !other_q, s_load/, s_load/
// bug word WORDS=3 DRAIN=2: s/take \&\& !first_q \&\& !other_q/take \&\& !other_q/
// bug word WORDS=3 DRAIN=2: s/first_q ? s_load_axis_tdata != SIGNATURE : other_q/other_q || s_load_axis_tdata != SIGNATURE/
// bug error WORDS=3 DRAIN=2: s/ == WORDS - 1/ == WORDS/
// bug error WORDS=3 DRAIN=2: s/else if (!past) count_q/else count_q/
// bug error WORDS=1 DRAIN=1: s/ \&\& !other \&\& !at_end/ \&\& !at_end/
// bug wait WORDS=3 DRAIN=2: s/wants_q <= s_load_axis_tvalid/wants_q <= s_load_axis_tvalid \&\& !inside_q/
// bug live WORDS=3 DRAIN=2: s/else if (wants_q \&\& !inside_q/else if (wants_q \&\& enter \&\& !inside_q/
`default_nettype none

module formal #(
    parameter WORDS = 1,   // up to 6
    parameter DRAIN = 1
) (
    input wire        aclk,
    input wire        aresetn,
    input wire        s_load_axis_tvalid,
    input wire [31:0] s_load_axis_tdata,
    input wire        s_load_axis_tlast,
    input wire        offers,         // a word of a frame waits
    input wire        enter_last,
    input wire        leave
);

    localparam [31:0] SIGNATURE = 32'h600d;

    wire        s_load_axis_tready, may_enter, up;
    wire [33:0] load;
    wire [1:0]  load_error;
    wire        enter = offers && may_enter && aresetn;

    mantissa_loader #(.SIGNATURE(SIGNATURE), .WORDS(WORDS), .DRAIN(DRAIN)) dut (.*);
    check_up u_up (.*);

    reg        inside_q;        // a frame has begun to enter
    reg [31:0] frames_q;        // begun, and not left
    reg [7:0]  since_q;         // cycles since a word was handed on or an image ended
    reg        first_q;         // an image begins with the next word
    reg        right_q;         // it has the signature
    reg [3:0]  words_q;         // behind the signature
    reg [1:0]  error_q;
    reg        waited_q;        // a load waited in the cycle before

    wire take   = s_load_axis_tvalid && s_load_axis_tready;
    wire begins = enter && !inside_q;

    // No more frames leave than have begun, and no machine holds that many.
    always @* if (up) begin
        if (leave) assume (frames_q != 0);
        assume (frames_q != 32'hffff_ffff);
    end

    always @(posedge aclk) begin
        if (!aresetn) begin
            inside_q <= 1'b0;
            frames_q <= 0;
            since_q  <= 8'hff;
            first_q  <= 1'b1;
            right_q  <= 1'b0;
            words_q  <= 0;
            error_q  <= 2'b00;
            waited_q <= 1'b0;
        end else begin
            if (enter) inside_q <= !enter_last;
            frames_q <= frames_q + begins - leave;
            since_q  <= take ? 0 : since_q == 8'hff ? 8'hff : since_q + 1;
            waited_q <= s_load_axis_tvalid && !take;
            if (take) begin
                first_q <= s_load_axis_tlast;
                words_q <= first_q || s_load_axis_tlast ? 0 : words_q == 4'd15 ? 4'd15 : words_q + 1;
                if (first_q) right_q <= s_load_axis_tdata == SIGNATURE;
                if (first_q && s_load_axis_tdata != SIGNATURE) error_q[1] <= 1'b1;
                if (s_load_axis_tlast && (first_q ? s_load_axis_tdata == SIGNATURE : right_q && words_q + 1 != WORDS))
                    error_q[0] <= 1'b1;
            end
        end
    end

    always @* if (up && aresetn) begin
        if (load[32]) empty_load: assert (frames_q == 0 && !inside_q);
        if (begins) still_begins: assert (since_q >= DRAIN && !take);
        word_valid: assert (load[32] == (take && !first_q && right_q));
        word_last: assert (load[33] == (take && s_load_axis_tlast));
        word_data: assert (load[31:0] == s_load_axis_tdata);
        if (begins) wait_begins: assert (!waited_q);
    end
    always @* if (up) error_flags: assert (load_error == error_q);

    check_live #(.CYCLES(DRAIN + 4)) u_live (
        .*, .owed(s_load_axis_tvalid && frames_q == 0 && !inside_q), .moved(take)
    );

`ifdef INSIDE
    (* hierconn *) wire                         \dut.wants_q ;
    (* hierconn *) wire                         \dut.taking_q ;
    (* hierconn *) wire                         \dut.inside_q ;
    (* hierconn *) wire [31:0]                  \dut.flight_q ;
    (* hierconn *) wire [$clog2(DRAIN + 1)-1:0] \dut.drain_q ;
    (* hierconn *) wire                         \dut.first_q ;
    (* hierconn *) wire                         \dut.other_q ;
    (* hierconn *) wire [$clog2(WORDS + 2)-1:0] \dut.count_q ;

    always @* if (up) begin
        inside_frames: assert (\dut.inside_q == inside_q && \dut.flight_q == frames_q);
        if (\dut.taking_q ) inside_taking: assert (frames_q == 0 && !inside_q && \dut.drain_q == 0);
        inside_drain: assert (\dut.drain_q <= DRAIN);
        if (since_q < DRAIN && !\dut.taking_q ) inside_since: assert (\dut.drain_q + since_q >= DRAIN);
        inside_first: assert (\dut.first_q == first_q);
        if (!first_q) inside_other: assert (\dut.other_q == !right_q);
        if (!first_q) inside_count: assert (\dut.count_q == (words_q > WORDS + 1 ? WORDS + 1 : words_q));
        if (waited_q) inside_waits: assert (\dut.wants_q );
        if (!first_q) inside_takes: assert (\dut.taking_q );
    end
`endif

endmodule

`default_nettype wire

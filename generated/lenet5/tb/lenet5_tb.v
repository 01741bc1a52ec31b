// lenet5_tb -- feeds frames to lenet5_top and compares every word that comes out.
//
// Plus arguments: input, expected (hex words, one a line), frames, stalls (0 none, 1 random, 2 heavy), seed, idle
// (cycles without a transfer after which the run is given up), waves (a VCD file). Lines that start with '@' are for
// machines. The macro MANTISSA_TOP names another module with the same ports to test.
`timescale 1ns / 1ps
`default_nettype none
`ifndef MANTISSA_TOP
`define MANTISSA_TOP lenet5_top
`endif

module lenet5_tb;

    parameter MEMORY_FOLDER = "./";   // where the memory files lie, with a slash at its end

    localparam INPUT_BITS   = 8;
    localparam OUTPUT_BITS  = 16;
    localparam INPUT_WORDS  = 784;   // a frame
    localparam OUTPUT_WORDS = 10;  // a frame

    reg                    aclk;
    reg                    aresetn;
    reg                    s_tvalid_q;
    wire                   s_tready;
    reg  [INPUT_BITS-1:0]  s_tdata_q;
    reg                    s_tlast_q;
    wire                   m_tvalid;
    reg                    m_tready_q;
    wire [OUTPUT_BITS-1:0] m_tdata;
    wire                   m_tlast;
    wire [1:0]             frame_error;

    `MANTISSA_TOP #(.MEMORY_FOLDER(MEMORY_FOLDER)) u_dut (
        .aclk         (aclk),
        .aresetn      (aresetn),
        .s_axis_tvalid(s_tvalid_q),
        .s_axis_tready(s_tready),
        .s_axis_tdata (s_tdata_q),
        .s_axis_tlast (s_tlast_q),
        .m_axis_tvalid(m_tvalid),
        .m_axis_tready(m_tready_q),
        .m_axis_tdata (m_tdata),
        .m_axis_tlast (m_tlast),
        .frame_error  (frame_error)
    );

    reg [8*1024-1:0] path;
    reg [INPUT_BITS-1:0]  next_input;
    reg [OUTPUT_BITS-1:0] expected;
    reg [OUTPUT_BITS-1:0] held;
    reg     held_last, was_valid, was_ready, taken, received, stuck, sink_moves;
    integer input_file, expected_file, status, frames, stalls, seed, sink_seed, idle_limit;
    integer sent, compared, mismatches, tlast_errors, unstable, surplus, unknown;
    integer cycle, idle, extra, source_pause, sink_pause, draw;
    integer first_input, first_done, previous_done, last_done, total_in, total_out;

    // Whether one side moves in this cycle; `pause` and `state` are that side's own.
    task decide(inout integer pause, inout integer state, output reg moves);
        begin
            draw = $random(state);
            if (stalls == 0) moves = 1'b1;
            else if (stalls == 1) moves = draw[1:0] != 2'd0;
            else if (pause > 0) begin
                pause = pause - 1;
                moves = 1'b0;
            end else begin
                if (draw[15:8] == 8'd0) pause = {26'd0, draw[21:16]};
                moves = draw[1:0] == 2'd0;
            end
        end
    endtask

    task give_up(input [8*40-1:0] reason);
        begin
            $display("@abort %0s", reason);
            $finish;
        end
    endtask

    initial begin
        aclk = 1'b0;
        aresetn = 1'b0;
        s_tvalid_q = 1'b0;
        s_tlast_q = 1'b0;
        s_tdata_q = {INPUT_BITS{1'b0}};
        m_tready_q = 1'b0;
        {was_valid, was_ready, held_last, stuck} = 4'd0;
        held = {OUTPUT_BITS{1'b0}};
        sent = 0; compared = 0; mismatches = 0; tlast_errors = 0; unstable = 0; surplus = 0; unknown = 0;
        cycle = 0; idle = 0; extra = 0; source_pause = 0; sink_pause = 0;
        first_input = 0; first_done = 0; previous_done = 0; last_done = 0;
        if (!$value$plusargs("frames=%d", frames)) frames = 10;
        if (!$value$plusargs("stalls=%d", stalls)) stalls = 1;
        if (!$value$plusargs("seed=%d", seed)) seed = 1;
        if (!$value$plusargs("idle=%d", idle_limit)) idle_limit = 2674400;
        sink_seed = seed ^ 32'h5851f42d;
        total_in = frames * INPUT_WORDS;
        total_out = frames * OUTPUT_WORDS;
        if ($value$plusargs("waves=%s", path)) begin
            $dumpfile(path);
            $dumpvars(0, lenet5_tb);
        end
        if (!$value$plusargs("input=%s", path)) path = "../../vectors/input.hex";
        input_file = $fopen(path, "r");
        if (!$value$plusargs("expected=%s", path)) path = "../../vectors/expected.hex";
        expected_file = $fopen(path, "r");
        if (input_file == 0 || expected_file == 0) give_up("cannot read the vectors");
        else begin
            repeat (8) @(posedge aclk);
            aresetn <= 1'b1;
        end
    end

    always #5 aclk = !aclk;

    task compare;
        begin
            status = $fscanf(expected_file, "%h", expected);
            if (status != 1) give_up("the expected file has too few words");
            if (m_tdata !== expected) begin
                if (mismatches == 0)
                    $display("@mismatch frame=%0d word=%0d expected=%h found=%h", compared / OUTPUT_WORDS,
                             compared % OUTPUT_WORDS, expected, m_tdata);
                mismatches = mismatches + 1;
            end
            if (m_tlast !== (compared % OUTPUT_WORDS == OUTPUT_WORDS - 1)) begin
                if (tlast_errors == 0)
                    $display("@tlast frame=%0d word=%0d found=%b", compared / OUTPUT_WORDS, compared % OUTPUT_WORDS,
                             m_tlast);
                tlast_errors = tlast_errors + 1;
            end
            compared = compared + 1;
            if (compared % OUTPUT_WORDS == 0) begin
                if (compared == OUTPUT_WORDS) first_done = cycle;
                previous_done = last_done;
                last_done = cycle;
            end
        end
    endtask

    task offer;
        reg moves;
        begin
            moves = 1'b0;
            if (sent < total_in) decide(source_pause, seed, moves);
            if (moves) begin
                status = $fscanf(input_file, "%h", next_input);
                if (status != 1) give_up("the input file has too few words");
                s_tdata_q <= next_input;
                s_tlast_q <= sent % INPUT_WORDS == INPUT_WORDS - 1;
                sent = sent + 1;
            end
            s_tvalid_q <= moves;
        end
    endtask

    task report;
        begin
            $display("@done frames=%0d words=%0d mismatches=%0d tlast=%0d unstable=%0d surplus=%0d frame_error=%b",
                     frames, compared, mismatches, tlast_errors, unstable, surplus, frame_error,
                     " first_input=%0d first_done=%0d previous_done=%0d last_done=%0d cycles=%0d",
                     first_input, first_done, previous_done, last_done, cycle);
            if (compared == total_out && compared > 0 && mismatches == 0 && tlast_errors == 0 && unstable == 0
                && surplus == 0 && unknown == 0 && frame_error === 2'd0 && !stuck)
                $display("equal: %0d words", compared);
            else $display("DIFFERENT: %0d words", compared);
            $finish;
        end
    endtask

    always @(posedge aclk) if (aresetn) begin
        taken = s_tvalid_q && s_tready === 1'b1;
        received = m_tvalid === 1'b1 && m_tready_q;
        if (m_tvalid === 1'bx || s_tready === 1'bx) begin
            if (unknown == 0) $display("@unknown cycle=%0d", cycle);
            unknown = unknown + 1;
        end
        if (was_valid && !was_ready && (m_tvalid !== 1'b1 || m_tdata !== held || m_tlast !== held_last)) begin
            if (unstable == 0) $display("@unstable cycle=%0d word=%0d", cycle, compared);
            unstable = unstable + 1;
        end
        was_valid = m_tvalid === 1'b1;
        was_ready = m_tready_q;
        held = m_tdata;
        held_last = m_tlast;
        if (taken && sent == 1) first_input = cycle;
        if (received && compared == total_out) surplus = surplus + 1;
        else if (received) compare;
        if (taken || !s_tvalid_q) offer;
        decide(sink_pause, sink_seed, sink_moves);
        // With heavy stalls the sink waits for tvalid, as AXI4-Stream allows.
        m_tready_q <= sink_moves && (stalls != 2 || (m_tvalid === 1'b1 && !received));
        idle = taken || received ? 0 : idle + 1;
        cycle = cycle + 1;
        if (compared == total_out) extra = extra + 1;
        if (idle > idle_limit) begin
            stuck = 1'b1;
            $display("@stuck cycle=%0d sent=%0d received=%0d", cycle, sent, compared);
        end
        if (stuck || extra > 256) report;
    end

endmodule

`default_nettype wire

// lenet5_tb -- feeds frames to lenet5_top and compares every word that comes out.
//
// Plus arguments: input, expected (hex words, one a line), frames, stalls (0 none, 1 random, 2 heavy, 3 mix), seed, idle
// (cycles without a transfer after which a willing machine has stopped), waves (a VCD file). Lines that start with '@'
// are for machines. The macro MANTISSA_TOP names another module with the same ports to test.
//
// The mix starts with a sink that is closed until nothing enters any more; then come a sink that is ready one cycle in
// 64, random pauses, a source that gives one cycle in 64, heavy pauses, none, and random ones for longer every round.
// After the last frame follow frames that end late and early, one of one word, and a reset in the middle of one, each
// with a right frame after it.
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
    localparam CUT          = INPUT_WORDS > 1 ? INPUT_WORDS / 2 : 1;       // words of a frame that is cut short
    localparam LATE         = INPUT_WORDS + (INPUT_WORDS < 5 ? INPUT_WORDS : 5);

    // How a side moves.
    localparam NONE = 0, RANDOM = 1, HEAVY = 2, MIX = 3, CLOSED_SINK = 4, SLOW_SINK = 5, SLOW_SOURCE = 6;
    localparam ROUND = 7;   // phases of the mix

    // What is fed: the frames that are compared in full, then the first of them in trouble.
    localparam FRAMES = 0, ENDS_LATE = 1, AFTER_LATE = 2, ENDS_EARLY = 3, CUT_FILLED = 4, RESET = 5, AFTER_RESET = 6;
    localparam ONE_WORD = 7, WORD_FILLED = 8, AFTER_EARLY = 9;
    localparam LAST = INPUT_WORDS > 1 ? AFTER_EARLY : AFTER_RESET;

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
    reg [INPUT_BITS-1:0]  first_frame  [0:INPUT_WORDS-1];
    reg [OUTPUT_BITS-1:0] first_answer [0:OUTPUT_WORDS-1];
    reg [OUTPUT_BITS-1:0] kept         [0:OUTPUT_WORDS-1];
    reg     load_taken;
    reg     held_last, was_valid, was_ready, taken, received, stuck, source_moves, sink_moves;
    integer input_file, expected_file, status, frames, stalls, seed, sink_seed, idle_limit;
    integer sent, compared, mismatches, tlast_errors, unstable, surplus, unknown, asleep, waiting, troubles;
    integer cycle, idle, extra, source_pause, sink_pause, draw, start;
    integer item_in, place_in, item_out, place_out, ended, rest;
    integer pattern, phase, round, phase_left, phase_length, blocked, moved, share;
    integer first_input, first_done, previous_done, last_done, total_in, total_out;

    // Words that are fed of an item, how many of them are the first frame's (the rest are zeros), and those to come out.
    function integer words_in(input integer item);
        case (item)
            FRAMES:            words_in = total_in;
            ENDS_LATE:         words_in = LATE;
            RESET, ENDS_EARLY: words_in = CUT;
            ONE_WORD:          words_in = 1;
            default:           words_in = INPUT_WORDS;
        endcase
    endfunction

    function integer own_words(input integer item);
        case (item)
            CUT_FILLED:  own_words = CUT;
            WORD_FILLED: own_words = 1;
            default:     own_words = words_in(item);
        endcase
    endfunction

    function integer words_out(input integer item);
        words_out = item == FRAMES ? total_out : item == RESET ? 0 : OUTPUT_WORDS;
    endfunction

    // The next item; a frame of one word cannot end early.
    function integer after(input integer item);
        after = item == AFTER_LATE && INPUT_WORDS == 1 ? RESET : item + 1;
    endfunction

    // Whether the next item waits until everything of this one has left.
    function is_barrier(input integer item);
        is_barrier = item == FRAMES || item == RESET || item == LAST;
    endfunction

    // Whether one side moves in this cycle; `pause` and `state` are that side's own.
    task decide(inout integer pause, inout integer state, output reg moves);
        begin
            draw = $random(state);
            if (pattern == RANDOM) moves = draw[1:0] != 2'd0;
            else if (pattern != HEAVY) moves = 1'b1;
            else if (pause > 0) begin
                pause = pause - 1;
                moves = 1'b0;
            end else begin
                if (draw[15:8] == 8'd0) pause = {26'd0, draw[21:16]};
                moves = draw[1:0] == 2'd0;
            end
        end
    endtask

    // The pattern of this cycle.
    task choose;
        begin
            if (stalls != MIX) pattern = stalls;
            else if (item_in != FRAMES || item_out != FRAMES) pattern = RANDOM;
            else begin
                blocked = taken || load_taken ? 0 : blocked + 1;
                phase_left = phase_left - 1;
                moved = moved + taken + received;
                if (pattern == CLOSED_SINK ? blocked > idle_limit : phase_left < 0 || moved > share) begin
                    // Everything has come to rest: words that are owed have to be offered, whatever tready says.
                    if (pattern == CLOSED_SINK && m_tvalid !== 1'b1 && compared < total_out) waiting = 1;
                    phase = phase + 1;
                    if (phase == ROUND) round = round + 1;
                    phase = phase % ROUND;
                    if (phase == 0) share = total_in + total_out;
                    phase_left = phase_length << (phase < ROUND - 1 ? 0 : round < 6 ? round : 6);
                    {blocked, moved} = 64'd0;
                end
                case (phase)
                    0:       pattern = CLOSED_SINK;
                    1:       pattern = SLOW_SINK;
                    3:       pattern = SLOW_SOURCE;
                    4:       pattern = HEAVY;
                    5:       pattern = NONE;
                    default: pattern = RANDOM;
                endcase
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
        aresetn = 1'b1;
        s_tvalid_q = 1'b1;
        s_tlast_q = 1'b0;
        s_tdata_q = {INPUT_BITS{1'b1}};
        m_tready_q = 1'b1;
        load_taken = 1'b0;
        {was_valid, was_ready, held_last, stuck, taken} = 5'd0;
        held = {OUTPUT_BITS{1'b0}};
        sent = 0; compared = 0; mismatches = 0; tlast_errors = 0; unstable = 0; surplus = 0; unknown = 0;
        asleep = 0; waiting = 0; troubles = 0;
        cycle = 0; idle = 0; extra = 0; source_pause = 0; sink_pause = 0; start = 6;
        item_in = FRAMES; place_in = 0; item_out = FRAMES; place_out = 0; ended = -1; rest = 0;
        phase = 0; round = 0; phase_left = 0; blocked = 0; moved = 0;
        first_input = 0; first_done = 0; previous_done = 0; last_done = 0;
        if (!$value$plusargs("frames=%d", frames)) frames = 10;
        if (!$value$plusargs("stalls=%d", stalls)) stalls = MIX;
        if (!$value$plusargs("seed=%d", seed)) seed = 1;
        if (!$value$plusargs("idle=%d", idle_limit)) idle_limit = 71145;
        pattern = stalls == MIX ? CLOSED_SINK : stalls;
        phase_length = 1024 + idle_limit / 16;
        sink_seed = seed ^ 32'h5851f42d;
        total_in = frames * INPUT_WORDS;
        total_out = frames * OUTPUT_WORDS;
        // Short runs see every pattern too, for as many words.
        share = (total_in + total_out) / 16;
        if ($value$plusargs("waves=%s", path)) begin
            $dumpfile(path);
            $dumpvars(0, lenet5_tb);
        end
        if (!$value$plusargs("input=%s", path)) path = "../../vectors/input.hex";
        input_file = $fopen(path, "r");
        if (!$value$plusargs("expected=%s", path)) path = "../../vectors/expected.hex";
        expected_file = $fopen(path, "r");
        if (input_file == 0 || expected_file == 0) give_up("cannot read the vectors");
    end

    always #5 aclk = !aclk;

    // The machine must give nothing and take nothing before its first reset and in each.
    task sleep;
        begin
            if (s_tready !== 1'b0 || m_tvalid !== 1'b0) begin
                if (asleep == 0)
                    $display("@awake cycle=%0d reset=%b ready=%b valid=%b", cycle, !aresetn, s_tready, m_tvalid);
                asleep = asleep + 1;
            end
            start = start - 1;
            aresetn <= start != 1;
            if (start == 0) begin
                {s_tvalid_q, m_tready_q} <= 2'b00;
                ended = item_in == FRAMES ? FRAMES : RESET;
            end
        end
    endtask

    task compare;
        reg differs;
        reg is_last;
        begin
            is_last = place_out % OUTPUT_WORDS == OUTPUT_WORDS - 1;
            if (item_out == FRAMES) begin
                status = $fscanf(expected_file, "%h", expected);
                if (status != 1) give_up("the expected file has too few words");
                if (place_out < OUTPUT_WORDS) first_answer[place_out] = expected;
            end else if (item_out == ENDS_EARLY || item_out == ONE_WORD) begin
                // What it is shows when the same frame comes with its zeros.
                kept[place_out] = m_tdata;
                expected = m_tdata;
            end else if (item_out == CUT_FILLED || item_out == WORD_FILLED) expected = kept[place_out];
            else expected = first_answer[place_out];
            differs = m_tdata !== expected;
            if (item_out != FRAMES) begin
                if (differs || m_tlast !== is_last) begin
                    if (troubles == 0)
                        $display("@trouble item=%0d word=%0d expected=%h found=%h tlast=%b", item_out, place_out,
                                 expected, m_tdata, m_tlast);
                    troubles = troubles + 1;
                end
            end else begin
                if (differs) begin
                    if (mismatches == 0)
                        $display("@mismatch frame=%0d word=%0d expected=%h found=%h", compared / OUTPUT_WORDS,
                                 compared % OUTPUT_WORDS, expected, m_tdata);
                    mismatches = mismatches + 1;
                end
                if (m_tlast !== is_last) begin
                    if (tlast_errors == 0)
                        $display("@tlast frame=%0d word=%0d found=%b", compared / OUTPUT_WORDS,
                                 compared % OUTPUT_WORDS, m_tlast);
                    tlast_errors = tlast_errors + 1;
                end
                compared = compared + 1;
                if (is_last) begin
                    if (compared == OUTPUT_WORDS) first_done = cycle;
                    previous_done = last_done;
                    last_done = cycle;
                end
            end
            place_out = place_out + 1;
            if (place_out == words_out(item_out) && !is_barrier(item_out)) begin
                item_out = after(item_out);
                place_out = 0;
            end
        end
    endtask

    task offer;
        begin
            if (place_in == words_in(item_in) && !is_barrier(item_in)) begin
                item_in = after(item_in);
                place_in = 0;
            end
            source_moves = 1'b0;
            if (place_in < words_in(item_in)) decide(source_pause, seed, source_moves);
            if ((pattern == SLOW_SOURCE && cycle % 64 != 0) || rest > 0) source_moves = 1'b0;
            if (source_moves) begin
                if (item_in == FRAMES) begin
                    status = $fscanf(input_file, "%h", next_input);
                    if (status != 1) give_up("the input file has too few words");
                    if (place_in < INPUT_WORDS) first_frame[place_in] = next_input;
                    sent = sent + 1;
                end else if (place_in < own_words(item_in)) next_input = first_frame[place_in % INPUT_WORDS];
                else next_input = {INPUT_BITS{1'b0}};
                s_tdata_q <= next_input;
                s_tlast_q <= item_in == FRAMES ? place_in % INPUT_WORDS == INPUT_WORDS - 1
                    : place_in == words_in(item_in) - 1 && (item_in != RESET || INPUT_WORDS == 1);
                place_in = place_in + 1;
            end else begin
                // What lies there without tvalid is nobody's.
                s_tdata_q <= {INPUT_BITS{1'b1}};
                s_tlast_q <= 1'b1;
            end
            s_tvalid_q <= source_moves;
        end
    endtask

    // frame_error in the cycle after the last word of an item, or a reset.
    task check_flags(input integer item);
        reg [1:0] flags;
        begin
            case (item)
                ENDS_LATE, AFTER_LATE:              flags = 2'b10;
                ENDS_EARLY, CUT_FILLED:             flags = 2'b11;
                ONE_WORD, WORD_FILLED, AFTER_EARLY: flags = 2'b01;
                default:                            flags = 2'b00;
            endcase
            if (frame_error !== flags) begin
                if (troubles == 0) $display("@flags item=%0d expected=%b found=%b", item, flags, frame_error);
                troubles = troubles + 1;
            end
        end
    endtask

    // At a barrier, when the machine has been silent for long enough: what comes next, or the end.
    task pass_barrier;
        begin
            if (item_out == LAST || stalls != MIX || mismatches > 0) report;
            else begin
                item_in = item_in + 1;
                item_out = item_in;
                {place_in, place_out, extra} = 96'd0;
            end
        end
    endtask

    task report;
        begin
            $display("@done frames=%0d words=%0d mismatches=%0d tlast=%0d unstable=%0d surplus=%0d",
                     frames, compared, mismatches, tlast_errors, unstable, surplus,
                     " first_input=%0d first_done=%0d previous_done=%0d last_done=%0d cycles=%0d",
                     first_input, first_done, previous_done, last_done, cycle,
                     " waiting=%0d phases=%0d items=%0d", waiting, round > 0 ? ROUND : phase + 1, item_out);
            if (compared == total_out && compared > 0 && mismatches == 0 && tlast_errors == 0 && unstable == 0
                && surplus == 0 && unknown == 0 && asleep == 0 && troubles == 0 && waiting == 0 && !stuck)
                $display("equal: %0d words", compared);
            else $display("DIFFERENT: %0d words", compared);
            $finish;
        end
    endtask

    always @(posedge aclk) if (start > 0) sleep;
    else begin
        if (ended >= 0) check_flags(ended);
        ended = -1;
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
        // A closed sink tells nothing of the machine.
        idle = taken || load_taken || received ? 0 : pattern == CLOSED_SINK ? idle : idle + 1;
        if (taken && sent == 1) first_input = cycle;
        if (taken && place_in == words_in(item_in) && item_in != RESET) ended = item_in;
        // A frame is filled up with zeros, not with what lies there meanwhile.
        if (ended == ENDS_EARLY || ended == ONE_WORD) rest = 64;
        if (rest > 0) rest = rest - 1;
        if (received && place_out == words_out(item_out)) surplus = surplus + 1;
        else if (received) compare;
        choose;
        if (taken || !s_tvalid_q) offer;
        decide(sink_pause, sink_seed, sink_moves);
        if (pattern == CLOSED_SINK || item_out == RESET || (pattern == SLOW_SINK && cycle % 64 != 0)) sink_moves = 1'b0;
        // With heavy stalls the sink waits for tvalid, as AXI4-Stream allows.
        m_tready_q <= sink_moves && (pattern != HEAVY || (m_tvalid === 1'b1 && !received));
        cycle = cycle + 1;
        if (item_out == RESET) begin
            if ((place_in == words_in(RESET) && (taken || !s_tvalid_q)) || idle > 64) begin
                // One cycle of reset, which a word waits for on the one side and a sink on the other.
                {item_in, item_out} = {AFTER_RESET, AFTER_RESET};
                {place_in, place_out, idle} = 96'd0;
                {aresetn, s_tvalid_q, s_tlast_q, m_tready_q} <= 4'b0111;
                was_valid = 1'b0;
                start = 1;
            end
        end else if (is_barrier(item_out) && place_out == words_out(item_out)) begin
            extra = extra + 1;
            if (extra > 256) pass_barrier;
        end
        if (idle > 2 * idle_limit && extra == 0) begin
            stuck = 1'b1;
            $display("@stuck cycle=%0d sent=%0d received=%0d item=%0d", cycle, sent, compared, item_out);
            report;
        end
    end

endmodule

`default_nettype wire

// lenet5_icebreaker_tb -- a host at the serial pins of lenet5_icebreaker: every byte that comes back is compared.
//
// After power-up it cuts a frame short by a break, sends frames as fast as credits allow and compares every word of the
// answers, then sends a byte without a stop bit, hears of it, breaks, and sends one frame more. Bits last what they do at
// 1000000 baud, whatever the board's clock makes of it; all times are in picoseconds.
//
// Plus arguments: input, expected (hex words, one a line), frames (those of the files from the first on again where there
// are more), bit (picoseconds of the host's bits), idle (clocks without a byte after which the machine has stopped), waves
// (a VCD file). Lines that start with '@' are for machines.
`default_nettype none
`timescale 1ps / 1ps

module lenet5_icebreaker_tb;

    parameter DIVIDER = 12;
    parameter BLOCK   = 256;
    parameter MEMORY_FOLDER = "./";   // where the memory files lie, with a slash at its end

    localparam IN_BYTES  = 1;
    localparam IN_WORDS  = 784;
    localparam OUT_BYTES = 2;
    localparam OUT_WORDS = 10;
    localparam CUT       = IN_WORDS * IN_BYTES > 1 ? IN_WORDS * IN_BYTES / 2 : 1;
    localparam HALF      = 41667;   // picoseconds, 12 MHz

    localparam [31:0] ID = 32'h7521a39f;

    reg  clk;
    reg  rx;
    wire tx;
    wire led_busy;
    wire led_error;

    lenet5_icebreaker #(
        .MEMORY_FOLDER (MEMORY_FOLDER),
        .DIVIDER (DIVIDER),
        .BLOCK   (BLOCK)
    ) u_dut (
        .clk       (clk),
        .button    (1'b1),
        .rx        (rx),
        .tx        (tx),
        .led_busy  (led_busy),
        .led_error (led_error)
    );

    // What the host listens for.
    localparam HELLO = 0, NOTHING = 1, ANSWERS = 2, ERROR = 3;

    reg [8*1024-1:0]      input_path, expected_path, waves_path;
    reg [8*IN_BYTES-1:0]  next_input;
    reg [8*OUT_BYTES-1:0] next_expected, word;
    reg [7:0]             tag, received;
    reg [31:0]            id;
    integer input_file, expected_file, status, frames, bit_time, idle_limit;
    integer sent, allowed, place, sent_words;                     // of the sender
    integer heard, answered, due, bytes, left, credits;           // of the receiver
    integer compared, mismatches, errors, expecting, cycle;
    integer silent, heard_before;                                 // clocks without a byte

    task fail(input [8*40-1:0] reason);
        begin
            if (errors == 0) $display("@fail cycle=%0d word=%0d %0s", cycle, compared, reason);
            errors = errors + 1;
        end
    endtask

    task give_up(input [8*40-1:0] reason);
        begin
            $display("@abort %0s", reason);
            $finish;
        end
    endtask

    task open_vectors;
        begin
            input_file = $fopen(input_path, "r");
            expected_file = $fopen(expected_path, "r");
            if (input_file == 0 || expected_file == 0) give_up("cannot read the vectors");
        end
    endtask

    task reopen_vectors;
        begin
            $fclose(input_file);
            $fclose(expected_file);
            open_vectors;
        end
    endtask

    // The host's side of the line.
    task send_byte(input [7:0] data, input stop);
        integer place_of_bit;
        begin
            rx = 1'b0;
            #(bit_time);
            for (place_of_bit = 0; place_of_bit < 8; place_of_bit = place_of_bit + 1) begin
                rx = data[place_of_bit];
                #(bit_time);
            end
            rx = stop;
            #(bit_time);
            rx = 1'b1;
        end
    endtask

    task send_paced(input [7:0] data);
        begin
            while (sent >= allowed) begin
                if (silent > idle_limit) stop;
                @(posedge clk);
            end
            send_byte(data, 1'b1);
            sent = sent + 1;
        end
    endtask

    task read_input;
        begin
            status = $fscanf(input_file, "%h", next_input);
            if (status != 1) begin
                $fclose(input_file);
                input_file = $fopen(input_path, "r");
                status = $fscanf(input_file, "%h", next_input);
                if (status != 1) give_up("the input file has no words");
            end
        end
    endtask

    task send_frames(input integer count);
        for (sent_words = 0; sent_words < count * IN_WORDS; sent_words = sent_words + 1) begin
            read_input;
            for (place = 0; place < IN_BYTES; place = place + 1) send_paced(next_input[8*place +: 8]);
        end
    endtask

    // A break, and the greeting after it; what the break cuts off has ended when it does.
    task restart(input integer words);
        begin
            rx = 1'b0;
            expecting = HELLO;
            #(40 * bit_time);
            left = 0;
            rx = 1'b1;
            greet(words);
        end
    endtask

    // Waits for the greeting, after which so many words are due.
    task greet(input integer words);
        begin
            sent = 0;
            allowed = 2 * BLOCK;
            answered = 0;
            due = words;
            while (expecting == HELLO && silent < idle_limit) @(posedge clk);
            if (expecting == HELLO) give_up("there is no greeting");
        end
    endtask

    // The FPGA's side of the line; what a break cuts off is not heard.
    task receive_byte;
        integer number;
        begin
            @(negedge tx);
            #(bit_time / 2);
            for (number = 0; number < 8; number = number + 1) begin
                #(bit_time);
                received[number] = tx;
            end
            #(bit_time);
            if (tx !== 1'b1 && rx === 1'b1) fail("a stop bit was low");
            heard = heard + 1;
        end
    endtask

    task compare_word;
        begin
            status = $fscanf(expected_file, "%h", next_expected);
            if (status != 1) begin
                $fclose(expected_file);
                expected_file = $fopen(expected_path, "r");
                status = $fscanf(expected_file, "%h", next_expected);
            end
            if (word !== next_expected) begin
                if (mismatches == 0)
                    $display("@mismatch frame=%0d word=%0d expected=%h found=%h", compared / OUT_WORDS,
                             compared % OUT_WORDS, next_expected, word);
                mismatches = mismatches + 1;
            end
            if ((tag == "L") !== (answered % OUT_WORDS == OUT_WORDS - 1)) fail("'L' is at the wrong word");
            if (answered == due) fail("more words came than were to");
            answered = answered + 1;
            compared = compared + 1;
        end
    endtask

    // The first byte of a unit: how many follow.
    task begin_unit;
        begin
            tag = received;
            bytes = 0;
            if (expecting == HELLO) left = tag == "H" && rx ? 4 : 0;
            else if (tag == "W" || tag == "L") left = OUT_BYTES;
            else if (tag == "E" && expecting == ERROR) left = 1;
            else if (tag == "C") begin
                allowed = allowed + BLOCK;
                credits = credits + 1;
            end else fail("a byte is no unit's first");
        end
    endtask

    task end_unit;
        if (tag == "H") begin
            if (id !== ID) fail("the design's number is wrong");
            expecting = due == 0 ? NOTHING : ANSWERS;
        end else if (tag == "E") begin
            if (received !== 8'd1) fail("the error is not 1");
            expecting = HELLO;
        end else if (expecting == ANSWERS) compare_word;
    endtask

    task stop;
        begin
            $display("@stuck cycle=%0d sent=%0d received=%0d", cycle, sent, answered);
            report;
        end
    endtask

    task finish_frames;
        begin
            while (answered < due && silent < idle_limit) @(posedge clk);
            if (answered < due) stop;
        end
    endtask

    task report;
        begin
            $display("@done frames=%0d words=%0d mismatches=%0d errors=%0d bytes=%0d credits=%0d cycles=%0d", frames,
                     compared, mismatches, errors, heard, credits, cycle);
            if (compared == (frames + 1) * OUT_WORDS && mismatches == 0 && errors == 0)
                $display("equal: %0d words", compared);
            else $display("DIFFERENT: %0d words", compared);
            $finish;
        end
    endtask

    initial begin
        clk = 1'b0;
        rx = 1'b1;
        sent = 0; allowed = 0; heard = 0; answered = 0; due = 0; left = 0; credits = 0; silent = 0; heard_before = 0;
        compared = 0; mismatches = 0; errors = 0; expecting = HELLO; cycle = 0;
        if (!$value$plusargs("frames=%d", frames)) frames = 10;
        if (!$value$plusargs("bit=%d", bit_time)) bit_time = 1000000;
        if (!$value$plusargs("idle=%d", idle_limit)) idle_limit = 71145;
        if (!$value$plusargs("input=%s", input_path)) input_path = "../../vectors/input.hex";
        if (!$value$plusargs("expected=%s", expected_path)) expected_path = "../../vectors/expected.hex";
        if ($value$plusargs("waves=%s", waves_path)) begin
            $dumpfile(waves_path);
            $dumpvars(0, lenet5_icebreaker_tb);
        end
        // The time that the line takes for all that may wait.
        idle_limit = idle_limit + 40 * BLOCK * DIVIDER;
        open_vectors;
        greet(0);
        // A frame that never ends.
        for (sent_words = 0; sent_words < CUT && sent_words < 2 * BLOCK; sent_words = sent_words + 1) send_paced(8'h5a);
        restart(frames * OUT_WORDS);
        send_frames(frames);
        finish_frames;
        if (led_error !== 1'b1) fail("the error is lit");
        expecting = ERROR;
        send_byte(8'h5a, 1'b0);
        while (expecting == ERROR && silent < idle_limit) @(posedge clk);
        if (expecting == ERROR) fail("no error is told");
        if (led_error === 1'b1) fail("the error is not lit");
        // Nothing is taken now.
        send_byte(8'h5a, 1'b1);
        reopen_vectors;
        restart(OUT_WORDS);
        if (led_error !== 1'b1) fail("the error is lit after a break");
        send_frames(1);
        finish_frames;
        // Nothing comes by itself.
        #(64 * bit_time);
        report;
    end

    always #(HALF) clk = !clk;

    always @(posedge clk) begin
        cycle <= cycle + 1;
        silent <= heard == heard_before ? silent + 1 : 0;
        heard_before <= heard;
    end

    always begin
        receive_byte;
        if (left == 0) begin_unit;
        else begin
            if (tag == "H") id[8*bytes +: 8] = received;
            if (tag == "W" || tag == "L") word[8*bytes +: 8] = received;
            bytes = bytes + 1;
            left = left - 1;
            if (left == 0) end_unit;
        end
    end

endmodule

`default_nettype wire

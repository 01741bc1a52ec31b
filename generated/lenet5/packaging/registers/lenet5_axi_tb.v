// lenet5_axi_tb -- reads and writes the registers of lenet5_axi while frames go through, with pauses on every channel.
//
// Every word of the answers is compared. Counters have to agree with what the testbench counts, a frame that ends early
// has to be seen, the reset has to clear all, and addresses without a register have to be refused.
// Plus arguments: input, expected (hex words, one a line), frames, seed. Lines that start with '@' are for machines.
`default_nettype none

module lenet5_axi_tb;

    parameter MEMORY_FOLDER = "./";   // where the memory files lie, with a slash at its end

    localparam IN_WORDS  = 784;    // a frame
    localparam OUT_WORDS = 10;

    reg         aclk, aresetn;
    reg         awvalid, wvalid, bready, arvalid, rready;
    reg  [7:0]  awaddr, araddr;
    reg  [31:0] wdata;
    reg  [3:0]  wstrb;
    wire        awready, wready, bvalid, arready, rvalid;
    wire [1:0]  bresp, rresp;
    wire [31:0] rdata;
    reg         s_tvalid, s_tlast, m_tready;
    reg  [7:0] s_tdata;
    wire        s_tready, m_tvalid, m_tlast;
    wire [15:0] m_tdata;

    lenet5_axi #(.MEMORY_FOLDER(MEMORY_FOLDER)) u_dut (
        .aclk(aclk), .aresetn(aresetn),
        .s_axi_awvalid(awvalid), .s_axi_awready(awready), .s_axi_awaddr(awaddr), .s_axi_awprot(3'd0),
        .s_axi_wvalid(wvalid), .s_axi_wready(wready), .s_axi_wdata(wdata), .s_axi_wstrb(wstrb),
        .s_axi_bvalid(bvalid), .s_axi_bready(bready), .s_axi_bresp(bresp),
        .s_axi_arvalid(arvalid), .s_axi_arready(arready), .s_axi_araddr(araddr), .s_axi_arprot(3'd0),
        .s_axi_rvalid(rvalid), .s_axi_rready(rready), .s_axi_rdata(rdata), .s_axi_rresp(rresp),
        .s_axis_tvalid(s_tvalid), .s_axis_tready(s_tready), .s_axis_tdata(s_tdata), .s_axis_tlast(s_tlast),
        .m_axis_tvalid(m_tvalid), .m_axis_tready(m_tready), .m_axis_tdata(m_tdata), .m_axis_tlast(m_tlast)
    );

    reg [8*1024-1:0] input_path, expected_path;
    reg [7:0] next_input;
    reg [15:0] next_expected;
    reg [31:0] data, low, high;
    reg [1:0]  response;
    integer input_file, expected_file, status, frames, seed, draw;
    integer compared, mismatches, errors, cycle, read_cycle, first_cycle, word, received, feeding, checking;

    task fail(input [8*40-1:0] reason);
        begin
            if (errors == 0) $display("@fail cycle=%0d %0s", cycle, reason);
            errors = errors + 1;
        end
    endtask

    task pause;
        begin
            draw = $random(seed);
            repeat (draw[1:0]) @(negedge aclk);
        end
    endtask

    // Signals change at the falling edge, so that the rising one takes what is there.
    task read_register(input [7:0] address);
        begin
            pause;
            araddr = address;
            arvalid = 1'b1;
            #1;
            while (!arready) begin
                @(negedge aclk);
                #1;
            end
            read_cycle = cycle;
            @(negedge aclk);
            arvalid = 1'b0;
            pause;
            rready = 1'b1;
            #1;
            while (!rvalid) begin
                @(negedge aclk);
                #1;
            end
            data = rdata;
            response = rresp;
            @(negedge aclk);
            rready = 1'b0;
        end
    endtask

    task write_register(input [7:0] address, input [31:0] value, input [3:0] strobe);
        begin
            awaddr = address;
            wdata = value;
            wstrb = strobe;
            // Either channel may come first.
            draw = $random(seed);
            if (draw[2]) awvalid = 1'b1; else wvalid = 1'b1;
            pause;
            awvalid = 1'b1;
            wvalid = 1'b1;
            #1;
            while (!(awready && wready)) begin
                @(negedge aclk);
                #1;
            end
            @(negedge aclk);
            awvalid = 1'b0;
            wvalid = 1'b0;
            pause;
            bready = 1'b1;
            #1;
            while (!bvalid) begin
                @(negedge aclk);
                #1;
            end
            response = bresp;
            @(negedge aclk);
            bready = 1'b0;
        end
    endtask

    task expect_register(input [7:0] address, input [31:0] value, input [8*40-1:0] what);
        begin
            read_register(address);
            if (data !== value || response !== 2'b00) fail(what);
        end
    endtask

    task read_cycles;
        begin
            read_register(8'h10);
            low = data;
            first_cycle = read_cycle;
            read_register(8'h14);
            high = data;
        end
    endtask

    task send_word(input [7:0] value, input is_last);
        begin
            draw = $random(seed);
            if (draw[3:0] == 4'd0) pause;
            s_tdata = value;
            s_tlast = is_last;
            s_tvalid = 1'b1;
            #1;
            while (!s_tready) begin
                @(negedge aclk);
                #1;
            end
            @(negedge aclk);
            s_tvalid = 1'b0;
        end
    endtask

    task send_frames(input integer count);
        for (word = 0; word < count * IN_WORDS; word = word + 1) begin
            status = $fscanf(input_file, "%h", next_input);
            if (status != 1) begin
                $display("@abort the input file has too few words");
                $finish;
            end
            send_word(next_input, word % IN_WORDS == IN_WORDS - 1);
        end
    endtask

    // The machine's sink.
    always @(posedge aclk) if (aresetn && m_tvalid && m_tready) begin
        if (checking == 1) begin
            status = $fscanf(expected_file, "%h", next_expected);
            if (m_tdata !== next_expected) begin
                if (mismatches == 0) $display("@mismatch word=%0d expected=%h found=%h", compared, next_expected, m_tdata);
                mismatches = mismatches + 1;
            end
            compared = compared + 1;
        end
        received = received + 1;
    end

    always @(negedge aclk) m_tready = cycle % 7 != 0;

    always #5 aclk = !aclk;

    always @(posedge aclk) cycle <= cycle + 1;

    initial begin
        {aclk, aresetn, awvalid, wvalid, bready, arvalid, rready, s_tvalid, s_tlast, m_tready} = 10'd0;
        {awaddr, araddr, wdata, wstrb} = 52'd0;
        s_tdata = 8'd0;
        {compared, mismatches, errors, cycle, received} = 160'd0;
        checking = 1;
        if (!$value$plusargs("frames=%d", frames)) frames = 10;
        if (!$value$plusargs("seed=%d", seed)) seed = 1;
        if (!$value$plusargs("input=%s", input_path)) input_path = "../../vectors/input.hex";
        if (!$value$plusargs("expected=%s", expected_path)) expected_path = "../../vectors/expected.hex";
        input_file = $fopen(input_path, "r");
        expected_file = $fopen(expected_path, "r");
        if (input_file == 0 || expected_file == 0) begin
            $display("@abort cannot read the vectors");
            $finish;
        end
        repeat (4) @(negedge aclk);
        aresetn = 1'b1;
        repeat (2) @(negedge aclk);
        expect_register(8'h00, 32'd1, "the version is wrong");
        expect_register(8'h04, 32'h7521a39f, "the design's number is wrong");
        expect_register(8'h18, 32'd0, "frames came before any");
        read_cycles;
        feeding = first_cycle - low;
        send_frames(frames);
        while (received < frames * OUT_WORDS) @(negedge aclk);
        repeat (2) @(negedge aclk);
        expect_register(8'h18, frames, "the frames in are not counted");
        expect_register(8'h1c, frames, "the frames out are not counted");
        read_register(8'h0c);
        if (data[1:0] !== 2'b00) fail("a frame is wrong though none is");
        read_cycles;
        if (first_cycle - low !== feeding || high !== 32'd0) fail("the cycles are not counted");
        // A frame that ends early, where a frame has two words or more.
        checking = 0;
        if (IN_WORDS > 1) begin
            send_word(8'd0, 1'b1);
            while (received < (frames + 1) * OUT_WORDS) @(negedge aclk);
            read_register(8'h0c);
            if (data[1:0] !== 2'b01) fail("an early end is not seen");
        end
        write_register(8'h08, 32'd1, 4'b1110);
        read_register(8'h18);
        if (data == 32'd0) fail("a write without its byte resets");
        write_register(8'h08, 32'd1, 4'b0001);
        if (response !== 2'b00) fail("the reset is refused");
        repeat (2) @(negedge aclk);
        expect_register(8'h18, 32'd0, "the reset leaves frames");
        expect_register(8'h1c, 32'd0, "the reset leaves frames out");
        read_register(8'h0c);
        if (data[1:0] !== 2'b00) fail("the reset leaves the status");
        read_register(8'hfc);
        if (response !== 2'b10) fail("an absent register is read");
        write_register(8'h00, 32'd7, 4'b1111);
        if (response !== 2'b10) fail("the version is written");
        $display("@done frames=%0d words=%0d mismatches=%0d errors=%0d cycles=%0d", frames, compared, mismatches, errors,
                 cycle);
        if (compared == frames * OUT_WORDS && mismatches == 0 && errors == 0) $display("equal: %0d words", compared);
        else $display("DIFFERENT: %0d words", compared);
        $finish;
    end

endmodule

`default_nettype wire

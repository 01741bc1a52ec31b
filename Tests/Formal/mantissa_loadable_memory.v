// Of the words since a reset or a `last`, the first DEPTH * BEATS are the memory's: what is read behind them at any address is
// those of its place, the lowest first. The others leave a cycle later, as does `last`.
//
// proof WIDTH=3 DEPTH=1
// proof WIDTH=32 DEPTH=3
// proof WIDTH=40 DEPTH=2
// proof WIDTH=70 DEPTH=2
// depth 14
// apart * -> load_out data
// bug content WIDTH=32 DEPTH=3: s/memory\[place_q\] <=/memory[0] <=/
// bug content WIDTH=40 DEPTH=2: s/{load_in\[31:0\], low_q}/{low_q, load_in[31:0]}/
// bug content WIDTH=70 DEPTH=2: s/aresetn \&\& !last/aresetn/
// bug content WIDTH=32 DEPTH=3: s/if (enable) data_q/data_q/
// bug pass WIDTH=32 DEPTH=3: s/\&\& full_q \&\& aresetn/\&\& aresetn/
// bug pass WIDTH=40 DEPTH=2: s/full_q  <= is_last/full_q  <= 1'b1/
// bug pass WIDTH=32 DEPTH=3: s/if (!aresetn || last) begin/if (!aresetn) begin/
// bug pass WIDTH=40 DEPTH=2: s/load_q <= {last \&\& aresetn/load_q <= {1'b0/
`default_nettype none

module formal #(
    parameter WIDTH = 8,
    parameter DEPTH = 2   // up to 4
) (
    input wire        aclk,
    input wire        aresetn,
    input wire        enable,
    input wire [1:0]  place,
    input wire [33:0] load_in
);
    localparam ADDRESS_WIDTH = DEPTH > 2 ? 2 : 1;
    localparam BEATS = (WIDTH + 31) / 32;

    // Any place may be chosen, so that what holds of it holds of all.
    (* anyconst *) wire [ADDRESS_WIDTH-1:0] chosen;

    wire [ADDRESS_WIDTH-1:0] address = place[ADDRESS_WIDTH-1:0];
    wire [WIDTH-1:0]         data;
    wire [33:0]              load_out;
    wire                     up;

    mantissa_loadable_memory #(.WIDTH(WIDTH), .DEPTH(DEPTH), .ADDRESS_WIDTH(ADDRESS_WIDTH)) dut (.*);
    check_up u_up (.*);

    always @* begin
        assume (chosen < DEPTH);
        assume (address < DEPTH);
    end

    reg [4:0]          words_q;    // since the reset or a last one, the memory's at most
    reg [32*BEATS-1:0] wanted_q;   // those of the chosen place, as far as they have come
    reg                known_q;    // it has been written
    reg                read_q;     // data is that of the chosen place, read when it was known
    reg [WIDTH-1:0]    value_q;    // what it was then
    reg [33:0]         passed_q;

    wire       valid = load_in[32];
    wire       last  = load_in[33];
    wire       own   = words_q < DEPTH * BEATS;
    wire [4:0] beat  = words_q - chosen * BEATS;
    wire       mine  = valid && own && words_q >= chosen * BEATS && beat < BEATS;
    wire [32*BEATS-1:0] low  = 32'hffff_ffff;
    wire [32*BEATS-1:0] next = (wanted_q & ~(low << (32 * beat))) | ((load_in[31:0] & low) << (32 * beat));

    always @(posedge aclk) begin
        passed_q <= {last && aresetn, valid && !own && aresetn, load_in[31:0]};
        words_q  <= !aresetn || last ? 0 : words_q + (valid && own);
        if (mine) wanted_q <= next;
        if (!up) known_q <= 1'b0;
        else if (mine) known_q <= beat == BEATS - 1;
        // A word that is written while it is read is anything.
        if (!up) read_q <= 1'b0;
        else if (enable) begin
            read_q  <= known_q && !mine && address == chosen;
            value_q <= wanted_q[WIDTH-1:0];
        end
    end

    always @* if (up) begin
        if (read_q) content_read: assert (data == value_q);
        pass_words: assert (load_out[33:32] == passed_q[33:32]);
        if (load_out[32]) pass_data: assert (load_out[31:0] == passed_q[31:0]);
    end

`ifdef INSIDE
    (* hierconn *) wire [ADDRESS_WIDTH-1:0] \dut.place_q ;
    (* hierconn *) wire                     \dut.full_q ;
    (* hierconn *) wire [WIDTH-1:0]         \dut.memory[0] ;
    (* hierconn *) wire [WIDTH-1:0]         \dut.memory[1] ;
    (* hierconn *) wire [WIDTH-1:0]         \dut.memory[2] ;
    (* hierconn *) wire [WIDTH-1:0]         \dut.memory[3] ;
    (* hierconn *) wire [$clog2(BEATS > 1 ? BEATS : 2)-1:0]       \dut.g_beats.u_beat.g_counter.left_q ;
    (* hierconn *) wire [32*(BEATS > 1 ? BEATS - 1 : 1)-1:0]      \dut.g_beats.low_q ;

    wire [4*WIDTH-1:0] memory = {\dut.memory[3] , \dut.memory[2] , \dut.memory[1] , \dut.memory[0] };
    wire [WIDTH-1:0]   stored = memory >> (chosen * WIDTH);
    wire [4:0]         within = words_q - \dut.place_q * BEATS;   // words of the place that is filled

    always @* if (up) begin
        inside_words: assert (words_q <= DEPTH * BEATS);
        inside_full: assert (\dut.full_q == !own);
        if (own) begin
            inside_place: assert (\dut.place_q < DEPTH && words_q >= \dut.place_q * BEATS && within < BEATS);
            if (BEATS > 1) inside_beat: assert (\dut.g_beats.u_beat.g_counter.left_q == BEATS - 1 - within);
            // Words of the chosen place stand at the top of those that were shifted in.
            if (BEATS > 1 && \dut.place_q == chosen && within != 0)
                inside_low: assert ((\dut.g_beats.low_q >> (32 * (BEATS - 1 - within)))
                    == (wanted_q & ~({(32 * BEATS){1'b1}} << (32 * within))));
        end else if (BEATS > 1) inside_rest: assert (\dut.g_beats.u_beat.g_counter.left_q == BEATS - 1);
        if (known_q) inside_known: assert (stored == wanted_q[WIDTH-1:0]);
        if (known_q && own && \dut.place_q == chosen) inside_again: assert (within == 0);
    end
`endif

endmodule

`default_nettype wire

// What leaves is each frame's windows, by the numbers of row and column that the cell's head states: a word of the frame
// where the tap lies inside, not before it has entered, and PAD_CODE in every lane where it lies outside. With a ready
// sink a word whose turn it is leaves within 3 cycles of its entry. There is no lock-up: while no word can enter, the
// word to leave next is there; so one enters at the latest when as many have left as windows of a frame have.
//
// proof HEIGHT=3 WIDTH=2 ROW_KERNEL=2 ROW_BEFORE=1 OUTPUT_HEIGHT=3 OUTPUT_WIDTH=2 BUFFER_ROWS=2
// proof HEIGHT=2 ROW_KERNEL=1 ROW_BEFORE=0 COLUMN_KERNEL=2 COLUMN_BEFORE=1 OUTPUT_HEIGHT=2 BUFFER_ROWS=2
// proof HEIGHT=4 ROW_KERNEL=1 ROW_STRIDE=3 ROW_BEFORE=0 OUTPUT_HEIGHT=1 OUTPUT_WIDTH=2 BUFFER_ROWS=1
// proof HEIGHT=2 WIDTH=1 CHANNEL_WORDS=2 GROUPS=2 REPEAT=2 ROW_DILATION=2 ROW_BEFORE=2 OUTPUT_WIDTH=1
// depth 10
// steps 4
// apart * -> m_axis_tvalid m_axis_tdata s_axis_tready
// bug order: s/D_TAP_Y  = TAP_Y - REACH_TAP_X/D_TAP_Y  = TAP_Y - REACH_TAP_X - 1/
// bug order HEIGHT=2 WIDTH=1 ROW_BEFORE=0 ROW_KERNEL=1 OUTPUT_HEIGHT=2 OUTPUT_WIDTH=1 BUFFER_ROWS=1: s/FREE_Y     = ROW_STRIDE \* ROW/FREE_Y     = (ROW_STRIDE + 1) * ROW/
// bug order: s/A_FIRST  = (FIRST % DEPTH/A_FIRST  = ((FIRST + 1) % DEPTH/
// bug order: s/p1_pad_q <= pad/p1_pad_q <= 1'b0/
// bug order: s/wire read    = advance \&\& present/wire read = present/
// bug stable: s/wire advance = !m_valid_q || m_axis_tready/wire advance = 1'b1/
// bug live_room HEIGHT=2 WIDTH=1 ROW_BEFORE=0 ROW_KERNEL=1 OUTPUT_HEIGHT=2 OUTPUT_WIDTH=1 BUFFER_ROWS=1: s/FREE_FRAME = (HEIGHT - /FREE_FRAME = (HEIGHT - 1 - /
// bug live: s/MARGIN_FIRST  = 0 - FIRST - 1/MARGIN_FIRST  = 0 - FIRST - 2/
// bug apart: s/s_axis_tready = !room_q/s_axis_tready = m_axis_tready || !room_q/
`default_nettype none

module formal #(
    parameter                     LANES           = 1,
    parameter                     ELEMENT_WIDTH   = 1,
    parameter [ELEMENT_WIDTH-1:0] PAD_CODE        = 0,
    parameter                     HEIGHT          = 3,
    parameter                     WIDTH           = 2,
    parameter                     CHANNEL_WORDS   = 1,
    parameter                     OUTPUT_HEIGHT   = 3,
    parameter                     OUTPUT_WIDTH    = 2,
    parameter                     ROW_KERNEL      = 2,
    parameter                     ROW_STRIDE      = 1,
    parameter                     ROW_DILATION    = 1,
    parameter                     ROW_BEFORE      = 1,
    parameter                     COLUMN_KERNEL   = 1,
    parameter                     COLUMN_STRIDE   = 1,
    parameter                     COLUMN_DILATION = 1,
    parameter                     COLUMN_BEFORE   = 0,
    parameter                     GROUPS          = 1,
    parameter                     REPEAT          = 1,
    parameter                     BUFFER_ROWS     = 2
) (
    input wire                           aclk,
    input wire                           aresetn,
    input wire                           s_axis_tvalid,
    input wire [LANES*ELEMENT_WIDTH-1:0] s_axis_tdata,
    input wire                           m_axis_tready
);

    localparam W      = LANES * ELEMENT_WIDTH;
    localparam SLICES = CHANNEL_WORDS / GROUPS;
    localparam ROW    = WIDTH * CHANNEL_WORDS;
    localparam FRAME  = HEIGHT * ROW;
    localparam DEPTH  = BUFFER_ROWS * ROW;   // up to 9

    wire         s_axis_tready, m_axis_tvalid, up;
    wire [W-1:0] m_axis_tdata;
    wire         take = s_axis_tvalid && s_axis_tready;
    wire         give = m_axis_tvalid && m_axis_tready;

    mantissa_window #(
        .LANES(LANES), .ELEMENT_WIDTH(ELEMENT_WIDTH), .PAD_CODE(PAD_CODE), .HEIGHT(HEIGHT), .WIDTH(WIDTH),
        .CHANNEL_WORDS(CHANNEL_WORDS), .OUTPUT_HEIGHT(OUTPUT_HEIGHT), .OUTPUT_WIDTH(OUTPUT_WIDTH),
        .ROW_KERNEL(ROW_KERNEL), .ROW_STRIDE(ROW_STRIDE), .ROW_DILATION(ROW_DILATION), .ROW_BEFORE(ROW_BEFORE),
        .COLUMN_KERNEL(COLUMN_KERNEL), .COLUMN_STRIDE(COLUMN_STRIDE), .COLUMN_DILATION(COLUMN_DILATION),
        .COLUMN_BEFORE(COLUMN_BEFORE), .GROUPS(GROUPS), .REPEAT(REPEAT), .BUFFER_ROWS(BUFFER_ROWS)
    ) dut (.*);
    check_up u_up (.*);
    check_stable #(.WIDTH(W)) u_stable (
        .*, .valid(m_axis_tvalid), .ready(m_axis_tready), .data(m_axis_tdata)
    );

    // A place in the loops around what leaves: whether it is in the frame behind, row, column, group, repeat, kernel row,
    // kernel column, slice.
    function [21:0] after(input [21:0] place);
        reg       frame;
        reg [2:0] y, x, g, r, v, u, s;
        begin
            {frame, y, x, g, r, v, u, s} = place;
            s = s + 1;
            if (s == SLICES) begin s = 0; u = u + 1; end
            if (u == COLUMN_KERNEL) begin u = 0; v = v + 1; end
            if (v == ROW_KERNEL) begin v = 0; r = r + 1; end
            if (r == REPEAT) begin r = 0; g = g + 1; end
            if (g == GROUPS) begin g = 0; x = x + 1; end
            if (x == OUTPUT_WIDTH) begin x = 0; y = y + 1; end
            if (y == OUTPUT_HEIGHT) begin y = 0; frame = 1'b1; end
            after = {frame, y, x, g, r, v, u, s};
        end
    endfunction

    function signed [7:0] row(input [21:0] place);
        row = {5'd0, place[20:18]} * ROW_STRIDE[7:0] - ROW_BEFORE[7:0] + {5'd0, place[8:6]} * ROW_DILATION[7:0];
    endfunction

    function signed [7:0] column(input [21:0] place);
        column = {5'd0, place[17:15]} * COLUMN_STRIDE[7:0] - COLUMN_BEFORE[7:0]
            + {5'd0, place[5:3]} * COLUMN_DILATION[7:0];
    endfunction

    function outside(input [21:0] place);
        outside = row(place) < 0 || row(place) >= $signed(HEIGHT[7:0])
            || column(place) < 0 || column(place) >= $signed(WIDTH[7:0]);
    endfunction

    // The number of a place's word in its frame, counted on beyond the frame's borders.
    function signed [7:0] number(input [21:0] place);
        number = row(place) * ROW[7:0] + column(place) * CHANNEL_WORDS[7:0] + {5'd0, place[14:12]} * SLICES[7:0]
            + {5'd0, place[2:0]};
    endfunction

    (* anyseq *) wire mark;

    reg        [20:0]  place_q;    // of the next word out
    reg        [5:0]   enter_q;    // number in its frame of the next word in
    reg signed [7:0]   lead_q;     // the frame of that word, counted from the one that leaves
    reg                watch_q;    // one of the words that entered is watched
    reg        [5:0]   index_q;    // its number in its frame
    reg signed [7:0]   frame_q;    // its frame, counted from the one that leaves
    reg        [W-1:0] value_q;

    wire        [21:0] place   = {1'b0, place_q};
    wire        [21:0] next    = after(place);
    wire signed [7:0]  passed  = give && next[21] ? 8'd1 : 8'd0;
    wire               filled  = take && enter_q + 1 == FRAME;
    wire signed [7:0]  written = lead_q * $signed(FRAME[7:0]) + $signed({2'd0, enter_q});   // in the frame that leaves
    wire               there   = outside(place) || number(place) < written;

    always @(posedge aclk) begin
        if (!aresetn) begin
            place_q <= 0;
            enter_q <= 0;
            lead_q  <= 0;
            watch_q <= 1'b0;
        end else begin
            if (give) place_q <= next[20:0];
            if (take) enter_q <= filled ? 0 : enter_q + 1;
            lead_q <= lead_q - passed + $signed({7'd0, filled});
            if (take && mark && !watch_q) begin
                watch_q <= 1'b1;
                index_q <= enter_q;
                frame_q <= lead_q - passed;
                value_q <= s_axis_tdata;
            end else begin
                watch_q <= watch_q && frame_q >= passed;
                frame_q <= frame_q - passed;
            end
        end
    end

    // Whether a place shows the watched word.
    function shows(input [21:0] at);
        shows = watch_q && !outside(at) && frame_q == $signed({7'd0, at[21]}) && number(at) == $signed({2'd0, index_q});
    endfunction

    always @* if (up) begin
        if (m_axis_tvalid) begin
            if (outside(place)) order_padding: assert (m_axis_tdata == {LANES{PAD_CODE}});
            order_entered: assert (there);
            if (shows(place)) order_word: assert (m_axis_tdata == value_q);
        end
        live_room: assert (s_axis_tready || there);
    end

    check_live #(.CYCLES(3)) u_out (.*, .owed(there && m_axis_tready), .moved(give));

`ifdef INSIDE
    localparam ADDRESS_WIDTH = DEPTH > 1 ? $clog2(DEPTH) : 1;
    localparam REACH_Y       = SLICES - 1 + (COLUMN_KERNEL - 1) * COLUMN_DILATION * CHANNEL_WORDS
        + (ROW_KERNEL - 1) * ROW_DILATION * ROW + (GROUPS - 1) * SLICES
        + (OUTPUT_WIDTH - 1) * COLUMN_STRIDE * CHANNEL_WORDS + (OUTPUT_HEIGHT - 1) * ROW_STRIDE * ROW;
    localparam FIRST         = 0 - ROW_BEFORE * ROW - COLUMN_BEFORE * CHANNEL_WORDS;
    localparam ROOM_WIDTH    = $clog2(DEPTH + FRAME + ROW_STRIDE * ROW + 1);
    localparam MARGIN_WIDTH  = $clog2(REACH_Y + 2 * FRAME + DEPTH - FIRST + 1) + 1;
    localparam TOP_MOVES     = ROW_BEFORE / ROW_STRIDE;
    localparam MOVES_WIDTH   = $clog2(TOP_MOVES + 2);
    localparam BACK_Y        = (ROW_KERNEL - 1) * ROW_DILATION;
    localparam BACK_X        = (COLUMN_KERNEL - 1) * COLUMN_DILATION;
    localparam HIGHEST_Y     = (OUTPUT_HEIGHT - 1) * ROW_STRIDE + BACK_Y - ROW_BEFORE;
    localparam HIGHEST_X     = (OUTPUT_WIDTH - 1) * COLUMN_STRIDE + BACK_X - COLUMN_BEFORE;
    localparam POSITION_Y    = $clog2(ROW_BEFORE + HEIGHT + HIGHEST_Y + ROW_STRIDE + ROW_DILATION + BACK_Y + 1) + 1;
    localparam POSITION_X    =
        $clog2(COLUMN_BEFORE + WIDTH + HIGHEST_X + COLUMN_STRIDE + COLUMN_DILATION + BACK_X + 1) + 1;

    (* hierconn *) wire \dut.p1_valid_q ;

    // The places of the words in the two registers of the pipeline, and of the one to read.
    wire        [21:0] piped = m_axis_tvalid ? next : place;
    wire        [21:0] read  = \dut.p1_valid_q ? after(piped) : piped;

    // The loops are at the one behind it.
    wire        [21:0] ahead = after(read);
    wire at_slice  = read[2:0] == SLICES - 1;
    wire at_tap_x  = at_slice && read[5:3] == COLUMN_KERNEL - 1;
    wire at_tap_y  = at_tap_x && read[8:6] == ROW_KERNEL - 1;
    wire at_repeat = at_tap_y && read[11:9] == REPEAT - 1;
    wire at_group  = at_repeat && read[14:12] == GROUPS - 1;
    wire at_x      = at_group && read[17:15] == OUTPUT_WIDTH - 1;
    wire at_y      = at_x && read[20:18] == OUTPUT_HEIGHT - 1;
    wire signed [9:0] distance = number(ahead) - number(read) + (at_y ? $signed(FRAME[9:0]) : 10'sd0);

    wire signed [7:0] row_read    = row(read);
    wire signed [7:0] column_read = column(read);

    (* hierconn *) wire [ADDRESS_WIDTH-1:0]       \dut.write_address_q ;
    (* hierconn *) wire [ADDRESS_WIDTH-1:0]       \dut.read_address_q ;
    (* hierconn *) wire signed [ROOM_WIDTH:0]     \dut.room_q ;
    (* hierconn *) wire signed [MARGIN_WIDTH-1:0] \dut.distance_q ;
    (* hierconn *) wire [ADDRESS_WIDTH:0]         \dut.jump_q ;
    (* hierconn *) wire                           \dut.move_tap_x_q ;
    (* hierconn *) wire                           \dut.move_tap_y_q ;
    (* hierconn *) wire                           \dut.move_repeat_q ;
    (* hierconn *) wire                           \dut.move_x_q ;
    (* hierconn *) wire                           \dut.move_y_q ;
    (* hierconn *) wire                           \dut.move_frame_q ;
    (* hierconn *) wire signed [MARGIN_WIDTH-1:0] \dut.margin_q ;
    (* hierconn *) wire                           \dut.p1_pad_q ;
    (* hierconn *) wire [W-1:0]                   \dut.p1_word_q ;
    (* hierconn *) wire [MOVES_WIDTH-1:0]         \dut.g_top.moves_q ;
    (* hierconn *) wire                           \dut.row_inside ;
    (* hierconn *) wire                           \dut.column_inside ;
    (* hierconn *) wire [POSITION_Y-1:0]          \dut.u_rows.g_padded.position_q ;
    (* hierconn *) wire [POSITION_X-1:0]          \dut.u_columns.g_padded.position_q ;
    (* hierconn *) wire [$clog2(SLICES > 1 ? SLICES : 2)-1:0]               \dut.u_slice.g_counter.left_q ;
    (* hierconn *) wire [$clog2(COLUMN_KERNEL > 1 ? COLUMN_KERNEL : 2)-1:0] \dut.u_tap_x.g_counter.left_q ;
    (* hierconn *) wire [$clog2(ROW_KERNEL > 1 ? ROW_KERNEL : 2)-1:0]       \dut.u_tap_y.g_counter.left_q ;
    (* hierconn *) wire [$clog2(REPEAT > 1 ? REPEAT : 2)-1:0]               \dut.u_repeat.g_counter.left_q ;
    (* hierconn *) wire [$clog2(GROUPS > 1 ? GROUPS : 2)-1:0]               \dut.u_group.g_counter.left_q ;
    (* hierconn *) wire [$clog2(OUTPUT_WIDTH > 1 ? OUTPUT_WIDTH : 2)-1:0]   \dut.u_x.g_counter.left_q ;
    (* hierconn *) wire [$clog2(OUTPUT_HEIGHT > 1 ? OUTPUT_HEIGHT : 2)-1:0] \dut.u_y.g_counter.left_q ;
    (* hierconn *) wire [W-1:0] \dut.memory[0] ;
    (* hierconn *) wire [W-1:0] \dut.memory[1] ;
    (* hierconn *) wire [W-1:0] \dut.memory[2] ;
    (* hierconn *) wire [W-1:0] \dut.memory[3] ;
    (* hierconn *) wire [W-1:0] \dut.memory[4] ;
    (* hierconn *) wire [W-1:0] \dut.memory[5] ;
    (* hierconn *) wire [W-1:0] \dut.memory[6] ;
    (* hierconn *) wire [W-1:0] \dut.memory[7] ;
    (* hierconn *) wire [W-1:0] \dut.memory[8] ;

    wire [9*W-1:0] memory = {
        \dut.memory[8] , \dut.memory[7] , \dut.memory[6] , \dut.memory[5] , \dut.memory[4] ,
        \dut.memory[3] , \dut.memory[2] , \dut.memory[1] , \dut.memory[0] };

    wire signed [7:0]  fill  = written - (read[21] ? $signed(FRAME[7:0]) : 8'sd0);   // in the frame that is read
    wire signed [7:0]  start = {5'd0, read[20:18]} * ROW_STRIDE[7:0] - ROW_BEFORE[7:0];
    // The last row that the output row before has read.
    wire signed [7:0]  row_past = start - ROW_STRIDE[7:0] + (ROW_KERNEL[7:0] - 8'd1) * ROW_DILATION[7:0];
    wire signed [7:0]  free  = start < 0 ? 8'sd0 : start * $signed(ROW[7:0]);
    wire signed [7:0]  kept  = fill - free;
    // The watched word, counted back from the one to write next, and where it lies.
    wire signed [7:0]  back  =
        (lead_q - frame_q) * $signed(FRAME[7:0]) + $signed({2'd0, enter_q}) - $signed({2'd0, index_q});
    wire signed [7:0]  cell_ = $signed({1'b0, \dut.write_address_q }) - back;
    wire signed [7:0]  slot  = cell_ < 0 ? cell_ + $signed(DEPTH[7:0]) : cell_;
    wire        [W-1:0] stored = memory >> (slot * W);
    // Where the word to read lies: as far behind the one to write as the margin says, around the buffer.
    wire signed [9:0]  reads =
        $signed({1'b0, \dut.write_address_q }) - 10'sd1 - \dut.margin_q + 10'sd16 * $signed(DEPTH[9:0]);

    always @* if (up) begin
        inside_enter: assert (enter_q < FRAME && lead_q >= -8'sd1 && lead_q <= $signed(DEPTH[7:0] / FRAME[7:0] + 8'd2));
        inside_place: assert (place[20:18] < OUTPUT_HEIGHT && place[17:15] < OUTPUT_WIDTH && place[14:12] < GROUPS
            && place[11:9] < REPEAT && place[8:6] < ROW_KERNEL && place[5:3] < COLUMN_KERNEL && place[2:0] < SLICES);
        if (SLICES > 1) inside_slice: assert (\dut.u_slice.g_counter.left_q == SLICES - 1 - ahead[2:0]);
        if (COLUMN_KERNEL > 1) inside_tap_x: assert (\dut.u_tap_x.g_counter.left_q == COLUMN_KERNEL - 1 - ahead[5:3]);
        if (ROW_KERNEL > 1) inside_tap_y: assert (\dut.u_tap_y.g_counter.left_q == ROW_KERNEL - 1 - ahead[8:6]);
        if (REPEAT > 1) inside_repeat: assert (\dut.u_repeat.g_counter.left_q == REPEAT - 1 - ahead[11:9]);
        if (GROUPS > 1) inside_group: assert (\dut.u_group.g_counter.left_q == GROUPS - 1 - ahead[14:12]);
        if (OUTPUT_WIDTH > 1) inside_x: assert (\dut.u_x.g_counter.left_q == OUTPUT_WIDTH - 1 - ahead[17:15]);
        if (OUTPUT_HEIGHT > 1) inside_y: assert (\dut.u_y.g_counter.left_q == OUTPUT_HEIGHT - 1 - ahead[20:18]);
        inside_moves_on: assert ({\dut.move_tap_x_q , \dut.move_tap_y_q , \dut.move_repeat_q , \dut.move_x_q ,
            \dut.move_y_q , \dut.move_frame_q } == {at_slice, at_tap_x, at_tap_y, at_group, at_x, at_y});
        inside_distance: assert (\dut.distance_q == distance);
        inside_jump: assert ((distance + 10'sd16 * $signed(DEPTH[9:0])) % DEPTH == \dut.jump_q );
        inside_rows: assert (\dut.row_inside == (row(read) >= 0 && row(read) < $signed(HEIGHT[7:0])));
        inside_columns: assert (\dut.column_inside == (column(read) >= 0 && column(read) < $signed(WIDTH[7:0])));
        if (ROW_BEFORE > 0 || HIGHEST_Y >= HEIGHT) inside_row: assert (
            \dut.u_rows.g_padded.position_q == row_read[POSITION_Y-1:0]);
        if (COLUMN_BEFORE > 0 || HIGHEST_X >= WIDTH) inside_column: assert (
            \dut.u_columns.g_padded.position_q == column_read[POSITION_X-1:0]);
        if (ROW_BEFORE > 0) inside_moves: assert (
            \dut.g_top.moves_q == (read[20:18] > TOP_MOVES ? TOP_MOVES + 1 : read[20:18]));
        inside_margin: assert (\dut.margin_q == fill - number(read) - 1);
        if (read[20:18] != 0 && row_past >= 0 && row_past < $signed(HEIGHT[7:0]))
            inside_past: assert (fill > row_past * $signed(ROW[7:0]));
        inside_kept: assert (kept <= $signed(DEPTH[7:0]) && kept > -$signed(FRAME[7:0]));
        inside_room: assert (\dut.room_q == $signed(DEPTH[7:0]) - kept - 8'sd1);
        inside_addresses: assert (\dut.write_address_q < DEPTH && \dut.read_address_q < DEPTH);
        inside_read: assert (reads % DEPTH == \dut.read_address_q );
        if (\dut.p1_valid_q ) begin
            inside_pad: assert (\dut.p1_pad_q == outside(piped));
            inside_there: assert (outside(piped)
                || number(piped) < written - (piped[21] ? $signed(FRAME[7:0]) : 8'sd0));
            if (shows(piped)) inside_piped: assert (\dut.p1_word_q == value_q);
        end
        if (watch_q) begin
            inside_index: assert (index_q < FRAME && frame_q >= -8'sd1 && frame_q <= lead_q && back > 0);
            if (back <= kept) inside_stored: assert (stored == value_q);
        end
    end
`endif

endmodule

`default_nettype wire

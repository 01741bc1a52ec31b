// mantissa_window -- sliding windows over a stream of frames, from a circular buffer of rows.
//
// A frame is HEIGHT x WIDTH pixels of CHANNEL_WORDS words. What leaves, innermost loop last: output row, output column,
// channel group, repeat, kernel row, kernel column, word of the group. A tap at row
//     output row * ROW_STRIDE - ROW_BEFORE + kernel row * ROW_DILATION
// (columns alike) outside the frame gives PAD_CODE in every lane.
// A word leaves as soon as it has been written. A row's place is free again once no later window of the frame needs it;
// words of the next frame enter as soon as there is room. The buffer holds BUFFER_ROWS rows, at least those of one window.
// Latency 3 cycles from a word's entry; one word a cycle in and one out. s_axis_tready comes from registers alone.
`default_nettype none

module mantissa_window #(
    parameter integer             LANES           = 1,
    parameter integer             ELEMENT_WIDTH   = 8,
    parameter [ELEMENT_WIDTH-1:0] PAD_CODE        = {ELEMENT_WIDTH{1'b0}},
    parameter integer             HEIGHT          = 4,
    parameter integer             WIDTH           = 4,
    parameter integer             CHANNEL_WORDS   = 1,
    parameter integer             OUTPUT_HEIGHT   = 4,
    parameter integer             OUTPUT_WIDTH    = 4,
    parameter integer             ROW_KERNEL      = 3,
    parameter integer             ROW_STRIDE      = 1,
    parameter integer             ROW_DILATION    = 1,
    parameter integer             ROW_BEFORE      = 1,
    parameter integer             COLUMN_KERNEL   = 3,
    parameter integer             COLUMN_STRIDE   = 1,
    parameter integer             COLUMN_DILATION = 1,
    parameter integer             COLUMN_BEFORE   = 1,
    parameter integer             GROUPS          = 1,   // divides CHANNEL_WORDS
    parameter integer             REPEAT          = 1,
    parameter integer             BUFFER_ROWS     = 3
) (
    input  wire                           aclk,
    input  wire                           aresetn,       // synchronous, active low
    input  wire                           s_axis_tvalid,
    output wire                           s_axis_tready,
    input  wire [LANES*ELEMENT_WIDTH-1:0] s_axis_tdata,
    output wire                           m_axis_tvalid,
    input  wire                           m_axis_tready,
    output wire [LANES*ELEMENT_WIDTH-1:0] m_axis_tdata
);

    // Words from one element of each loop to the next.
    localparam SLICES = CHANNEL_WORDS / GROUPS;
    localparam ROW    = WIDTH * CHANNEL_WORDS;
    localparam FRAME  = HEIGHT * ROW;
    localparam DEPTH  = BUFFER_ROWS * ROW;
    localparam TAP_X  = COLUMN_DILATION * CHANNEL_WORDS;
    localparam TAP_Y  = ROW_DILATION * ROW;
    localparam MOVE_X = COLUMN_STRIDE * CHANNEL_WORDS;
    localparam MOVE_Y = ROW_STRIDE * ROW;

    // Words from the first element to the last, of each loop with all inside it.
    localparam REACH_SLICE = SLICES - 1;
    localparam REACH_TAP_X = REACH_SLICE + (COLUMN_KERNEL - 1) * TAP_X;
    localparam REACH_TAP_Y = REACH_TAP_X + (ROW_KERNEL - 1) * TAP_Y;
    localparam REACH_GROUP = REACH_TAP_Y + (GROUPS - 1) * SLICES;
    localparam REACH_X     = REACH_GROUP + (OUTPUT_WIDTH - 1) * MOVE_X;
    localparam REACH_Y     = REACH_X + (OUTPUT_HEIGHT - 1) * MOVE_Y;

    // The first element's place; words from a loop's last element to the first of the next turn of the loop around it.
    localparam FIRST    = 0 - ROW_BEFORE * ROW - COLUMN_BEFORE * CHANNEL_WORDS;
    localparam D_TAP_X  = TAP_X - REACH_SLICE;
    localparam D_TAP_Y  = TAP_Y - REACH_TAP_X;
    localparam D_REPEAT = 0 - REACH_TAP_Y;
    localparam D_GROUP  = SLICES - REACH_TAP_Y;
    localparam D_X      = MOVE_X - REACH_GROUP;
    localparam D_Y      = MOVE_Y - REACH_X;
    localparam D_FRAME  = FRAME - REACH_Y;

    // The same around the buffer: the remainders 0 ... DEPTH - 1.
    localparam A_FIRST  = (FIRST % DEPTH + DEPTH) % DEPTH;
    localparam A_SLICE  = 1 % DEPTH;
    localparam A_TAP_X  = (D_TAP_X % DEPTH + DEPTH) % DEPTH;
    localparam A_TAP_Y  = (D_TAP_Y % DEPTH + DEPTH) % DEPTH;
    localparam A_REPEAT = (D_REPEAT % DEPTH + DEPTH) % DEPTH;
    localparam A_GROUP  = (D_GROUP % DEPTH + DEPTH) % DEPTH;
    localparam A_X      = (D_X % DEPTH + DEPTH) % DEPTH;
    localparam A_Y      = (D_Y % DEPTH + DEPTH) % DEPTH;
    localparam A_FRAME  = (D_FRAME % DEPTH + DEPTH) % DEPTH;

    // The step from the first element: loops around those of one turn step at once.
    localparam STEP_TAP_X    = SLICES == 1 ? 1 : 0;
    localparam STEP_TAP_Y    = (STEP_TAP_X != 0 && COLUMN_KERNEL == 1) ? 1 : 0;
    localparam STEP_REPEAT   = (STEP_TAP_Y != 0 && ROW_KERNEL == 1) ? 1 : 0;
    localparam STEP_GROUP    = (STEP_REPEAT != 0 && REPEAT == 1) ? 1 : 0;
    localparam STEP_X        = (STEP_GROUP != 0 && GROUPS == 1) ? 1 : 0;
    localparam STEP_Y        = (STEP_X != 0 && OUTPUT_WIDTH == 1) ? 1 : 0;
    localparam STEP_FRAME    = (STEP_Y != 0 && OUTPUT_HEIGHT == 1) ? 1 : 0;
    localparam STEP_DISTANCE = STEP_FRAME != 0 ? D_FRAME : STEP_Y != 0 ? D_Y : STEP_X != 0 ? D_X
                             : STEP_GROUP != 0 ? D_GROUP : STEP_REPEAT != 0 ? D_REPEAT
                             : STEP_TAP_Y != 0 ? D_TAP_Y : STEP_TAP_X != 0 ? D_TAP_X : 1;
    localparam STEP_JUMP     = STEP_FRAME != 0 ? A_FRAME : STEP_Y != 0 ? A_Y : STEP_X != 0 ? A_X
                             : STEP_GROUP != 0 ? A_GROUP : STEP_REPEAT != 0 ? A_REPEAT
                             : STEP_TAP_Y != 0 ? A_TAP_Y : STEP_TAP_X != 0 ? A_TAP_X : A_SLICE;

    // Rows set free by a move from one output row to the next: none while both start above the frame, then the rest.
    localparam TOP_MOVES  = ROW_BEFORE / ROW_STRIDE;
    localparam FREE_TOP   = ((TOP_MOVES + 1) * ROW_STRIDE - ROW_BEFORE) * ROW;
    localparam FREE_Y     = ROW_STRIDE * ROW;
    localparam LAST_START = (OUTPUT_HEIGHT - 1) * ROW_STRIDE - ROW_BEFORE;
    localparam FREE_FRAME = (HEIGHT - (LAST_START > 0 ? LAST_START : 0)) * ROW;

    localparam WORD_WIDTH    = LANES * ELEMENT_WIDTH;
    localparam ADDRESS_WIDTH = DEPTH > 1 ? $clog2(DEPTH) : 1;
    localparam SUM_WIDTH     = ADDRESS_WIDTH + 1;
    localparam ROOM_WIDTH    = $clog2(DEPTH + FRAME + FREE_Y + 1);
    localparam MARGIN_WIDTH  = $clog2(REACH_Y + 2 * FRAME + DEPTH - FIRST + 1) + 1;
    localparam MARGIN_FIRST  = 0 - FIRST - 1;
    localparam LAST_ADDRESS  = DEPTH - 1;

    reg [WORD_WIDTH-1:0]    memory [0:DEPTH-1];
    reg [ADDRESS_WIDTH-1:0] write_address_q;
    reg [ADDRESS_WIDTH-1:0] read_address_q;
    reg [ROOM_WIDTH:0]      room_q;     // words that may still be written, less one; negative where there is none
    reg [MARGIN_WIDTH-1:0]  margin_q;   // words written past the one to read next; negative while it is missing
    reg                     p1_valid_q;
    reg                     p1_pad_q;
    reg [WORD_WIDTH-1:0]    p1_word_q;
    reg                     m_valid_q;
    reg [WORD_WIDTH-1:0]    m_data_q;

    // The loops are an element ahead of the one to read next, so that its distance to the element behind it stands in
    // registers. Loop k steps when every loop inside it is at its end.
    wire last_slice, last_tap_x, last_tap_y, last_repeat, last_group, last_x, last_y;
    wire next_tap_x  = last_slice;
    wire next_tap_y  = next_tap_x && last_tap_x;
    wire next_repeat = next_tap_y && last_tap_y;
    wire next_group  = next_repeat && last_repeat;
    wire next_x      = next_group && last_group;
    wire next_y      = next_x && last_x;
    wire next_frame  = next_y && last_y;

    // The same of the step from the element to read next.
    reg move_tap_x_q, move_tap_y_q, move_repeat_q, move_x_q, move_y_q, move_frame_q;

    wire row_inside, column_inside;
    wire pad     = !(row_inside && column_inside);
    wire advance = !m_valid_q || m_axis_tready;
    wire present = pad || !margin_q[MARGIN_WIDTH-1];
    wire read    = advance && present;
    wire write   = s_axis_tvalid && s_axis_tready;

    assign s_axis_tready = !room_q[ROOM_WIDTH];
    assign m_axis_tvalid = m_valid_q;
    assign m_axis_tdata  = m_data_q;

    mantissa_loop #(.COUNT(SLICES), .STEPPED(1)) u_slice (
        .aclk(aclk), .aresetn(aresetn), .step(read), .last(last_slice)
    );
    mantissa_loop #(.COUNT(COLUMN_KERNEL), .STEPPED(STEP_TAP_X)) u_tap_x (
        .aclk(aclk), .aresetn(aresetn), .step(read && next_tap_x), .last(last_tap_x)
    );
    mantissa_loop #(.COUNT(ROW_KERNEL), .STEPPED(STEP_TAP_Y)) u_tap_y (
        .aclk(aclk), .aresetn(aresetn), .step(read && next_tap_y), .last(last_tap_y)
    );
    mantissa_loop #(.COUNT(REPEAT), .STEPPED(STEP_REPEAT)) u_repeat (
        .aclk(aclk), .aresetn(aresetn), .step(read && next_repeat), .last(last_repeat)
    );
    mantissa_loop #(.COUNT(GROUPS), .STEPPED(STEP_GROUP)) u_group (
        .aclk(aclk), .aresetn(aresetn), .step(read && next_group), .last(last_group)
    );
    mantissa_loop #(.COUNT(OUTPUT_WIDTH), .STEPPED(STEP_X)) u_x (
        .aclk(aclk), .aresetn(aresetn), .step(read && next_x), .last(last_x)
    );
    mantissa_loop #(.COUNT(OUTPUT_HEIGHT), .STEPPED(STEP_Y)) u_y (
        .aclk(aclk), .aresetn(aresetn), .step(read && next_y), .last(last_y)
    );

    mantissa_window_axis #(
        .EXTENT(HEIGHT), .OUTPUTS(OUTPUT_HEIGHT), .KERNEL(ROW_KERNEL), .STRIDE(ROW_STRIDE),
        .DILATION(ROW_DILATION), .BEFORE(ROW_BEFORE)
    ) u_rows (
        .aclk(aclk), .aresetn(aresetn), .step(read), .wrap(move_frame_q), .move(move_y_q),
        .restart(move_repeat_q), .tap(move_tap_y_q), .in_frame(row_inside)
    );
    mantissa_window_axis #(
        .EXTENT(WIDTH), .OUTPUTS(OUTPUT_WIDTH), .KERNEL(COLUMN_KERNEL), .STRIDE(COLUMN_STRIDE),
        .DILATION(COLUMN_DILATION), .BEFORE(COLUMN_BEFORE)
    ) u_columns (
        .aclk(aclk), .aresetn(aresetn), .step(read), .wrap(move_y_q), .move(move_x_q),
        .restart(move_tap_y_q), .tap(move_tap_x_q), .in_frame(column_inside)
    );

    // Words to the next element: in the frame, and around the buffer.
    reg [MARGIN_WIDTH-1:0] distance;
    reg [MARGIN_WIDTH-1:0] distance_q;
    reg [SUM_WIDTH-1:0]    jump;
    reg [SUM_WIDTH-1:0]    jump_q;

    always @* begin
        if (next_frame) begin
            distance = D_FRAME[MARGIN_WIDTH-1:0];
            jump     = A_FRAME[SUM_WIDTH-1:0];
        end else if (next_y) begin
            distance = D_Y[MARGIN_WIDTH-1:0];
            jump     = A_Y[SUM_WIDTH-1:0];
        end else if (next_x) begin
            distance = D_X[MARGIN_WIDTH-1:0];
            jump     = A_X[SUM_WIDTH-1:0];
        end else if (next_group) begin
            distance = D_GROUP[MARGIN_WIDTH-1:0];
            jump     = A_GROUP[SUM_WIDTH-1:0];
        end else if (next_repeat) begin
            distance = D_REPEAT[MARGIN_WIDTH-1:0];
            jump     = A_REPEAT[SUM_WIDTH-1:0];
        end else if (next_tap_y) begin
            distance = D_TAP_Y[MARGIN_WIDTH-1:0];
            jump     = A_TAP_Y[SUM_WIDTH-1:0];
        end else if (next_tap_x) begin
            distance = D_TAP_X[MARGIN_WIDTH-1:0];
            jump     = A_TAP_X[SUM_WIDTH-1:0];
        end else begin
            distance = {{MARGIN_WIDTH-1{1'b0}}, 1'b1};
            jump     = A_SLICE[SUM_WIDTH-1:0];
        end
    end

    wire [SUM_WIDTH-1:0]     jumped   = {1'b0, read_address_q} + jump_q;
    wire [SUM_WIDTH-1:0]     wrapped  = jumped - DEPTH[SUM_WIDTH-1:0];
    wire [ADDRESS_WIDTH-1:0] target   =
        wrapped[SUM_WIDTH-1] ? jumped[ADDRESS_WIDTH-1:0] : wrapped[ADDRESS_WIDTH-1:0];
    wire [MARGIN_WIDTH-1:0]  written  = {{MARGIN_WIDTH-1{1'b0}}, write};
    wire [MARGIN_WIDTH-1:0]  consumed = read ? distance_q : {MARGIN_WIDTH{1'b0}};

    // Rows set free by this read.
    wire                  above, at_top;
    reg  [ROOM_WIDTH-1:0] freed;
    wire [ROOM_WIDTH:0]   taken = {{ROOM_WIDTH{1'b0}}, write};

    always @* begin
        if (!read || !move_y_q) freed = {ROOM_WIDTH{1'b0}};
        else if (move_frame_q) freed = FREE_FRAME[ROOM_WIDTH-1:0];
        else if (above) freed = {ROOM_WIDTH{1'b0}};
        else if (at_top) freed = FREE_TOP[ROOM_WIDTH-1:0];
        else freed = FREE_Y[ROOM_WIDTH-1:0];
    end

    generate
        if (ROW_BEFORE == 0) begin : g_flush
            assign above  = 1'b0;
            assign at_top = 1'b0;
        end else begin : g_top
            localparam MOVES_WIDTH = $clog2(TOP_MOVES + 2);
            localparam MOVES_END   = TOP_MOVES + 1;

            reg [MOVES_WIDTH-1:0] moves_q;   // moves to a next row, as far as they matter

            wire below = moves_q == MOVES_END[MOVES_WIDTH-1:0];

            assign at_top = moves_q == TOP_MOVES[MOVES_WIDTH-1:0];
            assign above  = !at_top && !below;

            always @(posedge aclk) begin
                if (!aresetn) moves_q <= {MOVES_WIDTH{1'b0}};
                else if (read && move_frame_q) moves_q <= {MOVES_WIDTH{1'b0}};
                else if (read && move_y_q && !below)
                    moves_q <= moves_q + {{MOVES_WIDTH-1{1'b0}}, 1'b1};
            end
        end
    endgenerate

    always @(posedge aclk) begin
        if (!aresetn) begin
            write_address_q <= {ADDRESS_WIDTH{1'b0}};
            read_address_q  <= A_FIRST[ADDRESS_WIDTH-1:0];
            room_q          <= LAST_ADDRESS[ROOM_WIDTH:0];
            margin_q        <= MARGIN_FIRST[MARGIN_WIDTH-1:0];
            distance_q      <= STEP_DISTANCE[MARGIN_WIDTH-1:0];
            jump_q          <= STEP_JUMP[SUM_WIDTH-1:0];
            move_tap_x_q    <= STEP_TAP_X != 0;
            move_tap_y_q    <= STEP_TAP_Y != 0;
            move_repeat_q   <= STEP_REPEAT != 0;
            move_x_q        <= STEP_X != 0;
            move_y_q        <= STEP_Y != 0;
            move_frame_q    <= STEP_FRAME != 0;
            p1_valid_q      <= 1'b0;
            m_valid_q       <= 1'b0;
        end else begin
            if (write)
                write_address_q <= write_address_q == LAST_ADDRESS[ADDRESS_WIDTH-1:0]
                    ? {ADDRESS_WIDTH{1'b0}} : write_address_q + {{ADDRESS_WIDTH-1{1'b0}}, 1'b1};
            if (read) begin
                read_address_q <= target;
                distance_q     <= distance;
                jump_q         <= jump;
                move_tap_x_q   <= next_tap_x;
                move_tap_y_q   <= next_tap_y;
                move_repeat_q  <= next_repeat;
                move_x_q       <= next_x;
                move_y_q       <= next_y;
                move_frame_q   <= next_frame;
            end
            room_q   <= room_q + {1'b0, freed} - taken;
            margin_q <= margin_q + written - consumed;
            if (advance) begin
                p1_valid_q <= present;
                m_valid_q  <= p1_valid_q;
            end
        end
    end

    always @(posedge aclk) if (write) memory[write_address_q] <= s_axis_tdata;
    always @(posedge aclk) if (read) p1_word_q <= memory[read_address_q];

    always @(posedge aclk) begin
        if (advance) begin
            p1_pad_q <= pad;
            m_data_q <= p1_pad_q ? {LANES{PAD_CODE}} : p1_word_q;
        end
    end

endmodule

`default_nettype wire

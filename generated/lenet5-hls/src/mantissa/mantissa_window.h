// mantissa_window.h -- sliding windows over a frame, from a circular buffer of rows.
//
// A frame is HEIGHT x WIDTH pixels of CHANNEL_WORDS words, WORDS in all. What leaves, innermost loop last: output row,
// output column, channel group, repeat, kernel row, kernel column, word of the group. A tap at row
//     output row * ROW_STRIDE - ROW_BEFORE + kernel row * ROW_DILATION
// (columns alike) outside the frame gives PAD_CODE in every lane.
// Words are read when the next one that leaves needs them, one a turn, and the rest of the frame at its end; a turn reads
// a word, gives one, or both. The buffer holds BUFFER_ROWS rows, at least those of one window.
#ifndef MANTISSA_WINDOW_H
#define MANTISSA_WINDOW_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WORDS, int LANES, int ELEMENT_WIDTH, unsigned long long PAD_CODE, int HEIGHT, int WIDTH,
          int CHANNEL_WORDS, int OUTPUT_HEIGHT, int OUTPUT_WIDTH, int ROW_KERNEL, int ROW_STRIDE, int ROW_DILATION, int ROW_BEFORE,
          int COLUMN_KERNEL, int COLUMN_STRIDE, int COLUMN_DILATION, int COLUMN_BEFORE, int GROUPS, int REPEAT,
          int BUFFER_ROWS>
inline void window(stream<uint_t<LANES * ELEMENT_WIDTH>>& s_axis, stream<uint_t<LANES * ELEMENT_WIDTH>>& m_axis) {
  MANTISSA_NO_INLINE
  using word_t = uint_t<LANES * ELEMENT_WIDTH>;
  constexpr int SLICES = CHANNEL_WORDS / GROUPS;
  constexpr int ROW = WIDTH * CHANNEL_WORDS;
  constexpr int RESULTS = OUTPUT_HEIGHT * OUTPUT_WIDTH * GROUPS * REPEAT * ROW_KERNEL * COLUMN_KERNEL * SLICES;
  static_assert(WORDS == HEIGHT * ROW, "a frame has HEIGHT rows");

  static word_t buffer[BUFFER_ROWS * ROW];
  MANTISSA_RAM(buffer)
  word_t padding = 0;
  MANTISSA_UNROLL
lanes:
  for (int lane = 0; lane < LANES; ++lane) {
    MANTISSA_UNROLL_BODY
    set_slice(padding, lane * ELEMENT_WIDTH, uint_t<ELEMENT_WIDTH>(PAD_CODE));
  }

  // The word to come, its place in the buffer, and the slot of its row; rows go through the slots in turn, row 0 from
  // ROW_BEFORE on, so that slots of rows above the frame are no less than 0.
  int written = 0;
  int write_column = 0;
  int write_slot = ROW_BEFORE % BUFFER_ROWS;
  // The word to leave: its loops, the row and column of its tap, and the slot of its row.
  int slice = 0;
  int tap_x = 0;
  int tap_y = 0;
  int repeat = 0;
  int group = 0;
  int x = 0;
  int first_row = -ROW_BEFORE;
  int first_column = -COLUMN_BEFORE;
  int row = -ROW_BEFORE;
  int column = -COLUMN_BEFORE;
  int first_slot = 0;
  int slot = 0;
  int given = 0;

  MANTISSA_PIPELINE
turns:
  for (int turn = 0; turn < WORDS + RESULTS; ++turn) {
    MANTISSA_PIPELINE_BODY
    MANTISSA_INDEPENDENT(buffer)
    const bool done = given == RESULTS;
    if (done && written == WORDS) break;
    const bool inside = row >= 0 && row < HEIGHT && column >= 0 && column < WIDTH;
    const int offset = column * CHANNEL_WORDS + group * SLICES + slice;
    const int wanted = row * ROW + offset;
    const bool reads = done || (inside && wanted >= written);
    word_t newest = 0;
    if (reads) {
      newest = s_axis.read();
      buffer[write_slot * ROW + write_column] = newest;
      ++written;
      ++write_column;
      if (write_column == ROW) {
        write_column = 0;
        write_slot = write_slot + 1 == BUFFER_ROWS ? 0 : write_slot + 1;
      }
    }
    if (!done && (!inside || wanted < written)) {
      const bool is_newest = reads && inside;
      m_axis.write(!inside ? padding : is_newest ? newest : buffer[slot * ROW + offset]);
      ++given;
      // On to the next tap; loops that end start again, and the one around them goes on.
      const bool last_slice = slice == SLICES - 1;
      const bool last_tap_x = last_slice && tap_x == COLUMN_KERNEL - 1;
      const bool last_tap = last_tap_x && tap_y == ROW_KERNEL - 1;
      const bool last_repeat = last_tap && repeat == REPEAT - 1;
      const bool last_group = last_repeat && group == GROUPS - 1;
      const bool last_x = last_group && x == OUTPUT_WIDTH - 1;
      slice = last_slice ? 0 : slice + 1;
      if (last_slice) tap_x = last_tap_x ? 0 : tap_x + 1;
      if (last_tap_x) tap_y = last_tap ? 0 : tap_y + 1;
      if (last_tap) repeat = last_repeat ? 0 : repeat + 1;
      if (last_repeat) group = last_group ? 0 : group + 1;
      if (last_group) {
        x = last_x ? 0 : x + 1;
        first_column = last_x ? -COLUMN_BEFORE : first_column + COLUMN_STRIDE;
      }
      if (last_x) {
        first_row += ROW_STRIDE;
        first_slot += ROW_STRIDE % BUFFER_ROWS;
        if (first_slot >= BUFFER_ROWS) first_slot -= BUFFER_ROWS;
      }
      if (last_slice) column = last_tap_x ? first_column : column + COLUMN_DILATION;
      if (last_tap) {
        row = first_row;
        slot = first_slot;
      } else if (last_tap_x) {
        row += ROW_DILATION;
        slot += ROW_DILATION % BUFFER_ROWS;
        if (slot >= BUFFER_ROWS) slot -= BUFFER_ROWS;
      }
    }
  }
}

}  // namespace mantissa

#endif

// mantissa_spread.h -- constant elements before, between and after the elements of a stream.
//
// Elements are blocks of BLOCK words. Of every OUTPUTS blocks that leave, number BEFORE + i * STEP is block i of the EXTENT
// that entered; the others hold PAD_CODE in every lane. BLOCK * EXTENT divides WORDS.
#ifndef MANTISSA_SPREAD_H
#define MANTISSA_SPREAD_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WORDS, int LANES, int ELEMENT_WIDTH, int BLOCK, int EXTENT, int OUTPUTS, int BEFORE, int STEP,
          unsigned long long PAD_CODE>
inline void spread(stream<uint_t<LANES * ELEMENT_WIDTH>>& s_axis, stream<uint_t<LANES * ELEMENT_WIDTH>>& m_axis) {
  MANTISSA_NO_INLINE
  using word_t = uint_t<LANES * ELEMENT_WIDTH>;
  word_t padding = 0;
  MANTISSA_UNROLL
lanes:
  for (int lane = 0; lane < LANES; ++lane) {
    MANTISSA_UNROLL_BODY
    set_slice(padding, lane * ELEMENT_WIDTH, uint_t<ELEMENT_WIDTH>(PAD_CODE));
  }
turns:
  for (int turn = 0; turn < WORDS / (BLOCK * EXTENT); ++turn) {
    // Blocks until the next element, and elements that are still to come.
    int gap = BEFORE;
    int left = EXTENT;
  blocks:
    for (int block = 0; block < OUTPUTS; ++block) {
      const bool is_element = gap == 0 && left > 0;
      MANTISSA_PIPELINE
    words:
      for (int word = 0; word < BLOCK; ++word) {
        MANTISSA_PIPELINE_BODY
        m_axis.write(is_element ? s_axis.read() : padding);
      }
      if (is_element) --left;
      gap = gap == 0 ? STEP - 1 : gap - 1;
    }
  }
}

}  // namespace mantissa

#endif

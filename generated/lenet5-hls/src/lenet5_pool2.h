// lenet5_pool2.h -- layer 'pool2': narrow -> window -> maximum -> skid.
#ifndef MANTISSA_LAYER_LENET5_POOL2_H
#define MANTISSA_LAYER_LENET5_POOL2_H

#include "mantissa/mantissa_bits.h"
#include "mantissa/mantissa_fixed_greater.h"
#include "mantissa/mantissa_narrow.h"
#include "mantissa/mantissa_skid.h"
#include "mantissa/mantissa_window.h"

// lenet5_pool2_narrow -- narrow, see mantissa_narrow.h.
MANTISSA_BLOCK
inline void lenet5_pool2_narrow(
    mantissa::stream<mantissa::uint_t<32>>& s_axis,
    mantissa::stream<mantissa::uint_t<8>>& m_axis) {
  mantissa::narrow<256, 8, 4>(s_axis, m_axis);
}

// lenet5_pool2_window -- window, see mantissa_window.h.
MANTISSA_BLOCK
inline void lenet5_pool2_window(
    mantissa::stream<mantissa::uint_t<8>>& s_axis,
    mantissa::stream<mantissa::uint_t<8>>& m_axis) {
  mantissa::window<1024, 1, 8, 0x0, 8, 8, 16, 4, 4, 2, 2, 1, 0, 2, 2, 1, 0, 16, 1, 16>(s_axis, m_axis);
}

// lenet5_pool2_maximum -- the greatest of 4 words, lane by lane: 1 lanes of ufixed<8,0>.
MANTISSA_BLOCK
inline void lenet5_pool2_maximum(
    mantissa::stream<mantissa::uint_t<8>>& s_axis,
    mantissa::stream<mantissa::uint_t<8>>& m_axis) {
  MANTISSA_NO_INLINE
  mantissa::uint_t<8> best = 0;
windows:
  for (int window = 0; window < 256; ++window) {
    MANTISSA_PIPELINE
  taps:
    for (int tap = 0; tap < 4; ++tap) {
      MANTISSA_PIPELINE_BODY
      const mantissa::uint_t<8> data = s_axis.read();
      MANTISSA_UNROLL
    lanes:
      for (int lane = 0; lane < 1; ++lane) {
        MANTISSA_UNROLL_BODY
        const mantissa::uint_t<8> code = mantissa::slice<8>(data, lane * 8);
        const mantissa::uint_t<8> previous = mantissa::slice<8>(best, lane * 8);
        if (tap == 0 || mantissa::fixed_greater<8, 0>(code, previous)) mantissa::set_slice(best, lane * 8, code);
      }
      if (tap == 3) m_axis.write(best);
    }
  }
}

// lenet5_pool2_skid -- skid, see mantissa_skid.h.
MANTISSA_BLOCK
inline void lenet5_pool2_skid(
    mantissa::stream<mantissa::uint_t<8>>& s_axis,
    mantissa::stream<mantissa::uint_t<8>>& m_axis) {
  mantissa::skid<256, 8>(s_axis, m_axis);
}

#endif

// mantissa_widen.h -- FACTOR words of WIDTH bits as one, the first in the lowest bits. FACTOR divides WORDS.
#ifndef MANTISSA_WIDEN_H
#define MANTISSA_WIDEN_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WORDS, int WIDTH, int FACTOR>
inline void widen(stream<uint_t<WIDTH>>& s_axis, stream<uint_t<WIDTH * FACTOR>>& m_axis) {
  MANTISSA_NO_INLINE
  uint_t<WIDTH * FACTOR> data = 0;
words:
  for (int word = 0; word < WORDS / FACTOR; ++word) {
    MANTISSA_PIPELINE
  parts:
    for (int part = 0; part < FACTOR; ++part) {
      MANTISSA_PIPELINE_BODY
      data >>= WIDTH;
      set_slice(data, WIDTH * (FACTOR - 1), s_axis.read());
      if (part == FACTOR - 1) m_axis.write(data);
    }
  }
}

}  // namespace mantissa

#endif

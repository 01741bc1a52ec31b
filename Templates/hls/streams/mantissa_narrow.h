// mantissa_narrow.h -- each word as FACTOR words of WIDTH bits, the lowest bits first.
#ifndef MANTISSA_NARROW_H
#define MANTISSA_NARROW_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WORDS, int WIDTH, int FACTOR>
inline void narrow(stream<uint_t<WIDTH * FACTOR>>& s_axis, stream<uint_t<WIDTH>>& m_axis) {
  MANTISSA_NO_INLINE
  uint_t<WIDTH * FACTOR> data = 0;
words:
  for (int word = 0; word < WORDS; ++word) {
    MANTISSA_PIPELINE
  parts:
    for (int part = 0; part < FACTOR; ++part) {
      MANTISSA_PIPELINE_BODY
      if (part == 0) data = s_axis.read();
      m_axis.write(slice<WIDTH>(data, 0));
      data >>= WIDTH;
    }
  }
}

}  // namespace mantissa

#endif

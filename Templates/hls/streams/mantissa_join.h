// mantissa_join.h -- FIRST words of one stream, then SECOND of the other, again and again; WORDS of the first in all.
#ifndef MANTISSA_JOIN_H
#define MANTISSA_JOIN_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WORDS, int WIDTH, int FIRST, int SECOND>
inline void join(stream<uint_t<WIDTH>>& s0_axis, stream<uint_t<WIDTH>>& s1_axis, stream<uint_t<WIDTH>>& m_axis) {
  MANTISSA_NO_INLINE
  int place = 0;
  MANTISSA_PIPELINE
words:
  for (int word = 0; word < WORDS / FIRST * (FIRST + SECOND); ++word) {
    MANTISSA_PIPELINE_BODY
    m_axis.write(place < FIRST ? s0_axis.read() : s1_axis.read());
    place = place == FIRST + SECOND - 1 ? 0 : place + 1;
  }
}

}  // namespace mantissa

#endif

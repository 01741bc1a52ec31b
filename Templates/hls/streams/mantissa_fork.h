// mantissa_fork.h -- every word to two streams.
#ifndef MANTISSA_FORK_H
#define MANTISSA_FORK_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WORDS, int WIDTH>
inline void fork(stream<uint_t<WIDTH>>& s_axis, stream<uint_t<WIDTH>>& m0_axis, stream<uint_t<WIDTH>>& m1_axis) {
  MANTISSA_NO_INLINE
  MANTISSA_PIPELINE
words:
  for (int word = 0; word < WORDS; ++word) {
    MANTISSA_PIPELINE_BODY
    const uint_t<WIDTH> data = s_axis.read();
    m0_axis.write(data);
    m1_axis.write(data);
  }
}

}  // namespace mantissa

#endif

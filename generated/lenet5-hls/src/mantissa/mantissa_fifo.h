// mantissa_fifo.h -- words as they come; the stream behind holds DEPTH of them.
#ifndef MANTISSA_FIFO_H
#define MANTISSA_FIFO_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WORDS, int WIDTH, int DEPTH>
inline void fifo(stream<uint_t<WIDTH>>& s_axis, stream<uint_t<WIDTH>>& m_axis) {
  MANTISSA_NO_INLINE
  static_assert(DEPTH > 0, "a queue holds a word");
  MANTISSA_PIPELINE
words:
  for (int word = 0; word < WORDS; ++word) {
    MANTISSA_PIPELINE_BODY
    m_axis.write(s_axis.read());
  }
}

}  // namespace mantissa

#endif

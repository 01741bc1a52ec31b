// mantissa_crop.h -- some words of every period.
//
// Of PERIOD words COUNT pass, from number FIRST on; the others are dropped. PERIOD divides WORDS.
#ifndef MANTISSA_CROP_H
#define MANTISSA_CROP_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WORDS, int WIDTH, int PERIOD, int FIRST, int COUNT>
inline void crop(stream<uint_t<WIDTH>>& s_axis, stream<uint_t<WIDTH>>& m_axis) {
  MANTISSA_NO_INLINE
  int place = 0;
  MANTISSA_PIPELINE
words:
  for (int word = 0; word < WORDS; ++word) {
    MANTISSA_PIPELINE_BODY
    const uint_t<WIDTH> data = s_axis.read();
    if (place >= FIRST && place < FIRST + COUNT) m_axis.write(data);
    place = place == PERIOD - 1 ? 0 : place + 1;
  }
}

}  // namespace mantissa

#endif

// mantissa_leading_zeros -- the number of zeros above the highest one of a word.
//
// COUNT_WIDTH is ceil(log2(WIDTH)); of 0 the count is all ones. Halved at compile time: the lower half goes on where
// the upper is 0.
#ifndef MANTISSA_LEADING_ZEROS_H
#define MANTISSA_LEADING_ZEROS_H

#include "mantissa_bits.h"

namespace mantissa {

// A word of 2^LEVELS bits.
template <int LEVELS>
struct zeros_above {
  static uint_t<LEVELS> count(const uint_t<1 << LEVELS>& word) {
    constexpr int HALF = 1 << (LEVELS - 1);
    const uint_t<HALF> high = slice<HALF>(word, HALF);
    const uint_t<HALF> low = uint_t<HALF>(word);
    const bool empty = high == 0;
    const uint_t<HALF> half = empty ? low : high;
    return uint_t<LEVELS>(uint_t<LEVELS>(empty) << (LEVELS - 1)) | uint_t<LEVELS>(zeros_above<LEVELS - 1>::count(half));
  }
};
template <>
struct zeros_above<1> {
  static uint_t<1> count(const uint_t<2>& word) { return uint_t<1>(!bit(word, 1)); }
};

template <int WIDTH, int COUNT_WIDTH>
inline uint_t<COUNT_WIDTH> leading_zeros(const uint_t<WIDTH>& value) {
  constexpr int FULL = 1 << COUNT_WIDTH;
  return zeros_above<COUNT_WIDTH>::count(uint_t<FULL>(value) << (FULL - WIDTH));
}

}  // namespace mantissa

#endif

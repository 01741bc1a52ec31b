// mantissa_ternary_encode -- the nearest of -1, 0, +1 to a two's complement integer.
//
// code = 01 where value > 2^HALF, 11 where value < -2^HALF, else 00 (ties to 0), kept between LOWEST and HIGHEST by
// value. 2^HALF is one half in units of the value; a negative HALF makes every nonzero value one of -1, +1.
// INPUT_WIDTH is 2 or more.
#ifndef MANTISSA_TERNARY_ENCODE_H
#define MANTISSA_TERNARY_ENCODE_H

#include "mantissa_bits.h"

namespace mantissa {

template <int INPUT_WIDTH, int HALF, unsigned long long LOWEST, unsigned long long HIGHEST>
inline uint_t<2> ternary_encode(const sint_t<INPUT_WIDTH>& value) {
  // Where 2^HALF is beyond the values, nothing passes the largest power that is not.
  constexpr int PLACE = HALF < 0 ? 0 : minimum(HALF, INPUT_WIDTH - 1);
  const uint_t<2> middle = LOWEST == 1 ? 1 : HIGHEST == 3 ? 3 : 0;
  const sint_t<INPUT_WIDTH + 1> half = HALF < 0 ? sint_t<INPUT_WIDTH + 1>(0) : sint_t<INPUT_WIDTH + 1>(1) << PLACE;
  return value > half ? uint_t<2>(HIGHEST) : value < -half ? uint_t<2>(LOWEST) : middle;
}

}  // namespace mantissa

#endif

// mantissa_normalize -- shifts a number left until its leading bit that differs from sign is on top.
//
// result = the top KEPT bits of number * 2^count, with zeros shifted in from the right; count = leading bits equal to
// sign, all ones where every bit is. rest = whether a bit below the result is set. COUNT_WIDTH is ceil(log2(WIDTH)).
#ifndef MANTISSA_NORMALIZE_H
#define MANTISSA_NORMALIZE_H

#include "mantissa_leading_zeros.h"

namespace mantissa {

template <int KEPT, int COUNT_WIDTH>
struct normal_number {
  uint_t<COUNT_WIDTH> count;
  uint_t<KEPT> result;
  bool rest;
};

// WIDTH is 2 or more, KEPT 1 to WIDTH.
template <int WIDTH, int KEPT, int COUNT_WIDTH>
inline normal_number<KEPT, COUNT_WIDTH> normalize(const uint_t<WIDTH>& number, bool sign) {
  constexpr int BELOW = WIDTH - KEPT;
  const uint_t<WIDTH> differing = sign ? uint_t<WIDTH>(~number) : number;
  const uint_t<COUNT_WIDTH> count = leading_zeros<WIDTH, COUNT_WIDTH>(differing);
  const uint_t<WIDTH> shifted = number << count;
  return {count, slice<KEPT>(shifted, BELOW), BELOW > 0 && uint_t<maximum(BELOW, 1)>(shifted) != 0};
}

}  // namespace mantissa

#endif

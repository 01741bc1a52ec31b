// mantissa_apot_greater -- whether the sum of powers of two a is greater than b.
//
// Codes as in mantissa_apot_decode; +0 and -0 are equal.
#ifndef MANTISSA_APOT_GREATER_H
#define MANTISSA_APOT_GREATER_H

#include "mantissa_apot_decode.h"
#include "mantissa_float_greater.h"

namespace mantissa {

template <int WIDTH, int TERMS>
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
inline bool apot_greater(const uint_t<WIDTH>& a, const uint_t<WIDTH>& b) {
  constexpr int LEVELS = TERMS * ((1 << ((WIDTH - 1) / TERMS)) - 1);
  const operand<LEVELS, 1> x = apot_decode<WIDTH, TERMS>(a);
  const operand<LEVELS, 1> y = apot_decode<WIDTH, TERMS>(b);
  return float_greater<LEVELS + 1>(join_sign<LEVELS>(x.sign, x.significand), join_sign<LEVELS>(y.sign, y.significand));
}

}  // namespace mantissa

#endif

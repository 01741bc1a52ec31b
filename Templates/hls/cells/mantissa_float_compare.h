// mantissa_float_compare -- whether one IEEE 754 float is less than another, equal to it, or not ordered.
//
// The result is {unordered, equal, less}: less = a < b, equal = (a == b); zeros are equal, and with a NaN both are 0
// and unordered is 1. FLUSH = 1: an exponent field of 0 is a zero. SATURATE = 1: operands are finite. FRACTION_WIDTH =
// 0 has no NaN. EXPONENT_WIDTH is 2 to 8, FRACTION_WIDTH 0 to 23.
#ifndef MANTISSA_FLOAT_COMPARE_H
#define MANTISSA_FLOAT_COMPARE_H

#include "mantissa_float_fields.h"

namespace mantissa {

template <int EXPONENT_WIDTH, int FRACTION_WIDTH, int FLUSH = 0, int SATURATE = 0>
inline uint_t<3> float_compare(
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& a, const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& b) {
  constexpr int WIDTH = EXPONENT_WIDTH + FRACTION_WIDTH + 1;
  const float_fields<EXPONENT_WIDTH, FRACTION_WIDTH> x(a);
  const float_fields<EXPONENT_WIDTH, FRACTION_WIDTH> y(b);
  const bool unordered = SATURATE == 0 && (x.is_nan() || y.is_nan());
  const bool zeros = x.is_zero(FLUSH != 0) && y.is_zero(FLUSH != 0);
  const uint_t<WIDTH - 1> x_magnitude(a);
  const uint_t<WIDTH - 1> y_magnitude(b);
  const bool below = x_magnitude < y_magnitude;
  const bool same = x_magnitude == y_magnitude;
  const bool smaller = x.sign ? !y.sign || (!below && !same) : !y.sign && below;
  const bool less = smaller && !zeros && !unordered;
  const bool equal = ((same && x.sign == y.sign) || zeros) && !unordered;
  return uint_t<3>(unordered ? 4 : equal ? 2 : less ? 1 : 0);
}

}  // namespace mantissa

#endif

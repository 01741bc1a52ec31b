// mantissa_float_greater -- whether the sign-magnitude code a is greater than b.
//
// The highest bit is the sign; +0 and -0 are equal, and so is every code whose bits from FLUSHED on are 0. WIDTH is 2
// or more; FLUSHED: fraction bits of subnormals that are read as zero, WIDTH - 2 or less.
#ifndef MANTISSA_FLOAT_GREATER_H
#define MANTISSA_FLOAT_GREATER_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WIDTH, int FLUSHED = 0>
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
inline bool float_greater(const uint_t<WIDTH>& a, const uint_t<WIDTH>& b) {
  typedef uint_t<WIDTH - 1> magnitude_type;
  const magnitude_type a_bits(a);
  const magnitude_type b_bits(b);
  const magnitude_type a_magnitude = (a_bits >> FLUSHED) != 0 ? a_bits : magnitude_type(0);
  const magnitude_type b_magnitude = (b_bits >> FLUSHED) != 0 ? b_bits : magnitude_type(0);
  const bool a_sign = bit(a, WIDTH - 1);
  const bool b_sign = bit(b, WIDTH - 1);
  return a_sign   ? b_sign && a_magnitude < b_magnitude
         : b_sign ? a_magnitude != 0 || b_magnitude != 0
                  : a_magnitude > b_magnitude;
}

}  // namespace mantissa

#endif

// mantissa_fixed_greater -- whether the fixed-point code a is greater than b.
//
// SIGNED: the codes are two's complement.
#ifndef MANTISSA_FIXED_GREATER_H
#define MANTISSA_FIXED_GREATER_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WIDTH, int SIGNED>
inline bool fixed_greater(const uint_t<WIDTH>& a, const uint_t<WIDTH>& b) {
  typedef typename integer<SIGNED, WIDTH>::type code_type;
  return code_type(a) > code_type(b);
}

}  // namespace mantissa

#endif

// mantissa_binary_encode -- the sign of a two's complement integer as a binary code.
//
// code = value < 0, kept between LOWEST and HIGHEST by value (code 1 is the lower).
#ifndef MANTISSA_BINARY_ENCODE_H
#define MANTISSA_BINARY_ENCODE_H

#include "mantissa_bits.h"

namespace mantissa {

template <int INPUT_WIDTH, unsigned long long LOWEST, unsigned long long HIGHEST>
inline uint_t<1> binary_encode(const sint_t<INPUT_WIDTH>& value) {
  return uint_t<1>((value < 0 || HIGHEST != 0) && LOWEST != 0);
}

}  // namespace mantissa

#endif

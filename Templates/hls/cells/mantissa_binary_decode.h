// mantissa_binary_decode -- a binary code as an operand: 0 is +1, 1 is -1.
#ifndef MANTISSA_BINARY_DECODE_H
#define MANTISSA_BINARY_DECODE_H

#include "mantissa_bits.h"

namespace mantissa {

inline operand<1, 1> binary_decode(const uint_t<1>& code) { return {code != 0, uint_t<1>(1), uint_t<1>(0)}; }

}  // namespace mantissa

#endif

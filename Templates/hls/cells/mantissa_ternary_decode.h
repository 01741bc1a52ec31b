// mantissa_ternary_decode -- a ternary code {sign, nonzero} as an operand.
#ifndef MANTISSA_TERNARY_DECODE_H
#define MANTISSA_TERNARY_DECODE_H

#include "mantissa_bits.h"

namespace mantissa {

inline operand<1, 1> ternary_decode(const uint_t<2>& code) { return {bit(code, 1), uint_t<1>(code), uint_t<1>(0)}; }

}  // namespace mantissa

#endif

// mantissa_binary_greater -- whether a is +1 and b is -1: code 0 is +1, code 1 is -1.
#ifndef MANTISSA_BINARY_GREATER_H
#define MANTISSA_BINARY_GREATER_H

#include "mantissa_bits.h"

namespace mantissa {

inline bool binary_greater(const uint_t<1>& a, const uint_t<1>& b) { return a < b; }

}  // namespace mantissa

#endif

// mantissa_apot_decode -- a sum of powers of two as an operand.
//
// The code is {sign, fields}, a field of B = (WIDTH - 1) / TERMS bits a term. Bit p of the significand is 1 where the
// field of term p mod TERMS, counted from the right, is p / TERMS + 1: each term sets one bit at most. WIDTH is a
// multiple of TERMS and 1 more.
#ifndef MANTISSA_APOT_DECODE_H
#define MANTISSA_APOT_DECODE_H

#include "mantissa_bits.h"

namespace mantissa {

template <int WIDTH, int TERMS>
inline operand<TERMS * ((1 << ((WIDTH - 1) / TERMS)) - 1), 1> apot_decode(const uint_t<WIDTH>& code) {
  constexpr int BITS = (WIDTH - 1) / TERMS;
  constexpr int LEVELS = TERMS * ((1 << BITS) - 1);
  uint_t<LEVELS> significand = 0;
  MANTISSA_UNROLL
apot_decode_levels:
  for (int i = 0; i < LEVELS; ++i) {
    MANTISSA_UNROLL_BODY
    const bool chosen = to_int(slice<BITS>(code, i % TERMS * BITS)) == i / TERMS + 1;
    set_slice(significand, i, uint_t<1>(chosen));
  }
  return {bit(code, WIDTH - 1), significand, uint_t<1>(0)};
}

}  // namespace mantissa

#endif

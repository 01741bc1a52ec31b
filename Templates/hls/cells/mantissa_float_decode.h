// mantissa_float_decode -- the operand of a finite float code.
//
// The code is {sign, exponent, fraction}; shift = max(exponent, 1) - 1, significand = {exponent != 0, fraction}.
// VARIANT 0: IEEE 754. 1, flushed: an exponent field of 0 is zero, and the significand with it. 2, finite: as 1, and an
// exponent of all ones is a number like others. SHIFT_WIDTH is EXPONENT_WIDTH, or 1 where that is 2 and VARIANT is not.
#ifndef MANTISSA_FLOAT_DECODE_H
#define MANTISSA_FLOAT_DECODE_H

#include "mantissa_bits.h"

namespace mantissa {

template <int EXPONENT_WIDTH, int FRACTION_WIDTH, int SHIFT_WIDTH, int VARIANT = 0>
inline operand<FRACTION_WIDTH + 1, SHIFT_WIDTH> float_decode(const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& code) {
  typedef uint_t<FRACTION_WIDTH + 1> significand_type;
  const uint_t<EXPONENT_WIDTH> exponent = slice<EXPONENT_WIDTH>(code, FRACTION_WIDTH);
  const bool normal = exponent != 0;
  const significand_type hidden = significand_type(normal) << FRACTION_WIDTH;
  const significand_type fraction = FRACTION_WIDTH > 0 && (normal || VARIANT == 0)
                                        ? uint_t<maximum(FRACTION_WIDTH, 1)>(code)
                                        : uint_t<maximum(FRACTION_WIDTH, 1)>(0);
  return {bit(code, EXPONENT_WIDTH + FRACTION_WIDTH), hidden | fraction,
          uint_t<SHIFT_WIDTH>(exponent - uint_t<1>(normal))};
}

}  // namespace mantissa

#endif

// mantissa_align -- a decoded number as a two's complement integer.
//
// value = (-1)^sign * significand * 2^shift. The significand is two's complement when SIGNED is 1.
// WIDTH is SIGNIFICAND_WIDTH + MAXIMUM_SHIFT, and 1 more when SIGNED is 0.
#ifndef MANTISSA_ALIGN_H
#define MANTISSA_ALIGN_H

#include "mantissa_bits.h"

namespace mantissa {

template <int SIGNED, int SIGNIFICAND_WIDTH, int SHIFT_WIDTH, int MAXIMUM_SHIFT, int WIDTH>
inline sint_t<WIDTH> align(const operand<SIGNIFICAND_WIDTH, SHIFT_WIDTH>& number) {
  typedef typename integer<SIGNED, SIGNIFICAND_WIDTH>::type significand_type;
  typedef sint_t<WIDTH - MAXIMUM_SHIFT> raw_type;
  // Negation before the shift keeps its adder short.
  const raw_type raw = raw_type(significand_type(number.significand));
  const raw_type signed_raw = number.sign ? raw_type(-raw) : raw;
  const sint_t<WIDTH> value = signed_raw;
  return MAXIMUM_SHIFT > 0 ? sint_t<WIDTH>(value << number.shift) : value;
}

}  // namespace mantissa

#endif

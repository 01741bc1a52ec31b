// mantissa_fixed_encode -- a two's complement integer rounded to a fixed-point code.
//
// code = value * 2^-RIGHT_SHIFT, rounded, saturated to WIDTH bits (two's complement where SIGNED is 1) and kept between
// the codes LOWEST and HIGHEST. A negative RIGHT_SHIFT shifts left.
//
// INPUT_WIDTH  2 or more
// ROUNDING     to the nearest, ties 0 to even, 1 to odd, 2 away from zero, 3 towards zero;
//              4 down, 5 up, 6 away from zero, 7 towards zero
#ifndef MANTISSA_FIXED_ENCODE_H
#define MANTISSA_FIXED_ENCODE_H

#include "mantissa_bits.h"

namespace mantissa {

template <int INPUT_WIDTH, int RIGHT_SHIFT, int WIDTH, int SIGNED, unsigned long long LOWEST,
          unsigned long long HIGHEST, int ROUNDING = 0>
inline uint_t<WIDTH> fixed_encode(const sint_t<INPUT_WIDTH>& value) {
  // Shifting any integer but 0 left by WIDTH bits saturates already; beyond INPUT_WIDTH to the right only the sign and
  // whether there is a remainder are left.
  constexpr int LEFT = RIGHT_SHIFT >= 0 ? 0 : minimum(-RIGHT_SHIFT, WIDTH);
  constexpr int RIGHT = RIGHT_SHIFT <= 0 ? 0 : minimum(RIGHT_SHIFT, INPUT_WIDTH + 1);
  constexpr int SOURCE = maximum(INPUT_WIDTH + LEFT, RIGHT + 1);
  constexpr int NUMBER = maximum(SOURCE - RIGHT + 1, WIDTH + 1);
  constexpr int REST = maximum(RIGHT - 1, 1);
  const uint_t<WIDTH> smallest = SIGNED != 0 ? uint_t<WIDTH>(1) << (WIDTH - 1) : uint_t<WIDTH>(0);
  const uint_t<WIDTH> largest = ~smallest;

  // Round.
  const sint_t<SOURCE> source = sint_t<SOURCE>(value) << LEFT;
  sint_t<NUMBER> number = sint_t<NUMBER>(source >> RIGHT);
  if (RIGHT > 0) {
    const bool sign = value < 0;
    const bool odd = bit(source, RIGHT);
    const bool guard = bit(source, maximum(RIGHT - 1, 0));
    const bool sticky = RIGHT > 1 && uint_t<REST>(source) != 0;
    const bool up = ROUNDING == 0   ? guard && (sticky || odd)
                    : ROUNDING == 1 ? guard && (sticky || !odd)
                    : ROUNDING == 2 ? guard && (sticky || !sign)
                    : ROUNDING == 3 ? guard && (sticky || sign)
                    : ROUNDING == 5 ? guard || sticky
                    : ROUNDING == 6 ? (guard || sticky) && !sign
                                    : ROUNDING == 7 && (guard || sticky) && sign;
    number = sint_t<NUMBER>(number + sint_t<2>(up));
  }

  // Saturate by the bits above the code.
  const bool negative = number < 0;
  const sint_t<NUMBER> above = number >> (SIGNED != 0 ? WIDTH - 1 : WIDTH);
  const bool fits = above == (SIGNED != 0 && negative ? -1 : 0);
  const uint_t<WIDTH> saturated = fits ? uint_t<WIDTH>(number) : negative ? smallest : largest;

  // Clamp.
  typedef typename integer<SIGNED, WIDTH>::type code_type;
  const uint_t<WIDTH> lowest = LOWEST;
  const uint_t<WIDTH> highest = HIGHEST;
  const bool under = lowest != smallest && code_type(saturated) < code_type(lowest);
  const bool over = highest != largest && code_type(saturated) > code_type(highest);
  return under ? lowest : over ? highest : saturated;
}

}  // namespace mantissa

#endif

// mantissa_apot_encode -- a two's complement integer rounded to a sum of powers of two.
//
// code = value * 2^EXPONENT in units of the smallest power, to the nearest level, saturated, and kept between the codes
// LOWEST and HIGHEST by value; codes as in mantissa_apot_decode. A level has at most one bit of each term, bit p being
// of term p mod TERMS. From the top down the largest level that is not above the magnitude is found; the next one has
// the lowest bit set that may be, and none below it. Halfway between them the one with the higher lowest bit is taken,
// 0 before all others. INPUT_WIDTH is 2 or more.
#ifndef MANTISSA_APOT_ENCODE_H
#define MANTISSA_APOT_ENCODE_H

#include "mantissa_apot_decode.h"

namespace mantissa {

// The two's complement integer of a code, in units of the smallest power.
template <int WIDTH, int TERMS>
inline sint_t<TERMS * ((1 << ((WIDTH - 1) / TERMS)) - 1) + 1> apot_number(const uint_t<WIDTH>& code) {
  constexpr int LEVELS = TERMS * ((1 << ((WIDTH - 1) / TERMS)) - 1);
  const operand<LEVELS, 1> decoded = apot_decode<WIDTH, TERMS>(code);
  const sint_t<LEVELS + 1> magnitude(decoded.significand);
  return decoded.sign ? sint_t<LEVELS + 1>(-magnitude) : magnitude;
}

template <int WIDTH, int TERMS, int INPUT_WIDTH, int EXPONENT, unsigned long long LOWEST, unsigned long long HIGHEST>
inline uint_t<WIDTH> apot_encode(const sint_t<INPUT_WIDTH>& value) {
  constexpr int BITS = (WIDTH - 1) / TERMS;
  constexpr int LEVELS = TERMS * ((1 << BITS) - 1);
  // Twice the magnitude in units of the smallest power: EXPONENT + 1 places to the left, zeros around it.
  constexpr int LEFT = minimum(maximum(EXPONENT + 1, 0), LEVELS + 1);
  constexpr int RIGHT = minimum(maximum(-EXPONENT - 1, 0), INPUT_WIDTH);
  constexpr int WHOLE = LEVELS + 1 + LEFT + INPUT_WIDTH + RIGHT;
  const bool sign = value < 0;
  const uint_t<INPUT_WIDTH> magnitude = sign ? uint_t<INPUT_WIDTH>(-value) : uint_t<INPUT_WIDTH>(value);
  const uint_t<WHOLE> whole = uint_t<WHOLE>(magnitude) << LEFT;
  const uint_t<LEVELS + 1> twice = slice<LEVELS + 1>(whole, RIGHT);
  const bool beyond = (whole >> (RIGHT + LEVELS + 1)) != 0;
  const bool sticky = RIGHT > 0 && uint_t<maximum(RIGHT, 1)>(whole) != 0;
  const uint_t<LEVELS> number = beyond ? uint_t<LEVELS>(~uint_t<LEVELS>(0)) : slice<LEVELS>(twice, 1);

  // The largest level that is not above the number: below a bit that it lacks, every bit that may be is set.
  uint_t<LEVELS> level = 0;
  uint_t<LEVELS> next = 0;
  uint_t<TERMS> taken = 0;
  bool smaller = false;
  bool has_next = false;
  bool rises = sticky;  // at the border
  MANTISSA_UNROLL
apot_encode_levels:
  for (int i = LEVELS - 1; i >= 0; --i) {
    MANTISSA_UNROLL_BODY
    const bool may_be = !bit(taken, i % TERMS);
    const bool is_set = may_be && (smaller || bit(number, i));
    if (is_set) {
      set_slice(level, i, uint_t<1>(1));
      set_slice(taken, i % TERMS, uint_t<1>(1));
      rises = true;
    } else if (may_be) {
      next = level;
      set_slice(next, i, uint_t<1>(1));
      has_next = true;
      rises = sticky;
    }
    smaller = smaller || (bit(number, i) && !is_set);
  }
  const uint_t<LEVELS + 1> border = uint_t<LEVELS + 1>(level) + next;
  const bool up = has_next && !beyond && (twice > border || (twice == border && rises));
  const uint_t<LEVELS> nearest = up ? next : level;

  uint_t<WIDTH> code = uint_t<WIDTH>(sign && nearest != 0) << (WIDTH - 1);
  MANTISSA_UNROLL
apot_encode_fields:
  for (int i = 0; i < LEVELS; ++i) {
    MANTISSA_UNROLL_BODY
    if (bit(nearest, i)) set_slice(code, i % TERMS * BITS, uint_t<BITS>(i / TERMS + 1));
  }
  const uint_t<WIDTH> lowest = LOWEST;
  const uint_t<WIDTH> highest = HIGHEST;
  const sint_t<LEVELS + 1> rounded = apot_number<WIDTH, TERMS>(code);
  return rounded < apot_number<WIDTH, TERMS>(lowest)    ? lowest
         : rounded > apot_number<WIDTH, TERMS>(highest) ? highest
                                                        : code;
}

}  // namespace mantissa

#endif

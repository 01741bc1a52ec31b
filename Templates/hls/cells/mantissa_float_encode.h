// mantissa_float_encode -- a two's complement integer rounded to a float code.
//
// code = value * 2^EXPONENT, in units of the smallest subnormal, to nearest, ties to even, and kept between the codes
// LOWEST and HIGHEST by value, which are finite; what rounds to zero is +0. The magnitude's leading one is shifted to
// the top, but by at most MOST places, where subnormals begin; without negative results nothing is negated.
// VARIANT 0: IEEE 754. 1, flushed: what is below the smallest normal number after rounding as if exponents had no bound
// is 0. 2, finite: what is below it goes to the nearer of it and 0, at half to 0, and an exponent of all ones is a
// number like others, so HIGHEST and LOWEST may have one. LOWEST and HIGHEST are not subnormal there. INPUT_WIDTH is 2
// or more.
#ifndef MANTISSA_FLOAT_ENCODE_H
#define MANTISSA_FLOAT_ENCODE_H

#include "mantissa_leading_zeros.h"

namespace mantissa {

template <int EXPONENT_WIDTH, int FRACTION_WIDTH, int INPUT_WIDTH, int EXPONENT, unsigned long long LOWEST,
          unsigned long long HIGHEST, int VARIANT = 0>
inline uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1> float_encode(const sint_t<INPUT_WIDTH>& value) {
  constexpr int WIDTH = EXPONENT_WIDTH + FRACTION_WIDTH + 1;
  // Leading zeros of the smallest normal number; negative where every value is subnormal.
  constexpr int ROOM = EXPONENT + INPUT_WIDTH - 1 - FRACTION_WIDTH;
  constexpr int MOST = maximum(ROOM, 0);
  // Zeros around the magnitude where the formats are far apart, so that significand, guard and sticky bit are there.
  constexpr int ABOVE = ROOM >= 0 ? 0 : minimum(-ROOM, FRACTION_WIDTH + 2);
  constexpr int BELOW = maximum(FRACTION_WIDTH + 3 - INPUT_WIDTH - ABOVE, 0);
  constexpr int BITS = ABOVE + INPUT_WIDTH + BELOW;
  constexpr int PLACES = minimum(MOST, BITS - 1);
  constexpr int COUNT = ceiling_log2(BITS);
  constexpr int FIELD = ceiling_log2(MOST + 3);  // bits of the exponent field before saturation
  constexpr int SUM = FIELD + FRACTION_WIDTH;
  constexpr int FRACTION = maximum(FRACTION_WIDTH, 1);
  typedef uint_t<maximum(SUM, WIDTH - 1) + 1> magnitude_type;
  const bool has_negatives = bit(uint_t<WIDTH>(LOWEST), WIDTH - 1);
  const bool has_positives = !bit(uint_t<WIDTH>(HIGHEST), WIDTH - 1);

  // Normalise.
  const bool sign = value < 0;
  const uint_t<INPUT_WIDTH> magnitude =
      sign && has_negatives ? uint_t<INPUT_WIDTH>(-value) : uint_t<INPUT_WIDTH>(value);
  const uint_t<BITS> padded = uint_t<BITS>(magnitude) << BELOW;
  const uint_t<COUNT> zeros = leading_zeros<BITS, COUNT>(padded);
  const uint_t<COUNT> places = zeros < uint_t<COUNT>(PLACES) ? zeros : uint_t<COUNT>(PLACES);
  const uint_t<BITS> normal = padded << places;
  const bool hidden = bit(normal, BITS - 1);
  const uint_t<FIELD> field = hidden ? uint_t<FIELD>(uint_t<FIELD>(MOST + 1) - places) : uint_t<FIELD>(0);
  const uint_t<FRACTION> fraction =
      FRACTION_WIDTH > 0 ? slice<FRACTION>(normal, BITS - 1 - FRACTION) : uint_t<FRACTION>(0);

  // Round; a carry runs from the fraction into the exponent.
  const bool odd = bit(normal, BITS - 1 - FRACTION_WIDTH);
  const bool guard = bit(normal, BITS - 2 - FRACTION_WIDTH);
  const bool sticky = uint_t<BITS - 2 - FRACTION_WIDTH>(normal) != 0;
  const bool up = guard && (sticky || odd) && (VARIANT == 0 || hidden);
  // Without a hidden bit and subnormals the code is 0 or the smallest normal one: the latter, as if the exponent had no
  // bound, from a quarter of a unit below, or from the middle.
  const bool nearly = uint_t<FRACTION_WIDTH + 2>(~slice<FRACTION_WIDTH + 2>(normal, BITS - 3 - FRACTION_WIDTH)) == 0;
  const bool beyond_half = bit(normal, BITS - 2) && uint_t<BITS - 2>(normal) != 0;
  const bool rises = VARIANT != 0 && !hidden && (VARIANT == 1 ? nearly : beyond_half);
  const uint_t<FRACTION> kept = VARIANT == 0 || hidden ? fraction : uint_t<FRACTION>(0);
  const uint_t<SUM> exact =
      uint_t<SUM>(uint_t<SUM>(field | uint_t<FIELD>(rises)) << FRACTION_WIDTH) | uint_t<SUM>(kept);
  const magnitude_type rounded = uint_t<SUM>(exact + uint_t<1>(up));

  // Saturate and clamp.
  const uint_t<WIDTH> lowest = LOWEST;
  const uint_t<WIDTH> highest = HIGHEST;
  const magnitude_type low = uint_t<WIDTH - 1>(lowest);
  const magnitude_type high = uint_t<WIDTH - 1>(highest);
  const uint_t<WIDTH> sign_bit = uint_t<WIDTH>(1) << (WIDTH - 1);
  if (!sign) {
    if (!has_positives) return highest;
    if (rounded > high) return highest;
    if (!has_negatives && rounded < low) return lowest;
    return uint_t<WIDTH>(rounded);
  }
  if (!has_negatives) return lowest;
  if (rounded > low) return lowest;
  if (!has_positives && rounded < high) return highest;
  return rounded == 0 ? uint_t<WIDTH>(0) : uint_t<WIDTH>(sign_bit | uint_t<WIDTH>(rounded));
}

}  // namespace mantissa

#endif

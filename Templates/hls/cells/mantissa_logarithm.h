// mantissa_logarithm -- the base 2 logarithm of a decoded number by Mitchell's straight line.
//
// exponent + fraction / 2^FRACTION_WIDTH of |significand| * 2^shift: exponent = shift + place of the leading one,
// fraction = the bits below that, left-aligned. The magnitude of a two's complement significand (SIGNED 1) has WIDTH
// bits and is exact, or with ONES 1 has one bit less and is the ones' complement, 1 for -1. NORMALIZED: the magnitude's
// top bit is set unless it is 0; its place is not added to the exponent. KEPT not 0: the fraction is cut to KEPT - 1
// bits; with SET_LOWEST the last of them is set where bits have been cut. FRACTION_WIDTH is 1 or more, and the
// fraction's bits or more.
#ifndef MANTISSA_LOGARITHM_H
#define MANTISSA_LOGARITHM_H

#include "mantissa_normalize.h"

namespace mantissa {

template <int EXPONENT_WIDTH, int FRACTION_WIDTH>
struct logarithm_number {
  bool negative;
  bool nonzero;
  uint_t<EXPONENT_WIDTH> exponent;
  uint_t<FRACTION_WIDTH> fraction;
};

template <int SIGNED, int WIDTH, int SHIFT_WIDTH, int NORMALIZED, int ONES, int KEPT, int SET_LOWEST,
          int EXPONENT_WIDTH, int FRACTION_WIDTH>
inline logarithm_number<EXPONENT_WIDTH, FRACTION_WIDTH> logarithm(const operand<WIDTH, SHIFT_WIDTH>& number) {
  constexpr int MAGNITUDE = SIGNED != 0 && ONES != 0 ? WIDTH - 1 : WIDTH;
  constexpr int OWN = (KEPT != 0 && KEPT < MAGNITUDE ? KEPT : MAGNITUDE) - 1;  // bits of the fraction
  constexpr int CUT = MAGNITUDE - 1 - OWN;
  constexpr int COUNT = maximum(ceiling_log2(MAGNITUDE), 1);
  // A power of two of bits makes the place of the leading one the complement of the leading zeros' count.
  constexpr int BITS = 1 << COUNT;
  constexpr bool IS_NORMAL = NORMALIZED != 0 || MAGNITUDE == 1;

  const bool negative = SIGNED != 0 ? bit(number.significand, WIDTH - 1) : number.sign;
  const uint_t<MAGNITUDE> flipped =
      SIGNED != 0 && negative ? uint_t<MAGNITUDE>(~number.significand) : uint_t<MAGNITUDE>(number.significand);
  const uint_t<MAGNITUDE> magnitude = flipped + uint_t<1>(SIGNED != 0 && ONES == 0 && negative);

  const normal_number<OWN + 1, COUNT> normal = normalize<BITS, OWN + 1, COUNT>(uint_t<BITS>(magnitude), false);
  const uint_t<OWN + 1> top = IS_NORMAL ? slice<OWN + 1>(magnitude, CUT) : normal.result;
  const uint_t<COUNT> place = IS_NORMAL ? uint_t<COUNT>(0) : uint_t<COUNT>(~normal.count);
  const bool set = SET_LOWEST != 0 && CUT > 0 && (IS_NORMAL || normal.count < uint_t<COUNT>(BITS - 1 - OWN));
  // The leading one leaves the fraction.
  const uint_t<OWN + 1> kept = OWN > 0 ? uint_t<OWN + 1>(top | uint_t<OWN + 1>(set)) : uint_t<OWN + 1>(0);
  const uint_t<FRACTION_WIDTH> fraction = uint_t<FRACTION_WIDTH + 1>(kept) << (FRACTION_WIDTH - OWN);
  return {negative, number.significand != 0, uint_t<EXPONENT_WIDTH>(number.shift + place), fraction};
}

}  // namespace mantissa

#endif

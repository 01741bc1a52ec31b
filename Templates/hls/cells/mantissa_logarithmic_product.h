// mantissa_logarithmic_product -- the product of two decoded numbers by adding logarithms.
//
// s = log w + log x, plus 3/64 where COMPENSATED is 1, with the logarithms of mantissa_logarithm in FRACTION_WIDTH
// bits; |product| = floor((1 + fraction of s) * 2^(integer of s)), exactly 0 where an operand is 0. Where both operands
// are NORMALIZED the unit is 2^(W_WIDTH + X_WIDTH - 2 - FRACTION_WIDTH) and nothing is cut. Where the signs differ the
// product is the negative, or with ONES 1 the ones' complement. Mitchell's product; with KEPT w that of Mitch-w.
// FRACTION_WIDTH is the larger magnitude width less 1, at most KEPT - 1 where KEPT is not 0, and 6 or more where
// COMPENSATED is 1. MAXIMUM_SHIFT is the largest w_shift + x_shift.
// Sources: Mitchell, IRE EC-11, 1962; Kim et al., IEEE TETC, 2021.
#ifndef MANTISSA_LOGARITHMIC_PRODUCT_H
#define MANTISSA_LOGARITHMIC_PRODUCT_H

#include "mantissa_logarithm.h"

namespace mantissa {

template <int W_SIGNED, int W_WIDTH, int W_SHIFT_WIDTH, int W_NORMALIZED, int X_SIGNED, int X_WIDTH, int X_SHIFT_WIDTH,
          int X_NORMALIZED, int KEPT, int SET_LOWEST, int ONES, int COMPENSATED, int FRACTION_WIDTH, int MAXIMUM_SHIFT,
          int PRODUCT_WIDTH>
inline sint_t<PRODUCT_WIDTH> logarithmic_product(const operand<W_WIDTH, W_SHIFT_WIDTH>& w,
                                                 const operand<X_WIDTH, X_SHIFT_WIDTH>& x) {
  constexpr int W_PLACES = W_SIGNED != 0 && ONES != 0 ? W_WIDTH - 2 : W_WIDTH - 1;
  constexpr int X_PLACES = X_SIGNED != 0 && ONES != 0 ? X_WIDTH - 2 : X_WIDTH - 1;
  constexpr bool WHOLE = W_NORMALIZED != 0 && X_NORMALIZED != 0;
  // Places that the logarithms leave out; the unit takes them in where nothing is cut.
  constexpr int OFFSET = WHOLE ? 0 : (W_NORMALIZED != 0 ? W_PLACES : 0) + (X_NORMALIZED != 0 ? X_PLACES : 0);
  constexpr int LARGEST = MAXIMUM_SHIFT + 1 + (WHOLE ? 0 : W_PLACES + X_PLACES);
  constexpr int EXPONENT = maximum(ceiling_log2(LARGEST + 1), maximum(W_SHIFT_WIDTH, X_SHIFT_WIDTH));
  constexpr int FRACTION = maximum(FRACTION_WIDTH, 1);
  constexpr int SUM = EXPONENT + FRACTION;
  constexpr int CUT = WHOLE ? FRACTION - FRACTION_WIDTH : FRACTION;
  constexpr int SHIFTED = PRODUCT_WIDTH + CUT;

  const logarithm_number<EXPONENT, FRACTION> w_log =
      logarithm<W_SIGNED, W_WIDTH, W_SHIFT_WIDTH, W_NORMALIZED, ONES, KEPT, SET_LOWEST, EXPONENT, FRACTION>(w);
  const logarithm_number<EXPONENT, FRACTION> x_log =
      logarithm<X_SIGNED, X_WIDTH, X_SHIFT_WIDTH, X_NORMALIZED, ONES, KEPT, SET_LOWEST, EXPONENT, FRACTION>(x);
  const uint_t<SUM> w_sum = uint_t<SUM>(uint_t<SUM>(w_log.exponent) << FRACTION) | uint_t<SUM>(w_log.fraction);
  const uint_t<SUM> x_sum = uint_t<SUM>(uint_t<SUM>(x_log.exponent) << FRACTION) | uint_t<SUM>(x_log.fraction);
  const uint_t<SUM> offset = uint_t<SUM>(OFFSET) << FRACTION;
  const uint_t<SUM> compensation =
      COMPENSATED != 0 ? uint_t<SUM>(uint_t<SUM>(3) << maximum(FRACTION - 6, 0)) : uint_t<SUM>(0);
  const uint_t<SUM> sum = w_sum + x_sum + uint_t<SUM>(offset | compensation);

  // The number of that logarithm.
  const bool nonzero = w_log.nonzero && x_log.nonzero;
  const bool negative = w_log.negative != x_log.negative && nonzero;
  const uint_t<FRACTION + 1> one = uint_t<FRACTION + 1>(1) << FRACTION;
  const uint_t<FRACTION + 1> significand = one | uint_t<FRACTION + 1>(uint_t<FRACTION>(sum));
  const sint_t<FRACTION + 2> antilog = nonzero ? sint_t<FRACTION + 2>(significand) : sint_t<FRACTION + 2>(0);
  const uint_t<EXPONENT> places = slice<EXPONENT>(sum, FRACTION);
  if (WHOLE && ONES == 0) {
    // Negation before the shift keeps its adder short.
    const sint_t<FRACTION + 2> number = negative ? sint_t<FRACTION + 2>(-antilog) : antilog;
    return sint_t<PRODUCT_WIDTH>(sint_t<SHIFTED>(sint_t<SHIFTED>(number) << places) >> CUT);
  }
  const sint_t<PRODUCT_WIDTH> magnitude = sint_t<SHIFTED>(sint_t<SHIFTED>(antilog) << places) >> CUT;
  const sint_t<PRODUCT_WIDTH> complement = ~magnitude;
  return negative ? sint_t<PRODUCT_WIDTH>(complement + sint_t<2>(ONES == 0)) : magnitude;
}

}  // namespace mantissa

#endif

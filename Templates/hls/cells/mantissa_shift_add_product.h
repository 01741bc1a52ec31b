// mantissa_shift_add_product -- a number times a sum of powers of two, as a two's complement integer.
//
// product = (-1)^(w_sign ^ x_sign) * w_significand * x_significand * 2^x_shift, where of the bits p of w_significand
// with the same p mod TERMS at most one is set: each of TERMS terms chooses one shifted x_significand or 0, and they are
// added. X_SIGNED: x_significand is two's complement; W_SIGNED is 0. SIGNIFICAND_WIDTH, MAXIMUM_SHIFT and PRODUCT_WIDTH
// are those of the product: W_WIDTH + X_WIDTH bits, or 1 less for an unsigned x of 1. No multiplier.
#ifndef MANTISSA_SHIFT_ADD_PRODUCT_H
#define MANTISSA_SHIFT_ADD_PRODUCT_H

#include "mantissa_align.h"

namespace mantissa {

template <int W_SIGNED, int W_WIDTH, int W_SHIFT_WIDTH, int X_SIGNED, int X_WIDTH, int X_SHIFT_WIDTH,
          int SIGNIFICAND_WIDTH, int MAXIMUM_SHIFT, int PRODUCT_WIDTH, int TERMS>
inline sint_t<PRODUCT_WIDTH> shift_add_product(const operand<W_WIDTH, W_SHIFT_WIDTH>& w,
                                               const operand<X_WIDTH, X_SHIFT_WIDTH>& x) {
  const typename integer<X_SIGNED, X_WIDTH>::type x_number(x.significand);
  const uint_t<SIGNIFICAND_WIDTH> whole(x_number);
  uint_t<SIGNIFICAND_WIDTH> sum = 0;
  MANTISSA_UNROLL
shift_add_product_terms:
  for (int term = 0; term < TERMS; ++term) {
    MANTISSA_UNROLL_BODY
    uint_t<SIGNIFICAND_WIDTH> chosen = 0;
    MANTISSA_UNROLL
  shift_add_product_places:
    for (int place = term; place < W_WIDTH; place += TERMS) {
      MANTISSA_UNROLL_BODY
      if (bit(w.significand, place)) chosen = chosen | uint_t<SIGNIFICAND_WIDTH>(whole << place);
    }
    sum = sum + chosen;
  }
  const operand<SIGNIFICAND_WIDTH, X_SHIFT_WIDTH> product = {w.sign != x.sign, sum, x.shift};
  return align<X_SIGNED, SIGNIFICAND_WIDTH, X_SHIFT_WIDTH, MAXIMUM_SHIFT, PRODUCT_WIDTH>(product);
}

}  // namespace mantissa

#endif

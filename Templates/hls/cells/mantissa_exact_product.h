// mantissa_exact_product -- the product of two decoded numbers as a two's complement integer.
//
// product = (-1)^(w_sign ^ x_sign) * w_significand * x_significand * 2^(w_shift + x_shift).
// W_SIGNED and X_SIGNED: that significand is two's complement. SIGNIFICAND_WIDTH, MAXIMUM_SHIFT and PRODUCT_WIDTH are
// those of the product: W_WIDTH + X_WIDTH bits, or 1 less when neither is signed and one has a single bit.
#ifndef MANTISSA_EXACT_PRODUCT_H
#define MANTISSA_EXACT_PRODUCT_H

#include "mantissa_align.h"

namespace mantissa {

template <int W_SIGNED, int W_WIDTH, int W_SHIFT_WIDTH, int X_SIGNED, int X_WIDTH, int X_SHIFT_WIDTH,
          int SIGNIFICAND_WIDTH, int MAXIMUM_SHIFT, int PRODUCT_WIDTH>
inline sint_t<PRODUCT_WIDTH> exact_product(const operand<W_WIDTH, W_SHIFT_WIDTH>& w,
                                           const operand<X_WIDTH, X_SHIFT_WIDTH>& x) {
  constexpr int SIGNED = W_SIGNED != 0 || X_SIGNED != 0 ? 1 : 0;
  constexpr int SHIFT_WIDTH = maximum(W_SHIFT_WIDTH, X_SHIFT_WIDTH) + 1;
  typedef typename integer<SIGNED, SIGNIFICAND_WIDTH>::type significand_type;
  const typename integer<W_SIGNED, W_WIDTH>::type w_number(w.significand);
  const typename integer<X_SIGNED, X_WIDTH>::type x_number(x.significand);

  // A factor of one bit gates the other.
  significand_type significand;
  if (W_SIGNED == 0 && W_WIDTH == 1) {
    significand = w_number != 0 ? significand_type(x_number) : significand_type(0);
  } else if (X_SIGNED == 0 && X_WIDTH == 1) {
    significand = x_number != 0 ? significand_type(w_number) : significand_type(0);
  } else {
    significand = significand_type(w_number * x_number);
  }
  const operand<SIGNIFICAND_WIDTH, SHIFT_WIDTH> product = {w.sign != x.sign, uint_t<SIGNIFICAND_WIDTH>(significand),
                                                           uint_t<SHIFT_WIDTH>(w.shift + x.shift)};
  return align<SIGNED, SIGNIFICAND_WIDTH, SHIFT_WIDTH, MAXIMUM_SHIFT, PRODUCT_WIDTH>(product);
}

}  // namespace mantissa

#endif

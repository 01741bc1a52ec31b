// mantissa_xor_sign_product -- an activation times a binary weight, as a two's complement integer.
//
// product = (-1)^(w_sign ^ x_sign) * x_significand * 2^x_shift.
// X_SIGNED: x_significand is two's complement. SIGNIFICAND_WIDTH is X_WIDTH, or 1 more when X_SIGNED is 1;
// MAXIMUM_SHIFT and PRODUCT_WIDTH are those of the product. No multiplier.
#ifndef MANTISSA_XOR_SIGN_PRODUCT_H
#define MANTISSA_XOR_SIGN_PRODUCT_H

#include "mantissa_align.h"

namespace mantissa {

template <int X_SIGNED, int X_WIDTH, int X_SHIFT_WIDTH, int SIGNIFICAND_WIDTH, int MAXIMUM_SHIFT, int PRODUCT_WIDTH>
inline sint_t<PRODUCT_WIDTH> xor_sign_product(const operand<1, 1>& w, const operand<X_WIDTH, X_SHIFT_WIDTH>& x) {
  const typename integer<X_SIGNED, X_WIDTH>::type x_number(x.significand);
  const operand<SIGNIFICAND_WIDTH, X_SHIFT_WIDTH> product = {w.sign != x.sign, uint_t<SIGNIFICAND_WIDTH>(x_number),
                                                             x.shift};
  return align<X_SIGNED, SIGNIFICAND_WIDTH, X_SHIFT_WIDTH, MAXIMUM_SHIFT, PRODUCT_WIDTH>(product);
}

}  // namespace mantissa

#endif

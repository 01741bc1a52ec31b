// mantissa_float_logarithmic -- the product of two floats by Mitchell's logarithms, without a multiplier.
//
// With operands 2^ea (1 + fa) and 2^eb (1 + fb) the result is 2^(ea + eb) (1 + fa + fb) where fa + fb < 1, else
// 2^(ea + eb + 1) (fa + fb): the sum of the codes less one bias. It is -11.1...0 % off the product and exact in the
// format, but for subnormal results, which are rounded to nearest, ties to even. Subnormal operands are normalised.
// Codes, zeros, infinities, NaN and FRACTION_WIDTH = 0 are as in mantissa_float_multiply. FLUSH = 1: an exponent field
// of 0 is a zero, and a result below the smallest normal number is a zero of its sign. SATURATE = 1: operands are
// finite, and what overflows is the largest finite number. EXPONENT_WIDTH is 2 to 8, FRACTION_WIDTH 0 to 23.
#ifndef MANTISSA_FLOAT_LOGARITHMIC_H
#define MANTISSA_FLOAT_LOGARITHMIC_H

#include "mantissa_float_fields.h"
#include "mantissa_leading_zeros.h"

namespace mantissa {

// Exponent field and fraction of a number with a hidden bit, which a subnormal one gets by its leading zeros.
template <int EXPONENT_WIDTH, int FRACTION_WIDTH, int SCALE, bool LEAN>
inline sint_t<SCALE + FRACTION_WIDTH> float_logarithm(const float_fields<EXPONENT_WIDTH, FRACTION_WIDTH>& number) {
  constexpr int F = FRACTION_WIDTH;
  constexpr int PLACES = maximum(ceiling_log2(F + 1), 1);
  typedef sint_t<SCALE + F> logarithm_type;
  const uint_t<PLACES> zeros =
      LEAN ? uint_t<PLACES>(0) : leading_zeros<maximum(F + 1, 2), PLACES>(number.significand(false));
  const sint_t<SCALE> field = LEAN || number.is_normal() ? sint_t<SCALE>(number.exponent) : sint_t<SCALE>(1);
  const sint_t<SCALE> exponent = field - sint_t<SCALE>(zeros);
  const uint_t<maximum(F, 1)> fraction = number.fraction << zeros;
  return logarithm_type(logarithm_type(exponent) << F) | logarithm_type(fraction);
}

template <int EXPONENT_WIDTH, int FRACTION_WIDTH, int FLUSH = 0, int SATURATE = 0>
inline uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1> float_logarithmic(
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& a, const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& b) {
  constexpr int E = EXPONENT_WIDTH;
  constexpr int F = FRACTION_WIDTH;
  constexpr bool LEAN = FLUSH != 0 || F == 0;  // no subnormals
  constexpr int PLACES = maximum(ceiling_log2(F + 1), 1);
  constexpr int REACH = ceiling_log2(F + 2);  // bits of a right shift that leaves something
  constexpr int SCALE = LEAN ? E + 1 : maximum(E, PLACES) + 1;
  constexpr int SUM = SCALE + 1;
  constexpr int FRACTION = maximum(F, 1);
  typedef uint_t<E + F> magnitude_type;

  // The sum of the logarithms; the fraction's carry runs into the exponent.
  const float_fields<E, F> x(a);
  const float_fields<E, F> y(b);
  const float_product_class known = float_classify_product(x, y, LEAN, SATURATE != 0);
  const sint_t<SUM + F> both = float_logarithm<E, F, SCALE, LEAN>(x) + float_logarithm<E, F, SCALE, LEAN>(y);
  const sint_t<SUM> field = sint_t<SUM>(both >> F) - sint_t<SUM>((1 << (E - 1)) - 1);
  const uint_t<FRACTION> fraction = F > 0 ? uint_t<FRACTION>(both) : uint_t<FRACTION>(0);

  const bool under = field <= 0;
  const bool over = field >= sint_t<SUM>((1 << E) - 1);
  if (known.zero || known.infinite || over || (under && LEAN)) {
    const bool most = known.infinite || (over && !known.zero);
    return join_sign<E + F>(known.sign, float_exception<E, F>(most, known.invalid, SATURATE != 0));
  }

  // Below the smallest normal number the significand is shifted right and rounded.
  const sint_t<SUM> places = sint_t<SUM>(1) - field;
  const bool far = under && places > sint_t<32>(F + 1);
  const uint_t<F + 1> significand = uint_t<F + 1>(uint_t<F + 1>(1) << F) | uint_t<F + 1>(fraction);
  const uint_t<2 * F + 3> shifted =
      uint_t<2 * F + 3>(uint_t<2 * F + 3>(significand) << (F + 2)) >> uint_t<REACH>(places);
  const bool guard = bit(shifted, F + 1);
  const bool up = under && !far && guard && (bit(shifted, F + 2) || uint_t<F + 1>(shifted) != 0);
  const uint_t<FRACTION> small = far ? uint_t<FRACTION>(0) : slice<FRACTION>(shifted, F + 2);
  const magnitude_type exact =
      under ? magnitude_type(small)
            : magnitude_type(magnitude_type(magnitude_type(field) << F) | magnitude_type(fraction));
  return join_sign<E + F>(known.sign, magnitude_type(exact + uint_t<1>(up)));
}

}  // namespace mantissa

#endif

// mantissa_float_multiply -- the product of two IEEE 754 floats, rounded to nearest, ties to even.
//
// result = round(a * b); codes are {sign, exponent, fraction}. NaN is {0, ones, 1, zeros}. FRACTION_WIDTH = 0 has no
// NaN: its exponent of all ones is infinity, an invalid product is +infinity, and it has no subnormals, so FLUSH
// changes nothing. FLUSH = 1: an exponent field of 0 is a zero, and a result that, rounded as if exponents had no
// bound, is below the smallest normal number is a zero of its sign. SATURATE = 1: operands are finite, and what
// overflows is the largest finite number.
//
// Subnormal operands are not normalised: their product is shifted, one shifter left for them and right for subnormal
// results, by an amount that is found beside the product. EXPONENT_WIDTH is 2 to 8, FRACTION_WIDTH 0 to 23.
#ifndef MANTISSA_FLOAT_MULTIPLY_H
#define MANTISSA_FLOAT_MULTIPLY_H

#include "mantissa_float_fields.h"
#include "mantissa_leading_zeros.h"

namespace mantissa {

template <int EXPONENT_WIDTH, int FRACTION_WIDTH, int FLUSH = 0, int SATURATE = 0>
inline uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1> float_multiply(
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& a, const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& b) {
  constexpr int E = EXPONENT_WIDTH;
  constexpr int F = FRACTION_WIDTH;
  constexpr bool LEAN = FLUSH != 0 || F == 0;              // no subnormals
  constexpr int PLACES = maximum(ceiling_log2(F + 1), 1);  // bits of a shift amount
  constexpr int FAR = 1 << PLACES;                         // how far right the product goes before it goes left
  constexpr int SCALE = maximum(E + 2, PLACES + 1);
  constexpr int VIEW = F + 3;  // two integer bits, fraction, guard
  constexpr int FULL = maximum(VIEW - 1 + (LEAN ? 0 : FAR), 2 * F + 4);
  constexpr int FRACTION = maximum(F, 1);
  constexpr int TOP = (1 << E) - 2;  // the field of the largest finite numbers
  typedef uint_t<E + F> magnitude_type;

  // The scale is the exponent field of a product in 1...2: the sum of the fields less the bias.
  const float_fields<E, F> x(a);
  const float_fields<E, F> y(b);
  const float_product_class known = float_classify_product(x, y, LEAN, SATURATE != 0);
  const uint_t<2 * F + 2> product = x.significand(LEAN) * y.significand(LEAN);
  const sint_t<SCALE> x_scale = LEAN || x.is_normal() ? sint_t<SCALE>(x.exponent) : sint_t<SCALE>(1);
  const sint_t<SCALE> y_scale = LEAN || y.is_normal() ? sint_t<SCALE>(y.exponent) : sint_t<SCALE>(1);
  const sint_t<SCALE> scale = x_scale + y_scale - sint_t<SCALE>((1 << (E - 1)) - 1);

  // Left by the zeros above a subnormal operand, but no further than where the exponent ends; a negative scale: right
  // by FAR, then left by the rest. Where both are subnormal the scale is the smaller bound anyway.
  const bool right = !LEAN && scale < 0;
  const uint_t<F + 1> significand = x.is_normal() ? y.significand(LEAN) : x.significand(LEAN);
  const uint_t<PLACES> zeros = LEAN ? uint_t<PLACES>(0) : leading_zeros<maximum(F + 1, 2), PLACES>(significand);
  const sint_t<SCALE> difference = scale - sint_t<SCALE>(zeros);
  const bool bounded = !LEAN && difference < 0;
  const uint_t<PLACES> left = bounded ? uint_t<PLACES>(scale) : zeros;
  const sint_t<SCALE> base = bounded ? sint_t<SCALE>(0) : difference;
  // Then the result is 0 whatever the product.
  const bool tiny = LEAN ? scale < 0 : scale < sint_t<SCALE>(-FAR);
  const uint_t<FULL> padded = uint_t<FULL>(product) << (FULL - 2 * F - 2);
  const uint_t<FULL> moved = right ? uint_t<FULL>(padded >> FAR) : padded;
  const uint_t<FULL> shifted = moved << left;
  const uint_t<VIEW> view = slice<VIEW>(shifted, FULL - VIEW);
  const bool rest = uint_t<FULL - VIEW>(shifted) != 0 || (right && uint_t<FAR>(padded) != 0);

  // Normalise by one place, unless the exponent ends; decide about rounding, overflow and underflow.
  const bool carry = bit(view, VIEW - 1);
  const bool lowest = base == 0;  // no place to the left is left
  const bool keep = carry || (!LEAN && lowest);
  const uint_t<F + 1> kept = keep ? slice<F + 1>(view, 1) : uint_t<F + 1>(view);
  const bool odd = F == 0 || bit(kept, minimum(F, 1));
  const bool up = bit(kept, 0) && (odd || rest || (keep && bit(view, 0)));
  const bool full = uint_t<F + 1>(~view) == 0;  // without a carry, rounding gives one
  const bool over = base > sint_t<SCALE>(TOP) || (base == sint_t<SCALE>(TOP) && (carry || (SATURATE != 0 && full)));
  const bool under = LEAN && lowest && !carry && !full;
  if (known.zero || known.infinite || tiny || under || over) {
    const bool most = known.infinite || (over && !known.zero);
    return join_sign<E + F>(known.sign, float_exception<E, F>(most, known.invalid, SATURATE != 0));
  }

  // A carry of rounding runs from the fraction into the exponent.
  const uint_t<FRACTION> fraction = F > 0 ? slice<FRACTION>(kept, minimum(F, 1)) : uint_t<FRACTION>(0);
  const magnitude_type exact = magnitude_type(magnitude_type(base) << F) | magnitude_type(fraction);
  const magnitude_type bump = magnitude_type(carry) << F;
  return join_sign<E + F>(known.sign, magnitude_type(exact + (bump | magnitude_type(up))));
}

}  // namespace mantissa

#endif

// mantissa_float_add -- the sum or difference of two IEEE 754 floats, rounded to nearest, ties to even.
//
// result = round(a + b), with SUBTRACT = 1 round(a - b); codes are {sign, exponent, fraction}. NaN is {0, ones, 1,
// zeros}. A sum of exactly 0 is +0 unless both terms are -0. FRACTION_WIDTH = 0 has no NaN: its exponent of all ones is
// infinity, infinity less infinity is +infinity, and it has no subnormals, so FLUSH changes nothing. FLUSH = 1: an
// exponent field of 0 is a zero, and a result below the smallest normal number is a zero of its sign. SATURATE = 1:
// operands are finite, and what overflows is the largest finite number.
//
// One path: the larger magnitude, the smaller one shifted right, their sum shifted left by its leading zeros but not
// below the lowest exponent, rounding. EXPONENT_WIDTH is 2 to 8, FRACTION_WIDTH 0 to 23.
#ifndef MANTISSA_FLOAT_ADD_H
#define MANTISSA_FLOAT_ADD_H

#include "mantissa_float_fields.h"
#include "mantissa_leading_zeros.h"

namespace mantissa {

template <int EXPONENT_WIDTH, int FRACTION_WIDTH, int FLUSH = 0, int SUBTRACT = 0, int SATURATE = 0>
inline uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1> float_add(
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& a, const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& b) {
  constexpr int E = EXPONENT_WIDTH;
  constexpr int F = FRACTION_WIDTH;
  constexpr bool LEAN = FLUSH != 0 || F == 0;            // no subnormals
  constexpr int TERM = F + 3;                            // significand, guard, round
  constexpr int ALIGN = minimum(ceiling_log2(TERM), E);  // bits of the right shift
  constexpr int TOTAL = F + 5;                           // carry, term, sticky
  constexpr int PLACES = ceiling_log2(TOTAL);            // bits of the left shift
  constexpr int SCALE = maximum(E, PLACES) + 1;
  constexpr int FRACTION = maximum(F, 1);
  constexpr int TOP = (1 << E) - 2;  // the field of the largest finite numbers
  typedef uint_t<E + F> magnitude_type;

  // The larger magnitude, and how much larger its exponent is.
  const float_fields<E, F> x(a);
  const float_fields<E, F> y(b);
  const bool y_sign = y.sign != (SUBTRACT != 0);
  const bool minus = x.sign != y_sign;
  const bool swap = magnitude_type(a) < magnitude_type(b);
  const float_fields<E, F> greater = swap ? y : x;
  const float_fields<E, F> lesser = swap ? x : y;
  const bool step = !LEAN && greater.is_normal() && !lesser.is_normal();  // fields 1 and 0 have one scale
  const uint_t<E> distance = greater.exponent - lesser.exponent - uint_t<1>(step);
  const bool infinite = SATURATE == 0 && greater.is_special();
  const bool invalid = infinite && (greater.fraction != 0 || (minus && lesser.is_special()));
  const bool greater_sign = swap ? y_sign : x.sign;

  // The smaller one, shifted right; beyond its width nothing but a sticky bit is left.
  const bool far = (distance >> ALIGN) != 0;
  const bool absent = LEAN && !lesser.is_normal();
  const bool some = !lesser.is_zero(LEAN);
  const uint_t<ALIGN> right(distance);
  const uint_t<TERM> smaller = uint_t<TERM>(lesser.significand(LEAN)) << 2;
  const uint_t<TERM> leaving = uint_t<TERM>(uint_t<TERM>(1) << right) - uint_t<1>(1);
  const uint_t<TERM> aligned = far || absent ? uint_t<TERM>(0) : uint_t<TERM>(smaller >> right);
  const bool sticky = far ? some : !absent && (smaller & leaving) != 0;

  // The sum; a sticky bit that is subtracted borrows.
  const uint_t<TERM> term = uint_t<TERM>(greater.significand(LEAN)) << 2;
  const uint_t<TERM + 1> sum =
      minus ? uint_t<TERM + 1>(term - aligned - uint_t<1>(sticky)) : uint_t<TERM + 1>(term + aligned);
  const uint_t<TOTAL> total = uint_t<TOTAL>(uint_t<TOTAL>(sum) << 1) | uint_t<TOTAL>(uint_t<1>(sticky));

  // Normalise: left by the leading zeros, at most by the exponent.
  const sint_t<SCALE> bound = LEAN || greater.is_normal() ? sint_t<SCALE>(greater.exponent) : sint_t<SCALE>(1);
  const uint_t<PLACES> zeros = leading_zeros<TOTAL, PLACES>(total);
  const bool bounded = !LEAN && bound < sint_t<SCALE>(zeros);
  const uint_t<PLACES> left = bounded ? uint_t<PLACES>(bound) : zeros;
  const uint_t<TOTAL> view = total << left;
  const sint_t<SCALE> base = bound - sint_t<SCALE>(left);

  // Decide about rounding, overflow and underflow. The field is base + leading: all ones, or with SATURATE one less and
  // a carry of rounding to come.
  const bool exact_zero = total == 0;
  const bool leading = LEAN ? !exact_zero : bit(view, TOTAL - 1);
  const bool odd = F == 0 || bit(view, 4);
  const bool up = bit(view, 3) && (odd || uint_t<3>(view) != 0);
  const bool full = uint_t<F + 1>(~slice<F + 1>(view, 3)) == 0;
  const bool over = SATURATE != 0 ? leading && (base == sint_t<SCALE>(TOP) || (base == sint_t<SCALE>(TOP - 1) && full))
                                  : bit(total, TOTAL - 1) && bound == sint_t<SCALE>(TOP);
  const bool under = LEAN && (base < 0 || exact_zero);
  const bool cancelled = minus && (exact_zero || (LEAN && !greater.is_normal()));
  const bool sign = greater_sign && !invalid && !cancelled;
  if (infinite || over || under) {
    return join_sign<E + F>(sign, float_exception<E, F>(infinite || over, invalid, SATURATE != 0));
  }

  // A carry of rounding runs from the fraction into the exponent.
  const uint_t<FRACTION> fraction = F > 0 ? slice<FRACTION>(view, 4) : uint_t<FRACTION>(0);
  const magnitude_type field = leading ? magnitude_type(base + sint_t<2>(1)) : magnitude_type(0);
  const magnitude_type exact = magnitude_type(field << F) | magnitude_type(fraction);
  return join_sign<E + F>(sign, magnitude_type(exact + uint_t<1>(up)));
}

}  // namespace mantissa

#endif

// mantissa_float_fields -- the fields of an IEEE 754 float code {sign, exponent, fraction}, and what they tell.
//
// FRACTION_WIDTH = 0 has no NaN: its exponent of all ones is infinity.
#ifndef MANTISSA_FLOAT_FIELDS_H
#define MANTISSA_FLOAT_FIELDS_H

#include "mantissa_bits.h"

namespace mantissa {

template <int EXPONENT_WIDTH, int FRACTION_WIDTH>
struct float_fields {
  static constexpr int FRACTION = maximum(FRACTION_WIDTH, 1);
  bool sign;
  uint_t<EXPONENT_WIDTH> exponent;
  uint_t<FRACTION> fraction;  // 0 where FRACTION_WIDTH is 0

  explicit float_fields(const uint_t<EXPONENT_WIDTH + FRACTION_WIDTH + 1>& code)
      : sign(bit(code, EXPONENT_WIDTH + FRACTION_WIDTH)),
        exponent(slice<EXPONENT_WIDTH>(code, FRACTION_WIDTH)),
        fraction(FRACTION_WIDTH > 0 ? uint_t<FRACTION>(code) : uint_t<FRACTION>(0)) {}

  bool is_normal() const { return exponent != 0; }
  bool is_special() const { return uint_t<EXPONENT_WIDTH>(~exponent) == 0; }  // infinity or NaN
  bool is_nan() const { return is_special() && fraction != 0; }
  bool is_zero(bool flush) const { return exponent == 0 && (flush || fraction == 0); }

  // {hidden bit, fraction}; where flush is true the hidden bit is always 1.
  uint_t<FRACTION_WIDTH + 1> significand(bool flush) const {
    const uint_t<FRACTION_WIDTH + 1> hidden = uint_t<FRACTION_WIDTH + 1>(flush || is_normal()) << FRACTION_WIDTH;
    return hidden | uint_t<FRACTION_WIDTH + 1>(fraction);
  }
};

// The bits below the sign of a result that is none: zero or, where most is true, infinity, NaN where it is invalid, and
// with saturate the largest finite number.
template <int EXPONENT_WIDTH, int FRACTION_WIDTH>
inline uint_t<EXPONENT_WIDTH + FRACTION_WIDTH> float_exception(bool most, bool invalid, bool saturate) {
  typedef uint_t<EXPONENT_WIDTH + FRACTION_WIDTH> magnitude_type;
  const magnitude_type ones = ~magnitude_type(0);
  const magnitude_type infinity = magnitude_type(ones >> FRACTION_WIDTH) << FRACTION_WIDTH;
  const magnitude_type largest = infinity - uint_t<1>(1);
  const magnitude_type quiet = magnitude_type(FRACTION_WIDTH > 0 && invalid) << maximum(FRACTION_WIDTH - 1, 0);
  if (!most) return 0;
  return saturate ? largest : magnitude_type(infinity | quiet);
}

// What the operands of a product decide alone.
struct float_product_class {
  bool sign;
  bool zero;
  bool infinite;  // or NaN
  bool invalid;
};

template <int EXPONENT_WIDTH, int FRACTION_WIDTH>
inline float_product_class float_classify_product(const float_fields<EXPONENT_WIDTH, FRACTION_WIDTH>& a,
                                                  const float_fields<EXPONENT_WIDTH, FRACTION_WIDTH>& b, bool flush,
                                                  bool saturate) {
  const bool a_zero = a.is_zero(flush);
  const bool b_zero = b.is_zero(flush);
  const bool a_special = !saturate && a.is_special();
  const bool b_special = !saturate && b.is_special();
  const bool invalid = (a_special && (a.fraction != 0 || b_zero)) || (b_special && (b.fraction != 0 || a_zero));
  return {a.sign != b.sign && !invalid, a_zero || b_zero, a_special || b_special, invalid};
}

}  // namespace mantissa

#endif

// mantissa_posit_multiply -- the rounded product of two posits.
//
// result = a * b to nearest on the bit string, ties to even, saturating; NaR if an operand is NaR, else 0 if one is 0.
// Significands stay in two's complement, in [1, 2) or [-2, -1): neither operands nor result are negated.
// WIDTH is 3 to 32, ES 0 to 5; REGIME bounds the bits of the regime, 0: nothing does.
#ifndef MANTISSA_POSIT_MULTIPLY_H
#define MANTISSA_POSIT_MULTIPLY_H

#include "mantissa_posit_fields.h"
#include "mantissa_posit_round.h"

namespace mantissa {

template <int WIDTH, int ES, int REGIME = 0>
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
inline uint_t<WIDTH> posit_multiply(const uint_t<WIDTH>& a, const uint_t<WIDTH>& b) {
  constexpr int FRACTION = maximum(WIDTH - ES - 3, 1);
  constexpr int RUN = posit_run_bits(WIDTH, REGIME);
  constexpr int SCALE = RUN + ES + 1;
  constexpr int PRODUCT = 2 * FRACTION + 4;
  const posit_numbers<SCALE, FRACTION> x = posit_fields<WIDTH, ES, RUN, FRACTION, REGIME>(a);
  const posit_numbers<SCALE, FRACTION> y = posit_fields<WIDTH, ES, RUN, FRACTION, REGIME>(b);

  // The product, in (-4, -1) or [1, 4], and the sum of the scales.
  const sint_t<PRODUCT> product = x.significand() * y.significand();
  const sint_t<SCALE + 1> scale = x.scale + y.scale;
  const bool special = x.special || y.special;
  const bool sign = special ? (x.special && x.sign) || (y.special && y.sign) : x.sign != y.sign;

  // Normalise. Beyond 2 in magnitude a bit more; 4 comes from -2 * -2 only.
  const bool four = bit(product, PRODUCT - 2) && !sign;
  const bool more = bit(product, PRODUCT - 3) != sign;
  const sint_t<SCALE + 1> adjusted = scale + sint_t<3>(four ? 2 : more ? 1 : 0);
  const uint_t<FRACTION + 1> fraction =
      more ? slice<FRACTION + 1>(product, FRACTION) : slice<FRACTION + 1>(product, FRACTION - 1);
  const bool rest =
      (FRACTION > 1 && uint_t<maximum(FRACTION - 1, 1)>(product) != 0) || (more && bit(product, FRACTION - 1));
  return posit_round<WIDTH, ES, SCALE + 1, FRACTION + 1, REGIME>(sign, adjusted, fraction, rest, special);
}

}  // namespace mantissa

#endif

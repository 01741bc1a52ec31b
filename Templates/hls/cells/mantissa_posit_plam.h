// mantissa_posit_plam -- the logarithm-approximate product of two posits (PLAM).
//
// {scale, fraction} of the result = the sum of those of |a| and |b|, plus 3/64 where COMPENSATED is 1, rounded to
// nearest on the bit string, ties to even, saturating; NaR if an operand is NaR, else 0 if one is 0. The sum runs over
// regime, exponent and fraction alike, so that ES matters to the compensation only. A code's bits are the negative
// logarithm where it is negative: the result's bits are those of a, negated where b is negative, plus those of b,
// negated where a is. WIDTH is 3 to 32, ES 0 to 3.
// Source: Murillo et al., IEEE TETC 10(4), 2022.
#ifndef MANTISSA_POSIT_PLAM_H
#define MANTISSA_POSIT_PLAM_H

#include "mantissa_posit_pack.h"
#include "mantissa_posit_unpack.h"

namespace mantissa {

template <int WIDTH, int ES, int COMPENSATED = 0>
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
inline uint_t<WIDTH> posit_plam(const uint_t<WIDTH>& a, const uint_t<WIDTH>& b) {
  constexpr int LEAST = COMPENSATED != 0 ? ES + 6 : 1;  // bits below the regime for 3/64
  constexpr int TAIL = maximum(maximum(WIDTH - 3, 1), LEAST);
  constexpr int RUN = ceiling_log2(WIDTH - 1);
  constexpr int SUM = RUN + TAIL + 2;
  const posit_parts<RUN, TAIL> x = posit_unpack<WIDTH, RUN, TAIL>(a);
  const posit_parts<RUN, TAIL> y = posit_unpack<WIDTH, RUN, TAIL>(b);

  // Both logarithms, complemented where the other operand is negative, and their sum. A complement lacks one unit of
  // being the negative: the carry makes up for one; the other is left to the rounding.
  const sint_t<SUM> x_log = posit_logarithm<SUM>(x, y.sign);
  const sint_t<SUM> y_log = posit_logarithm<SUM>(y, x.sign);
  const bool sign = x.sign != y.sign;
  const bool special = x.special || y.special;
  const bool nar = (x.special && x.sign) || (y.special && y.sign);
  const sint_t<SUM> three =
      COMPENSATED != 0 ? sint_t<SUM>(sint_t<SUM>(3) << maximum(TAIL - ES - 6, 0)) : sint_t<SUM>(0);
  const sint_t<SUM> compensation = sign ? sint_t<SUM>(-three) : three;
  const sint_t<SUM> sum = x_log + y_log + compensation + sint_t<2>(x.sign || y.sign);
  const bool below_one = sum < 0;
  const uint_t<RUN + 1> k = slice<RUN + 1>(sum, TAIL);
  const uint_t<RUN + 1> run = below_one ? uint_t<RUN + 1>(~k) : k;
  return posit_pack<WIDTH, RUN + 1, TAIL>(special ? nar : sign, !below_one, run, uint_t<TAIL>(sum), x.sign && y.sign,
                                          false, special);
}

}  // namespace mantissa

#endif

// mantissa_posit_round -- the posit code of a sign, a scale and a fraction.
//
// The number is 2^scale * (1 + fraction / 2^FRACTION), or 2^scale * (-2 + fraction / 2^FRACTION) where sign is 1, plus
// less than one unit of the fraction where rest is 1. special: 0, or NaR where sign is 1.
#ifndef MANTISSA_POSIT_ROUND_H
#define MANTISSA_POSIT_ROUND_H

#include "mantissa_bposit_pack.h"

namespace mantissa {

// SCALE is ceil(log2(WIDTH - 1)) + ES + 1 or more, or ceil(log2(REGIME)) + ES + 1, FRACTION 1 or more. REGIME bounds the
// bits of the regime; 0: nothing does.
template <int WIDTH, int ES, int SCALE, int FRACTION, int REGIME = 0>
inline uint_t<WIDTH> posit_round(bool sign, const sint_t<SCALE>& scale, const uint_t<FRACTION>& fraction, bool rest,
                                 bool special) {
  constexpr int RUN = SCALE - ES - 1;
  constexpr int TAIL = ES + FRACTION;
  constexpr int EXPONENT = maximum(ES, 1);
  const bool below_one = scale < 0;
  const sint_t<SCALE> k = scale >> ES;
  const uint_t<RUN> run = below_one ? uint_t<RUN>(~k) : uint_t<RUN>(k);
  const uint_t<EXPONENT> bits = sign ? uint_t<EXPONENT>(~scale) : uint_t<EXPONENT>(scale);
  const uint_t<TAIL> exponent = ES > 0 ? uint_t<TAIL>(bits) << (ES > 0 ? FRACTION : 0) : uint_t<TAIL>(0);
  const uint_t<TAIL> tail = exponent | uint_t<TAIL>(fraction);
  return posit_packing<REGIME>::template pack<WIDTH, RUN, TAIL>(sign, below_one == sign, run, tail, rest, special);
}

}  // namespace mantissa

#endif

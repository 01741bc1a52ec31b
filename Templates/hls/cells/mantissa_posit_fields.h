// mantissa_posit_fields -- sign, scale and fraction of a posit code, not negated.
//
// value = 2^scale * (1 + fraction / 2^FRACTION), or 2^scale * (-2 + fraction / 2^FRACTION) for a negative code; scale
// is {k, exponent bits}, complemented for a negative code. special: 0 or NaR; then fraction is 0.
#ifndef MANTISSA_POSIT_FIELDS_H
#define MANTISSA_POSIT_FIELDS_H

#include "mantissa_bposit_unpack.h"

namespace mantissa {

template <int SCALE, int FRACTION>
struct posit_numbers {
  bool sign;
  sint_t<SCALE> scale;
  uint_t<FRACTION> fraction;
  bool special;

  // In [1, 2) or [-2, -1), in units of 2^-FRACTION; of 0 it is 0.
  sint_t<FRACTION + 2> significand() const {
    const sint_t<FRACTION + 2> whole = sign ? -2 : special ? 0 : 1;
    return sint_t<FRACTION + 2>(whole << FRACTION) | sint_t<FRACTION + 2>(fraction);
  }
};

// The bits of a run's length, at most, in a code whose regime has at most REGIME bits; 0: as the code is long.
constexpr int posit_run_bits(int width, int regime) { return ceiling_log2(regime > 0 ? regime : width - 1); }

// WIDTH is 3 or more, RUN_WIDTH as above, FRACTION 1 or more and WIDTH - ES - 3 or more.
template <int WIDTH, int ES, int RUN_WIDTH, int FRACTION, int REGIME = 0>
inline posit_numbers<RUN_WIDTH + ES + 1, FRACTION> posit_fields(const uint_t<WIDTH>& code) {
  constexpr int SCALE = RUN_WIDTH + ES + 1;
  constexpr int EXPONENT = maximum(ES, 1);
  typedef posit_parts<RUN_WIDTH, ES + FRACTION> parts_type;
  const parts_type parts = posit_unpacking<REGIME>::template unpack<WIDTH, RUN_WIDTH, ES + FRACTION>(code);
  const bool below_one = parts.sign == parts.regime;  // a magnitude below 1
  const sint_t<SCALE> run = sint_t<SCALE>(parts.run);
  const sint_t<SCALE> k = below_one ? sint_t<SCALE>(~run) : run;
  const uint_t<EXPONENT> bits = ES > 0 ? slice<EXPONENT>(parts.tail, ES > 0 ? FRACTION : 0) : uint_t<EXPONENT>(0);
  const uint_t<EXPONENT> exponent = ES > 0 && parts.sign ? uint_t<EXPONENT>(~bits) : bits;
  return {parts.sign, sint_t<SCALE>(sint_t<SCALE>(k << ES) | sint_t<SCALE>(exponent)), uint_t<FRACTION>(parts.tail),
          parts.special};
}

}  // namespace mantissa

#endif

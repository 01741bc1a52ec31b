// mantissa_posit_decode -- the operand of a posit code.
//
// |value| = significand * 2^(shift - B - F), F = max(0, WIDTH - ES - 3), with the hidden one on top;
// B = (WIDTH - 2) * 2^ES, or REGIME * 2^ES, so that shift is 0 for the smallest number. The significand of 0 and NaR is 0, their shift too. One adder negates the
// logarithm of a negative code and adds the bias.
//
// WIDTH        3 to 32
// ES           0 to 5
// SHIFT_WIDTH  holds (WIDTH - 2) * 2^(ES + 1), or REGIME * 2^(ES + 1) - 1
// REGIME       bits of the longest regime; 0: as the code is long
#ifndef MANTISSA_POSIT_DECODE_H
#define MANTISSA_POSIT_DECODE_H

#include "mantissa_posit_fields.h"

namespace mantissa {

template <int WIDTH, int ES, int SHIFT_WIDTH, int REGIME = 0>
inline operand<maximum(WIDTH - ES - 3, 0) + 1, SHIFT_WIDTH> posit_decode(const uint_t<WIDTH>& code) {
  constexpr int OWN = maximum(WIDTH - ES - 3, 0);
  constexpr int FRACTION = maximum(OWN, 1);
  constexpr int RUN = posit_run_bits(WIDTH, REGIME);
  constexpr int SCALE = RUN + ES + 1;
  constexpr int SUM = maximum(SHIFT_WIDTH, SCALE) + FRACTION;
  const posit_numbers<SCALE, FRACTION> number = posit_fields<WIDTH, ES, RUN, FRACTION, REGIME>(code);
  const uint_t<FRACTION> fraction = number.sign ? uint_t<FRACTION>(~number.fraction) : number.fraction;
  const sint_t<SUM> logarithm = sint_t<SUM>(sint_t<SUM>(number.scale) << FRACTION) | sint_t<SUM>(fraction);
  const sint_t<SUM> bias = sint_t<SUM>((REGIME > 0 ? REGIME : WIDTH - 2) << ES) << FRACTION;
  const sint_t<SUM> sum = logarithm + bias + sint_t<2>(number.sign);

  const uint_t<OWN + 1> hidden = uint_t<OWN + 1>(!number.special) << OWN;
  const uint_t<OWN + 1> below = OWN > 0 ? uint_t<FRACTION>(sum) : uint_t<FRACTION>(0);
  const uint_t<SHIFT_WIDTH> shift = number.special ? uint_t<SHIFT_WIDTH>(0) : slice<SHIFT_WIDTH>(sum, FRACTION);
  return {number.sign, hidden | below, shift};
}

}  // namespace mantissa

#endif

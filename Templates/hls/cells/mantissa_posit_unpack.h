// mantissa_posit_unpack -- the fields of a posit code, not negated.
//
// code = {sign, regime bits, terminator, exponent and fraction bits}. regime = the first regime bit, run = how often it
// is repeated, tail = the bits after the terminator, padded with zeros to TAIL_WIDTH. With k = regime ? run : ~run,
// {k, tail} is a fixed-point number in units of 2^ES binades: that of the value, or its negative for a negative code.
// special: 0 or NaR.
#ifndef MANTISSA_POSIT_UNPACK_H
#define MANTISSA_POSIT_UNPACK_H

#include "mantissa_normalize.h"

namespace mantissa {

template <int RUN_WIDTH, int TAIL_WIDTH>
struct posit_parts {
  bool sign;
  bool regime;
  uint_t<RUN_WIDTH> run;
  uint_t<TAIL_WIDTH> tail;
  bool special;
};

// WIDTH is 3 or more, RUN_WIDTH ceil(log2(WIDTH - 1)), TAIL_WIDTH 1 or more and WIDTH - 3 or more.
template <int WIDTH, int RUN_WIDTH, int TAIL_WIDTH>
inline posit_parts<RUN_WIDTH, TAIL_WIDTH> posit_unpack(const uint_t<WIDTH>& code) {
  const bool regime = bit(code, WIDTH - 2);
  // The zero below the code ends a run of ones that fills it. A run of zeros of that length is 0 or NaR.
  const uint_t<WIDTH - 1> number = uint_t<WIDTH - 1>(code) << 1;
  const normal_number<WIDTH - 2, RUN_WIDTH> normal = normalize<WIDTH - 1, WIDTH - 2, RUN_WIDTH>(number, regime);
  // The terminator on top leaves the tail.
  const uint_t<TAIL_WIDTH + 1> padded = uint_t<TAIL_WIDTH + 1>(normal.result) << (TAIL_WIDTH - (WIDTH - 3));
  return {bit(code, WIDTH - 1), regime, normal.count, uint_t<TAIL_WIDTH>(padded), uint_t<WIDTH - 1>(code) == 0};
}

// {k, tail} in SUM bits, complemented where flip is true.
template <int SUM, int RUN_WIDTH, int TAIL_WIDTH>
inline sint_t<SUM> posit_logarithm(const posit_parts<RUN_WIDTH, TAIL_WIDTH>& parts, bool flip) {
  const sint_t<SUM> run = sint_t<SUM>(parts.run);
  const sint_t<SUM> k = parts.regime != flip ? run : sint_t<SUM>(~run);
  const uint_t<TAIL_WIDTH> tail = flip ? uint_t<TAIL_WIDTH>(~parts.tail) : parts.tail;
  return sint_t<SUM>(k << TAIL_WIDTH) | sint_t<SUM>(tail);
}

}  // namespace mantissa

#endif

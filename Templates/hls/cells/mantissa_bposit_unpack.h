// mantissa_bposit_unpack -- the fields of a code of a posit with a bounded regime, not negated.
//
// As mantissa_posit_unpack, but a regime has at most REGIME bits: one of so many equal bits has no terminator. run = how
// often the first regime bit is repeated, REGIME - 1 for 0.
// Source: Jonnalagadda, Thotli & Gustafson, Closing the Gap Between Float and Posit Hardware Efficiency, 2025.
#ifndef MANTISSA_BPOSIT_UNPACK_H
#define MANTISSA_BPOSIT_UNPACK_H

#include "mantissa_posit_unpack.h"

namespace mantissa {

// The unpacking of codes whose regime has at most REGIME bits; 0: as the code is long.
template <int REGIME>
struct posit_unpacking {
  // WIDTH is REGIME + 1 or more, RUN_WIDTH ceil(log2(REGIME)), TAIL_WIDTH 1 or more and WIDTH - 3 or more.
  template <int WIDTH, int RUN_WIDTH, int TAIL_WIDTH>
  static posit_parts<RUN_WIDTH, TAIL_WIDTH> unpack(const uint_t<WIDTH>& code) {
    const bool regime = bit(code, WIDTH - 2);
    const uint_t<WIDTH - 1> body(code);
    const uint_t<WIDTH - 1 + TAIL_WIDTH> padded = uint_t<WIDTH - 1 + TAIL_WIDTH>(body) << TAIL_WIDTH;
    // The tail behind every length that a regime may have, and the one that it has.
    bool same = true;
    uint_t<RUN_WIDTH> run = 0;
    uint_t<TAIL_WIDTH> tail = slice<TAIL_WIDTH>(padded, WIDTH - 1 - 2);
    MANTISSA_UNROLL
  bposit_unpack_places:
    for (int i = 1; i < REGIME; ++i) {
      MANTISSA_UNROLL_BODY
      same = same && bit(code, WIDTH - 2 - i) == regime;
      if (same) {
        run = uint_t<RUN_WIDTH>(i);
        tail = slice<TAIL_WIDTH>(padded, WIDTH - 1 - minimum(i + 2, REGIME));
      }
    }
    return {bit(code, WIDTH - 1), regime, run, tail, body == 0};
  }
};
template <>
struct posit_unpacking<0> {
  template <int WIDTH, int RUN_WIDTH, int TAIL_WIDTH>
  static posit_parts<RUN_WIDTH, TAIL_WIDTH> unpack(const uint_t<WIDTH>& code) {
    return posit_unpack<WIDTH, RUN_WIDTH, TAIL_WIDTH>(code);
  }
};

}  // namespace mantissa

#endif

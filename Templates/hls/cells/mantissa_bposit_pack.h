// mantissa_bposit_pack -- the code of unrounded fields of a posit with a bounded regime.
//
// As mantissa_posit_pack with below = 0, but a regime has at most REGIME bits: one of so many equal bits has no
// terminator, and longer runs saturate. Rounded to nearest, ties to even, never to 0 or NaR. special: the code is
// {sign, 0...}.
#ifndef MANTISSA_BPOSIT_PACK_H
#define MANTISSA_BPOSIT_PACK_H

#include "mantissa_posit_pack.h"

namespace mantissa {

// The packing of codes whose regime has at most REGIME bits; 0: as the code is long.
template <int REGIME>
struct posit_packing {
  // WIDTH is REGIME + 1 or more, RUN_WIDTH ceil(log2(REGIME)) or more.
  template <int WIDTH, int RUN_WIDTH, int TAIL_WIDTH>
  static uint_t<WIDTH> pack(bool sign, bool regime, const uint_t<RUN_WIDTH>& run, const uint_t<TAIL_WIDTH>& tail,
                            bool rest, bool special) {
    constexpr int PADDED = TAIL_WIDTH + WIDTH;
    const bool over = to_int(run) >= REGIME;
    const uint_t<WIDTH> ones = regime ? uint_t<WIDTH>(~uint_t<WIDTH>(0)) : uint_t<WIDTH>(0);
    const uint_t<PADDED> padded = uint_t<PADDED>(tail) << WIDTH;

    // The regime and the tail from there on; without terminator where the regime is full.
    uint_t<WIDTH> string = ones;
    bool lost = false;
    MANTISSA_UNROLL
  bposit_pack_places:
    for (int i = 0; i < REGIME; ++i) {
      MANTISSA_UNROLL_BODY
      if (to_int(run) == i) {
        const int length = minimum(i + 2, REGIME);
        const uint_t<PADDED> moved = padded >> length;
        string = slice<WIDTH>(moved, TAIL_WIDTH);
        lost = uint_t<TAIL_WIDTH>(moved) != 0;
        MANTISSA_UNROLL
      bposit_pack_regime:
        for (int j = 0; j < length; ++j) {
          MANTISSA_UNROLL_BODY
          set_slice(string, WIDTH - 1 - j, uint_t<1>(j <= i ? regime : !regime));
        }
      }
    }

    // Round up from the middle on, but not past the largest magnitude or to the smallest one's neighbour 0.
    const uint_t<WIDTH - 1> magnitude = slice<WIDTH - 1>(string, 1);
    const uint_t<WIDTH - 1> full = ~uint_t<WIDTH - 1>(0);
    const bool nearer = !over && bit(string, 0) && (lost || rest || bit(string, 1));
    const bool up = magnitude != full && (magnitude == 0 || nearer);
    const uint_t<WIDTH - 1> rounded = magnitude + uint_t<1>(up);
    return join_sign<WIDTH - 1>(sign, special ? uint_t<WIDTH - 1>(0) : rounded);
  }
};
template <>
struct posit_packing<0> {
  template <int WIDTH, int RUN_WIDTH, int TAIL_WIDTH>
  static uint_t<WIDTH> pack(bool sign, bool regime, const uint_t<RUN_WIDTH>& run, const uint_t<TAIL_WIDTH>& tail,
                            bool rest, bool special) {
    return posit_pack<WIDTH, RUN_WIDTH, TAIL_WIDTH>(sign, regime, run, tail, false, rest, special);
  }
};

}  // namespace mantissa

#endif

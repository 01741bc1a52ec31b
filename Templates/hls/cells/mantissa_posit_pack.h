// mantissa_posit_pack -- the posit code of unrounded fields.
//
// The bit string {sign, regime, regime * run, ~regime, tail, ...} rounded to WIDTH bits, to nearest, ties to even,
// never to 0 or NaR: runs that do not fit saturate. Negative numbers are in two's complement, so nothing is negated.
// What follows the tail are bits equal to below, and rest tells that one differs; with below = 1 the number is that
// string plus an infinitesimal. special: the code is {sign, 0...}.
#ifndef MANTISSA_POSIT_PACK_H
#define MANTISSA_POSIT_PACK_H

#include "mantissa_bits.h"

namespace mantissa {

// WIDTH is 3 or more, RUN_WIDTH ceil(log2(WIDTH - 1)) or more.
template <int WIDTH, int RUN_WIDTH, int TAIL_WIDTH>
inline uint_t<WIDTH> posit_pack(bool sign, bool regime, const uint_t<RUN_WIDTH>& run, const uint_t<TAIL_WIDTH>& tail,
                                bool below, bool rest, bool special) {
  constexpr int PLACES = ceiling_log2(WIDTH - 1);
  constexpr int USED = minimum(TAIL_WIDTH, WIDTH - 2);  // the rest is below the guard bit
  constexpr int PADDING = WIDTH - 2 - USED;
  constexpr int DROPPED = TAIL_WIDTH - USED;
  constexpr int LIMIT = WIDTH - 2;  // this run fills the code
  const uint_t<PLACES> all_places = ~uint_t<PLACES>(0);
  const uint_t<PLACES> places = special || (run >> PLACES) != 0 ? all_places : uint_t<PLACES>(run);
  const bool first = regime && !special;

  // Body and guard bit before the shift: {first, not first, tail, padding}.
  const uint_t<WIDTH> padding = below ? uint_t<WIDTH>((1ULL << PADDING) - 1) : uint_t<WIDTH>(0);
  const uint_t<WIDTH> start = uint_t<WIDTH>(first ? 2 : 1) << (WIDTH - 2);
  const uint_t<WIDTH> body = start | uint_t<WIDTH>(uint_t<WIDTH>(slice<USED>(tail, DROPPED)) << PADDING) | padding;

  // Shift the regime in; bits that leave are compared.
  const sint_t<WIDTH> string = sint_t<WIDTH>(body) >> places;
  const uint_t<WIDTH> leaving = uint_t<WIDTH>(uint_t<WIDTH>(1) << places) - uint_t<1>(1);
  const uint_t<WIDTH> differing = below ? uint_t<WIDTH>(~body) : body;
  const uint_t<maximum(DROPPED, 1)> last_tail =
      below ? uint_t<maximum(DROPPED, 1)>(~tail) : uint_t<maximum(DROPPED, 1)>(tail);
  const bool inexact = rest || (DROPPED > 0 && last_tail != 0) || (differing & leaving) != 0;

  // Round up from the middle on; a string without terminator is as near to 0 or infinity as codes come.
  const bool guard = bit(string, 0);
  const bool last = bit(string, 1);
  const bool over = places >= uint_t<PLACES>(LIMIT);
  const bool up = over ? !first && !special : inexact ? guard : (guard && last) || (guard && below) || (last && below);
  const uint_t<WIDTH - 1> magnitude = slice<WIDTH - 1>(string, 1);
  const uint_t<WIDTH - 1> rounded = magnitude + uint_t<1>(up);
  return join_sign<WIDTH - 1>(sign, rounded);
}

}  // namespace mantissa

#endif

// mantissa_posit_add -- the rounded sum or difference of two posits.
//
// result = a + b, or a - b where SUBTRACT is 1, to nearest on the bit string, ties to even, saturating; 0 only where it
// is exact; NaR if an operand is NaR. Significands stay in two's complement, in [1, 2) or [-2, -1): the one of the
// smaller scale is shifted right, the sum is normalised by its leading run of either sign. WIDTH is 3 to 32, ES 0 to 5;
// REGIME bounds the bits of the regime, 0: nothing does.
#ifndef MANTISSA_POSIT_ADD_H
#define MANTISSA_POSIT_ADD_H

#include "mantissa_posit_fields.h"
#include "mantissa_posit_round.h"

namespace mantissa {

template <int WIDTH, int ES, int SUBTRACT = 0, int REGIME = 0>
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
inline uint_t<WIDTH> posit_add(const uint_t<WIDTH>& a, const uint_t<WIDTH>& b) {
  constexpr int FRACTION = maximum(WIDTH - ES - 3, 1);
  constexpr int RUN = posit_run_bits(WIDTH, REGIME);
  constexpr int SCALE = RUN + ES + 1;
  constexpr int TERM = FRACTION + 4;  // significand and 2 guard bits
  constexpr int PLACES = ceiling_log2(TERM);
  constexpr int SUM = TERM + 2;  // a carry, and what the shift drops
  constexpr int COUNT = ceiling_log2(SUM - 1);
  constexpr int WIDE = maximum(SCALE, COUNT) + 2;
  const uint_t<WIDTH> addend = SUBTRACT != 0 ? uint_t<WIDTH>(-b) : b;
  const posit_numbers<SCALE, FRACTION> x = posit_fields<WIDTH, ES, RUN, FRACTION, REGIME>(a);
  const posit_numbers<SCALE, FRACTION> y = posit_fields<WIDTH, ES, RUN, FRACTION, REGIME>(addend);
  const bool nar = (x.special && x.sign) || (y.special && y.sign);

  // The term of the smaller scale is shifted; 0 has no larger scale than any other number.
  const bool swap = x.scale < y.scale;
  const posit_numbers<SCALE, FRACTION> larger = swap ? y : x;
  const posit_numbers<SCALE, FRACTION> smaller = swap ? x : y;
  const uint_t<SCALE> distance(larger.scale - smaller.scale);
  const uint_t<PLACES> all_places = ~uint_t<PLACES>(0);
  const uint_t<PLACES> places = distance > uint_t<SCALE + PLACES>(all_places) ? all_places : uint_t<PLACES>(distance);
  const sint_t<TERM> source = sint_t<TERM>(smaller.significand()) << 2;
  const uint_t<TERM> leaving = uint_t<TERM>(uint_t<TERM>(1) << places) - uint_t<1>(1);
  const bool dropped = (uint_t<TERM>(source) & leaving) != 0;
  const sint_t<TERM> aligned = source >> places;

  // The sum, normalised. A sum of ones only cannot be: bits are dropped from sums that keep their leading bits.
  const sint_t<TERM> term = sint_t<TERM>(larger.significand()) << 2;
  const sint_t<SUM> sum = sint_t<SUM>(sint_t<SUM>(term + aligned) << 1) | sint_t<SUM>(sint_t<2>(dropped));
  const bool sign = sum < 0;
  const normal_number<FRACTION + 2, COUNT> normal = normalize<SUM - 1, FRACTION + 2, COUNT>(uint_t<SUM - 1>(sum), sign);
  const sint_t<WIDE> scale = larger.scale - sint_t<COUNT + 1>(normal.count) + sint_t<2>(1);
  const bool special = bit(normal.result, FRACTION + 1) == sign;
  const uint_t<FRACTION + 1> fraction(normal.result);
  return posit_round<WIDTH, ES, WIDE, FRACTION + 1, REGIME>(sign || nar, scale, fraction, normal.rest, special || nar);
}

}  // namespace mantissa

#endif

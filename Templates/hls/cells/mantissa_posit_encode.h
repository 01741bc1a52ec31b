// mantissa_posit_encode -- a two's complement integer rounded to a posit code.
//
// code = value * 2^EXPONENT to nearest on the bit string, ties to even, never from another number to 0, saturated, and
// kept between the codes LOWEST and HIGHEST by value (not NaR). The leading run of the sign is counted and shifted out,
// without a negation. Bits above the largest posit count as one, and so do bits too low to matter.
//
// WIDTH        3 to 32
// ES           0 to 5
// INPUT_WIDTH  2 or more
// REGIME       bits of the longest regime; 0: as the code is long
#ifndef MANTISSA_POSIT_ENCODE_H
#define MANTISSA_POSIT_ENCODE_H

#include "mantissa_normalize.h"
#include "mantissa_posit_fields.h"
#include "mantissa_posit_round.h"

namespace mantissa {

template <int WIDTH, int ES, int INPUT_WIDTH, int EXPONENT, unsigned long long LOWEST, unsigned long long HIGHEST,
          int REGIME = 0>
inline uint_t<WIDTH> posit_encode(const sint_t<INPUT_WIDTH>& value) {
  constexpr unsigned long long LARGEST = (1ULL << (WIDTH - 1)) - 1;
  constexpr unsigned long long SMALLEST = LARGEST + 2;
  constexpr bool HAS_NEGATIVES = LOWEST >> (WIDTH - 1) != 0;
  // Binades: of the largest posit, or just above it where the regime is bounded; of the lowest bit that can decide a
  // rounding, which is below the fraction that the longest bounded regime leaves; of the value's top bit below its sign.
  constexpr int UPPER = (REGIME > 0 ? REGIME : WIDTH - 2) << ES;
  constexpr int LEAST = REGIME > 0 ? maximum(WIDTH - 1 - REGIME - ES, 0) : 0;
  constexpr int LOWER = -UPPER - LEAST - 1;
  constexpr int TOP = EXPONENT + INPUT_WIDTH - 2;
  constexpr int OVER = TOP < UPPER ? 0 : EXPONENT >= UPPER ? INPUT_WIDTH - 1 : TOP - UPPER + 1;
  constexpr int UNDER = EXPONENT >= LOWER ? 0 : TOP < LOWER ? INPUT_WIDTH - 1 : LOWER - EXPONENT;
  constexpr int EXACT = INPUT_WIDTH - 1 - OVER - UNDER;
  constexpr int BITS = (OVER > 0 ? 1 : 0) + EXACT + (UNDER > 0 ? 1 : 0) + 1;
  constexpr int FIRST = OVER > 0 ? UPPER : EXACT > 0 ? TOP : LOWER - 1;  // binade of the number's top bit
  constexpr int COUNT = ceiling_log2(BITS);
  constexpr int SCALE = REGIME > 0 ? ceiling_log2(2 - LOWER) + 1 : posit_run_bits(WIDTH, 0) + ES + 2;
  constexpr int FRACTION = minimum(maximum(WIDTH - ES - 2, 2), BITS - 1);  // fraction and guard bit
  constexpr int MIDDLE = maximum(EXACT, 1);

  // {bits above, bits that count, bits below, 0}; the last zero ends a run of ones.
  const bool sign = HAS_NEGATIVES && value < 0;
  const bool above = (value >> (INPUT_WIDTH - 1 - OVER)) != (sign ? -1 : 0);
  const bool below = uint_t<maximum(UNDER, 1)>(value) != 0;
  const uint_t<BITS> top = OVER > 0 ? uint_t<BITS>(uint_t<BITS>(above != sign) << (BITS - 1)) : uint_t<BITS>(0);
  const uint_t<BITS> middle =
      EXACT > 0 ? uint_t<BITS>(uint_t<BITS>(slice<MIDDLE>(value, EXACT > 0 ? UNDER : 0)) << (UNDER > 0 ? 2 : 1))
                : uint_t<BITS>(0);
  const uint_t<BITS> low = UNDER > 0 ? uint_t<BITS>(uint_t<BITS>(below) << 1) : uint_t<BITS>(0);

  const normal_number<FRACTION + 1, COUNT> normal =
      normalize<BITS, FRACTION + 1, COUNT>(uint_t<BITS>(top | middle | low), sign);
  const bool special = bit(normal.result, FRACTION) == sign || (!HAS_NEGATIVES && value < 0);
  const sint_t<SCALE> scale = sint_t<32>(FIRST) - sint_t<COUNT + 1>(normal.count);
  const uint_t<WIDTH> rounded =
      posit_round<WIDTH, ES, SCALE, FRACTION, REGIME>(sign, scale, uint_t<FRACTION>(normal.result), normal.rest, special);

  const sint_t<WIDTH> number(rounded);
  const uint_t<WIDTH> lowest = LOWEST;
  const uint_t<WIDTH> highest = HIGHEST;
  const bool under = LOWEST != SMALLEST && LOWEST != 0 && number < sint_t<WIDTH>(lowest);
  const bool over = HIGHEST != LARGEST && number > sint_t<WIDTH>(highest);
  return under ? lowest : over ? highest : rounded;
}

}  // namespace mantissa

#endif

// mantissa_bits.h -- what cells and layers share on top of the types.
#ifndef MANTISSA_BITS_H
#define MANTISSA_BITS_H

#include "mantissa_types.h"

namespace mantissa {

// A decoded number: (-1)^sign * significand * 2^shift. A two's complement significand has no sign of its own.
template <int SIGNIFICAND_WIDTH, int SHIFT_WIDTH>
struct operand {
  bool sign;
  uint_t<SIGNIFICAND_WIDTH> significand;
  uint_t<SHIFT_WIDTH> shift;
};

constexpr int maximum(int a, int b) { return a > b ? a : b; }
constexpr int minimum(int a, int b) { return a < b ? a : b; }

// The least n with 2^n >= count, at least 1: the bits of an index below count.
constexpr int index_bits(int count) { return count <= 2 ? 1 : 1 + index_bits((count + 1) / 2); }

// The least n with 2^n >= count.
constexpr int ceiling_log2(int count) { return count <= 1 ? 0 : 1 + ceiling_log2((count + 1) / 2); }

// A sign above the other bits of a code.
template <int WIDTH>
inline uint_t<WIDTH + 1> join_sign(bool sign, const uint_t<WIDTH>& bits) {
  return uint_t<WIDTH + 1>(uint_t<WIDTH + 1>(sign) << WIDTH) | uint_t<WIDTH + 1>(bits);
}

// An integer of WIDTH bits, two's complement where SIGNED is 1.
template <int SIGNED, int WIDTH>
struct integer {
  typedef sint_t<WIDTH> type;
};
template <int WIDTH>
struct integer<0, WIDTH> {
  typedef uint_t<WIDTH> type;
};

// The bits of a two's complement number as they are.
template <int W>
inline uint_t<W> pattern(const sint_t<W>& x) {
  return uint_t<W>(x);
}
template <int W>
inline sint_t<W> two_complement(const uint_t<W>& x) {
  return sint_t<W>(x);
}

// sum += weight * x with a weight of type T; in simulation in machine words where these hold the sum, which takes half the time.
template <class T, int W, class Weight, class X>
inline void multiply_add(sint_t<W>& sum, const Weight& weight, const X& x) {
#ifndef MANTISSA_SYNTHESIS_FORMS
  if (W <= 64) {
    const unsigned long long product =
        static_cast<unsigned long long>(static_cast<long long>(weight) * static_cast<long long>(x.to_int64()));
    sum = sint_t<W>(static_cast<long long>(static_cast<unsigned long long>(sum.to_int64()) + product));
    return;
  }
#endif
  sum += T(weight) * x;
}

// sum += x, or sum -= x; the same in simulation.
template <int W, class X>
inline void add_signed(sint_t<W>& sum, bool negative, const X& x) {
#ifndef MANTISSA_SYNTHESIS_FORMS
  if (W <= 64) {
    const long long term = negative ? -static_cast<long long>(x.to_int64()) : static_cast<long long>(x.to_int64());
    sum = sint_t<W>(static_cast<long long>(sum.to_int64()) + term);
    return;
  }
#endif
  if (negative) {
    sum -= x;
  } else {
    sum += x;
  }
}

// A constant wider than 64 bits, of 64-bit limbs, the highest first.
template <int W>
inline sint_t<W> wide(const sint_t<W>& high) {
  return high;
}
template <int W, class... Limbs>
inline sint_t<W> wide(const sint_t<W>& high, unsigned long long limb, Limbs... rest) {
  return wide<W>(sint_t<W>((high << 64) | sint_t<W>(uint_t<64>(limb))), rest...);
}

}  // namespace mantissa

#endif

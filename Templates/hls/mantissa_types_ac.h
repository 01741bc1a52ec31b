// mantissa_types.h -- the types of this design: arbitrary-precision integers and channels of ac_types (Catapult).
//
//   uint_t<W>, sint_t<W>  integers of W bits, unsigned and two's complement; sums and products are as wide as they need
//   stream<T>             a FIFO between two processes
//
// Everything else is written in these and in the functions below, so that another library needs another file like this
// and no other change.
#ifndef MANTISSA_TYPES_H
#define MANTISSA_TYPES_H

#include <ac_channel.h>
#include <ac_int.h>

// Unrolls a loop: the first stands before it, where these tools look, the second at the head of its body.
#if defined(__SYNTHESIS__) || defined(__BAMBU__)
#define MANTISSA_UNROLL _Pragma("hls_unroll yes")
#else
#define MANTISSA_UNROLL
#endif
#define MANTISSA_UNROLL_BODY

#if defined(__GNUC__) && !defined(__SYNTHESIS__)
#pragma GCC diagnostic ignored "-Wunused-label"  // labels name loops in reports
#endif

namespace mantissa {

template <int W>
using uint_t = ac_int<W, false>;
template <int W>
using sint_t = ac_int<W, true>;
template <class T>
using stream = ac_channel<T>;

// The W bits of x from bit `low` up.
template <int W, int N>
inline uint_t<W> slice(const uint_t<N>& x, int low) {
  return x.template slc<W>(low);
}
template <int W, int N>
inline uint_t<W> slice(const sint_t<N>& x, int low) {
  return uint_t<W>(x.template slc<W>(low));
}

// Puts v into the W bits of x from bit `low` up.
template <int N, int W>
inline void set_slice(uint_t<N>& x, int low, const uint_t<W>& v) {
  x.set_slc(low, v);
}

// One bit of x.
template <int N>
inline bool bit(const uint_t<N>& x, int index) {
  return bool(x[index]);
}
template <int N>
inline bool bit(const sint_t<N>& x, int index) {
  return bool(x[index]);
}

// A small value as an index.
template <int N>
inline int to_int(const uint_t<N>& x) {
  return x.to_int();
}
template <int N>
inline int to_int(const sint_t<N>& x) {
  return x.to_int();
}

// The low 64 bits.
template <int N>
inline unsigned long long to_word(const uint_t<N>& x) {
  return x.to_uint64();
}
template <int N>
inline unsigned long long to_word(const sint_t<N>& x) {
  return uint_t<N>(x).to_uint64();
}

}  // namespace mantissa

#endif

// mantissa_types.h -- the types of this design: arbitrary-precision integers and streams of ap_types (Vitis HLS).
//
//   uint_t<W>, sint_t<W>  integers of W bits, unsigned and two's complement; sums and products are as wide as they need
//   stream<T>             a FIFO between two processes
//
// Everything else is written in these and in the functions below, so that another library needs another file like this
// and no other change.
#ifndef MANTISSA_TYPES_H
#define MANTISSA_TYPES_H

// The library's default constructors clear the unused bits of a word that is not set yet.
#if defined(__GNUC__) && !defined(__SYNTHESIS__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <ap_int.h>
#include <hls_stream.h>
#if defined(__GNUC__) && !defined(__SYNTHESIS__)
#pragma GCC diagnostic pop
#endif

// Unrolls a loop: the first stands before it, the second at the head of its body, where this tool looks.
#define MANTISSA_UNROLL
#ifdef __SYNTHESIS__
#define MANTISSA_UNROLL_BODY _Pragma("HLS unroll")
#else
#define MANTISSA_UNROLL_BODY
#endif

#if defined(__GNUC__) && !defined(__SYNTHESIS__)
#pragma GCC diagnostic ignored "-Wunused-label"  // labels name loops in reports
#endif

namespace mantissa {

template <int W>
using uint_t = ap_uint<W>;
template <int W>
using sint_t = ap_int<W>;
template <class T>
using stream = hls::stream<T>;

// The W bits of x from bit `low` up.
template <int W, int N>
inline uint_t<W> slice(const uint_t<N>& x, int low) {
  return uint_t<W>(x >> low);
}
template <int W, int N>
inline uint_t<W> slice(const sint_t<N>& x, int low) {
  return uint_t<W>(x >> low);
}

// Puts v into the W bits of x from bit `low` up.
template <int N, int W>
inline void set_slice(uint_t<N>& x, int low, const uint_t<W>& v) {
  x.range(low + W - 1, low) = v;
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
  return int(x.to_int());
}
template <int N>
inline int to_int(const sint_t<N>& x) {
  return int(x.to_int());
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

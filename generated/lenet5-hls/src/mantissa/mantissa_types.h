// mantissa_types.h -- the types of this design: arbitrary-precision integers and streams of ap_types (Vitis HLS).
//
//   uint_t<W>, sint_t<W>   integers of W bits, unsigned and two's complement; sums and products are as wide as they need
//   stream<T>              a FIFO between two processes
//   urom_t<W>, srom_t<W>   an element of a constant table: exactly W bits in synthesis, a machine word in simulation
//   MANTISSA_...           the directives, where a synthesis tool reads the file
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
// Words of streams may have more than the 1,024 bits that the library is set to.
#ifndef AP_INT_MAX_W
#define AP_INT_MAX_W 32768
#endif
#include <ap_int.h>
#include <hls_stream.h>

// NOLINTBEGIN(bugprone-macro-parentheses): arguments are words of directives
// Directives. Those of a loop stand before it in some tools and at the head of its body (..._BODY) in others.
#ifdef __SYNTHESIS__
#define MANTISSA_PRAGMA(text) _Pragma(#text)
#else
#define MANTISSA_PRAGMA(text)
#endif
#define MANTISSA_PIPELINE
#define MANTISSA_UNROLL
// Takes a turn a cycle; what is inside goes on when no word comes.
#define MANTISSA_PIPELINE_BODY MANTISSA_PRAGMA(HLS PIPELINE II=1 style=flp)
#define MANTISSA_UNROLL_BODY MANTISSA_PRAGMA(HLS UNROLL)
// All elements of an array along a dimension side by side; 0 for all dimensions.
#define MANTISSA_PARTITION(array, dimension) \
  MANTISSA_PRAGMA(HLS ARRAY_PARTITION variable=array type=complete dim=dimension)
#define MANTISSA_ROM(array) MANTISSA_PRAGMA(HLS BIND_STORAGE variable=array type=rom_1p)
#define MANTISSA_RAM(array) MANTISSA_PRAGMA(HLS BIND_STORAGE variable=array type=ram_s2p)
// A word is never read from an element that was written in the same turn.
#define MANTISSA_INDEPENDENT(array) MANTISSA_PRAGMA(HLS DEPENDENCE variable=array type=inter false)
// At most so many instances of a function in this one.
#define MANTISSA_SHARE(function, count) MANTISSA_PRAGMA(HLS ALLOCATION function instances=function limit=count)
#define MANTISSA_NO_INLINE MANTISSA_PRAGMA(HLS INLINE off)
#define MANTISSA_DATAFLOW MANTISSA_PRAGMA(HLS DATAFLOW)
#define MANTISSA_DEPTH(stream, words) MANTISSA_PRAGMA(HLS STREAM variable=stream depth=words)
// Before the top function and before that of a stage.
#define MANTISSA_DESIGN
#define MANTISSA_BLOCK
// So many cycles from the arguments of a function to its result.
#define MANTISSA_LATENCY(cycles) MANTISSA_PRAGMA(HLS LATENCY min=cycles max=cycles)
#define MANTISSA_TOP MANTISSA_PRAGMA(HLS INTERFACE mode=ap_ctrl_none port=return)
#define MANTISSA_PORT(stream) MANTISSA_PRAGMA(HLS INTERFACE mode=axis register_mode=both port=stream)
// NOLINTEND(bugprone-macro-parentheses)

#if defined(__GNUC__) && !defined(__SYNTHESIS__)
#pragma GCC diagnostic ignored "-Wunused-label"  // labels name loops in reports
#endif

// What is written in machine words for simulation has a form for synthesis; a test bench may ask for it, too.
#if defined(__SYNTHESIS__) && !defined(MANTISSA_SYNTHESIS_FORMS)
#define MANTISSA_SYNTHESIS_FORMS
#endif

namespace mantissa {

template <int W>
using uint_t = ap_uint<W>;
template <int W>
using sint_t = ap_int<W>;
template <class T>
using stream = hls::stream<T>;

// Constants of up to 64 bits lie in machine words in simulation: compilers take minutes for tables of classes.
#ifdef MANTISSA_SYNTHESIS_FORMS
template <int W>
using urom_t = uint_t<W>;
template <int W>
using srom_t = sint_t<W>;
#else
template <int BYTES>
struct machine_word;
template <>
struct machine_word<1> {
  using uint = unsigned char;
  using sint = signed char;
};
template <>
struct machine_word<2> {
  using uint = unsigned short;
  using sint = short;
};
template <>
struct machine_word<4> {
  using uint = unsigned int;
  using sint = int;
};
template <>
struct machine_word<8> {
  using uint = unsigned long long;
  using sint = long long;
};
template <int W>
using urom_t = typename machine_word<W <= 8 ? 1 : W <= 16 ? 2 : W <= 32 ? 4 : 8>::uint;
template <int W>
using srom_t = typename machine_word<W <= 8 ? 1 : W <= 16 ? 2 : W <= 32 ? 4 : 8>::sint;
#endif

// The W bits of x from bit `low` up.
template <int W, int N>
inline uint_t<W> slice(const uint_t<N>& x, int low) {
  return N <= 64 ? uint_t<W>(x >> low) : uint_t<W>(x.range(low + W - 1, low));
}
template <int W, int N>
inline uint_t<W> slice(const sint_t<N>& x, int low) {
  return N <= 64 ? uint_t<W>(x >> low) : uint_t<W>(x.range(low + W - 1, low));
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

// The words that lie in a stream; for test benches.
#ifndef __SYNTHESIS__
template <class T>
inline int held(stream<T>& words) {
  return static_cast<int>(words.size());
}
#endif

}  // namespace mantissa

#endif

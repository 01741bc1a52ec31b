// mantissa_types.h -- the types of this design: arbitrary-precision integers and channels of ac_types (Catapult).
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

#include <ac_channel.h>
#include <ac_int.h>

// NOLINTBEGIN(bugprone-macro-parentheses): arguments are words of directives
// Directives. Those of a loop stand before it in some tools and at the head of its body (..._BODY) in others.
#ifdef __SYNTHESIS__
#define MANTISSA_PRAGMA(text) _Pragma(#text)
#else
#define MANTISSA_PRAGMA(text)
#endif
#ifdef __BAMBU__
#define MANTISSA_CATAPULT(text)
#define MANTISSA_BAMBU(text) MANTISSA_PRAGMA(text)
#else
#define MANTISSA_CATAPULT(text) MANTISSA_PRAGMA(text)
#define MANTISSA_BAMBU(text)
#endif
// Takes a turn a cycle; what is inside goes on when no word comes.
#define MANTISSA_PIPELINE \
  MANTISSA_CATAPULT(hls_pipeline_init_interval 1) MANTISSA_CATAPULT(hls_pipeline_stall_mode flush) \
  MANTISSA_BAMBU(HLS pipeline II=1)
#define MANTISSA_UNROLL MANTISSA_CATAPULT(hls_unroll yes) MANTISSA_BAMBU(HLS unroll)
#define MANTISSA_PIPELINE_BODY
#define MANTISSA_UNROLL_BODY
// Arrays, FIFO depths and shared functions are directives of the tool's script.
#define MANTISSA_PARTITION(array, dimension)
#define MANTISSA_ROM(array)
#define MANTISSA_RAM(array)
#define MANTISSA_INDEPENDENT(array)
#define MANTISSA_SHARE(function, count)
#define MANTISSA_NO_INLINE
#define MANTISSA_DATAFLOW MANTISSA_BAMBU(HLS dataflow)
#define MANTISSA_DEPTH(stream, words)
// Before the top function and before that of a stage.
#define MANTISSA_DESIGN MANTISSA_CATAPULT(hls_design top)
#define MANTISSA_BLOCK MANTISSA_CATAPULT(hls_design)
// Cycles from the arguments of a function to its result are a directive of the tool's script.
#define MANTISSA_LATENCY(cycles)
#define MANTISSA_TOP
#define MANTISSA_PORT(stream) MANTISSA_BAMBU(HLS interface port=stream mode=axis)
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
using uint_t = ac_int<W, false>;
template <int W>
using sint_t = ac_int<W, true>;
template <class T>
using stream = ac_channel<T>;

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

// The words that lie in a stream; for test benches.
#ifndef __SYNTHESIS__
template <class T>
inline int held(stream<T>& words) {
  return static_cast<int>(words.debug_size());
}
#endif

}  // namespace mantissa

#endif

// mantissa_simulation.h -- words as text, for test benches and for tapped layers; not for synthesis.
#ifndef MANTISSA_SIMULATION_H
#define MANTISSA_SIMULATION_H

#include "mantissa_bits.h"

#ifdef __SYNTHESIS__

#define MANTISSA_TAP(name, words, count)

#else

#include <cstdio>
#include <string>

namespace mantissa {

// Lower-case hex digits, the highest first.
template <int W>
inline std::string hex(const uint_t<W>& word) {
  constexpr int DIGITS = (W + 3) / 4;
  const uint_t<4 * DIGITS> wide = word;
  std::string text(DIGITS, '0');
  for (int digit = 0; digit < DIGITS; ++digit)
    text[static_cast<std::size_t>(DIGITS - 1 - digit)] = "0123456789abcdef"[to_int(slice<4>(wide, 4 * digit))];
  return text;
}

// The word of so many hex digits; false when the text is none.
template <int W>
inline bool parse_hex(const std::string& text, uint_t<W>& word) {
  constexpr int DIGITS = (W + 3) / 4;
  if (text.size() != static_cast<std::size_t>(DIGITS)) return false;
  uint_t<4 * DIGITS> wide = 0;
  for (int digit = 0; digit < DIGITS; ++digit) {
    const char c = text[static_cast<std::size_t>(DIGITS - 1 - digit)];
    const int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (value < 0) return false;
    set_slice(wide, 4 * digit, uint_t<4>(value));
  }
  word = wide;
  return uint_t<4 * DIGITS>(word) == wide;
}

#ifdef MANTISSA_TAPS

// The folder that receives a file for each tapped stream, and whether it is written now.
extern std::string tap_folder;

// Writes the words of a frame behind those of earlier frames; they stay in the stream.
template <int W>
inline void tap(const char* name, stream<uint_t<W>>& words, int count) {
  if (tap_folder.empty()) return;
  std::FILE* file = std::fopen((tap_folder + "/" + name + ".tap").c_str(), "a");
  for (int word = 0; word < count; ++word) {
    const uint_t<W> data = words.read();
    if (file != nullptr) std::fprintf(file, "%s\n", hex(data).c_str());
    words.write(data);
  }
  if (file != nullptr) std::fclose(file);
}

#define MANTISSA_TAP(name, words, count) mantissa::tap(name, words, count);

#else

#define MANTISSA_TAP(name, words, count)

#endif

}  // namespace mantissa

#endif

#endif

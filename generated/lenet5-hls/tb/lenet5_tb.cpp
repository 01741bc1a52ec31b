// lenet5_tb.cpp -- gives frames to lenet5_top in C++ and compares every word that comes out.
//
// Arguments: +input=FILE and +expected=FILE (hex words, one a line), +frames=N, +taps=FOLDER (only when it was compiled with
// MANTISSA_TAPS: a file for each layer with its words). Without arguments: the vectors of this design, from its folder.
// Lines that start with '@' are for machines. Exit code: 0 equal, 1 different, 2 the run could not be made.
#include "../src/lenet5.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "../src/mantissa/mantissa_simulation.h"

#ifdef MANTISSA_TAPS
std::string mantissa::tap_folder;
#endif

namespace {

constexpr int input_words = 784;
constexpr int output_words = 10;

// The words of a file; ends the program when it has none, or a line is none.
template <int W>
std::vector<mantissa::uint_t<W>> read_words(const std::string& path) {
  std::ifstream file(path);
  std::vector<mantissa::uint_t<W>> words;
  std::string line;
  while (std::getline(file, line)) {
    mantissa::uint_t<W> word = 0;
    if (!mantissa::parse_hex(line, word)) {
      std::printf("@abort line %zu of '%s' is no word\n", words.size() + 1, path.c_str());
      std::exit(2);
    }
    words.push_back(word);
  }
  if (words.empty()) {
    std::printf("@abort '%s' holds no words\n", path.c_str());
    std::exit(2);
  }
  return words;
}

template <int W>
constexpr int width(const mantissa::uint_t<W>*) {
  return W;
}

}  // namespace

int main(int argc, char** argv) {
  std::string input = "vectors/input.hex";
  std::string expected = "vectors/expected.hex";
  long frames = 10;
  for (int index = 1; index < argc; ++index) {
    const std::string argument = argv[index];
    if (argument.rfind("+input=", 0) == 0) input = argument.substr(7);
    if (argument.rfind("+expected=", 0) == 0) expected = argument.substr(10);
    if (argument.rfind("+frames=", 0) == 0) frames = std::atol(argument.c_str() + 8);
#ifdef MANTISSA_TAPS
    if (argument.rfind("+taps=", 0) == 0) mantissa::tap_folder = argument.substr(6);
#endif
  }
  constexpr int input_bits = width(static_cast<lenet5_input_t*>(nullptr));
  constexpr int output_bits = width(static_cast<lenet5_output_t*>(nullptr));
  const std::vector<lenet5_input_t> inputs = read_words<input_bits>(input);
  const std::vector<lenet5_output_t> wanted = read_words<output_bits>(expected);
  if (frames < 1 || inputs.size() < static_cast<std::size_t>(frames) * input_words ||
      wanted.size() < static_cast<std::size_t>(frames) * output_words) {
    std::printf("@abort there are no %ld frames\n", frames);
    return 2;
  }

  mantissa::stream<lenet5_input_t> s_axis;
  mantissa::stream<lenet5_output_t> m_axis;
  long compared = 0;
  long mismatches = 0;
  long surplus = 0;
  long long nanoseconds = 0;
  for (long frame = 0; frame < frames; ++frame) {
    for (int word = 0; word < input_words; ++word)
      s_axis.write(inputs[static_cast<std::size_t>(frame) * input_words + static_cast<std::size_t>(word)]);
    const auto start = std::chrono::steady_clock::now();
    lenet5_top(s_axis, m_axis);
    nanoseconds += std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - start).count();
    const int left = mantissa::held(m_axis);
    for (int word = 0; word < output_words && word < left; ++word) {
      const lenet5_output_t found = m_axis.read();
      const lenet5_output_t right = wanted[static_cast<std::size_t>(frame) * output_words + static_cast<std::size_t>(word)];
      ++compared;
      if (found == right) continue;
      if (mismatches++ == 0)
        std::printf("@mismatch frame=%ld word=%d expected=%s found=%s\n", frame, word, mantissa::hex(right).c_str(),
                    mantissa::hex(found).c_str());
    }
    for (int word = output_words; word < left; ++word) {
      m_axis.read();
      ++surplus;
    }
    if (left < output_words) {
      std::printf("@stuck sent=%ld received=%ld item=0\n", (frame + 1) * input_words, compared);
      break;
    }
  }
  std::printf("@done words=%ld mismatches=%ld surplus=%ld waiting=0 phases=0 items=0 first_input=0 first_done=0 "
              "previous_done=0 last_done=0 nanoseconds=%lld\n", compared, mismatches, surplus, nanoseconds);
  std::printf("%ld frames, %ld words compared, %ld differ\n", frames, compared, mismatches);
  return mismatches == 0 && surplus == 0 && compared == frames * output_words ? 0 : 1;
}

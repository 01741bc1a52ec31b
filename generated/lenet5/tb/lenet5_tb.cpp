// lenet5_tb.cpp -- feeds frames to lenet5_top in Verilator and compares every word that comes out.
//
// Plus arguments: input, expected (hex words, one a line), frames, stalls (none, random, heavy), seed, idle (cycles
// without a transfer after which the run is given up), waves (an FST file; needs a build with --trace-fst).
// Lines that start with '@' are for machines. Exit code: 0 equal, 1 different, 2 the run could not be made.
#include <verilated.h>
#include "Vdut.h"
#if VM_TRACE_FST
#include <verilated_fst_c.h>
#endif

#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

double sc_time_stamp() { return 0; }

namespace {

constexpr int inputBits = 8;
constexpr int outputBits = 16;
constexpr uint64_t inputWords = 784;    // a frame
constexpr uint64_t outputWords = 10;  // a frame
constexpr int inputChunks = (inputBits + 31) / 32;
constexpr int outputChunks = (outputBits + 31) / 32;

// Ports of up to 64 bits are integers, wider ones arrays of 32-bit chunks.
template <typename Port> void store(Port& port, const uint32_t* chunks, int count) {
  uint64_t value = chunks[0];
  if (count > 1) value |= static_cast<uint64_t>(chunks[1]) << 32;
  port = static_cast<Port>(value);
}
template <std::size_t N> void store(VlWide<N>& port, const uint32_t* chunks, int count) {
  for (int i = 0; i < count; ++i) port[i] = chunks[i];
}
template <typename Port> void load(const Port& port, uint32_t* chunks, int count) {
  chunks[0] = static_cast<uint32_t>(port);
  if (count > 1) chunks[1] = static_cast<uint32_t>(static_cast<uint64_t>(port) >> 32);
}
template <std::size_t N> void load(const VlWide<N>& port, uint32_t* chunks, int count) {
  for (int i = 0; i < count; ++i) chunks[i] = port[i];
}

std::string hex(const uint32_t* chunks, int bits) {
  std::string text;
  for (int digit = (bits + 3) / 4 - 1; digit >= 0; --digit)
    text += "0123456789abcdef"[(chunks[digit / 8] >> (digit % 8 * 4)) & 15];
  return text;
}

std::string argument(const char* name, const char* otherwise) {
  const std::string prefix = std::string(name) + "=";
  const char* found = Verilated::commandArgsPlusMatch(prefix.c_str());
  return found && *found ? std::string(found + 1 + prefix.size()) : otherwise;
}

[[noreturn]] void giveUp(const std::string& message) {
  std::printf("@abort %s\n", message.c_str());
  std::fflush(stdout);
  std::exit(2);
}

uint64_t number(const char* name, const char* otherwise) {
  const std::string text = argument(name, otherwise);
  char* end = nullptr;
  const uint64_t value = std::strtoull(text.c_str(), &end, 10);
  if (text.empty() || *end) giveUp(std::string("+") + name + " is not a number");
  return value;
}

// The first `count` words of a file with one hex word a line.
std::vector<uint32_t> readWords(const std::string& path, uint64_t count, int chunks) {
  std::FILE* file = std::fopen(path.c_str(), "r");
  if (!file) giveUp("cannot read " + path);
  std::vector<uint32_t> words(count * chunks);
  std::vector<char> line(chunks * 8 + 64);
  for (uint64_t word = 0; word < count; ++word) {
    if (!std::fgets(line.data(), static_cast<int>(line.size()), file)) giveUp(path + " has too few words");
    const int length = static_cast<int>(std::strcspn(line.data(), "\r\n"));
    for (int place = 0; place < length; ++place) {
      const char c = line[length - 1 - place];
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0 || place / 8 >= chunks) giveUp(path + " holds a bad word");
      words[word * chunks + place / 8] |= static_cast<uint32_t>(digit) << (place % 8 * 4);
    }
  }
  std::fclose(file);
  return words;
}

// A seeded generator (SplitMix64) for the stalls.
struct Random {
  uint64_t state;
  uint64_t next() {
    state += 0x9e3779b97f4a7c15u;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
};

enum class Stalls { none, random, heavy };

// Whether one side of the machine moves in this cycle.
struct Side {
  Stalls stalls;
  Random random;
  int pause = 0;

  bool moves() {
    if (stalls == Stalls::none) return true;
    const uint64_t bits = random.next();
    if (stalls == Stalls::random) return (bits & 3) != 0;
    if (pause > 0) return --pause, false;
    if ((bits & 0xff00) == 0) pause = static_cast<int>((bits >> 16) & 63);
    return (bits & 3) == 0;
  }
};

struct Counts {
  uint64_t compared = 0, mismatches = 0, tlastErrors = 0, stabilityErrors = 0, surplus = 0;
  uint64_t firstInput = 0, firstFrameDone = 0, previousFrameDone = 0, lastFrameDone = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Verilated::commandArgs(argc, argv);
  const uint64_t frames = number("frames", "10");
  const uint64_t idleLimit = number("idle", "2674400");
  const uint64_t seed = number("seed", "1");
  const std::string stallsName = argument("stalls", "random");
  const Stalls stalls = stallsName == "none" ? Stalls::none : stallsName == "heavy" ? Stalls::heavy : Stalls::random;
  if (stalls == Stalls::random && stallsName != "random") giveUp("+stalls is none, random or heavy");
  const auto input = readWords(argument("input", "../../vectors/input.hex"), frames * inputWords, inputChunks);
  const auto expected = readWords(argument("expected", "../../vectors/expected.hex"), frames * outputWords, outputChunks);

  const auto dut = std::make_unique<Vdut>();
#if VM_TRACE_FST
  std::unique_ptr<VerilatedFstC> trace;
  const std::string waves = argument("waves", "");
  if (!waves.empty()) {
    Verilated::traceEverOn(true);
    trace = std::make_unique<VerilatedFstC>();
    dut->trace(trace.get(), 99);
    trace->open(waves.c_str());
    if (!trace->isOpen()) giveUp("cannot write " + waves);
  }
#define MANTISSA_DUMP(time) if (trace) trace->dump(time)
#else
#define MANTISSA_DUMP(time)
#endif

  Side source{stalls, {seed}};
  Side sink{stalls, {seed ^ 0x5851f42d4c957f2du}};
  Counts counts;
  uint64_t cycle = 0, sent = 0, idle = 0;
  const uint64_t totalIn = frames * inputWords, totalOut = frames * outputWords;
  bool offered = false, wasValid = false, wasReady = false, wasLast = false;
  bool stuck = false;
  uint32_t found[outputChunks], held[outputChunks];
  std::memset(held, 0, sizeof held);

  // One clock cycle whose inputs are set.
  const auto rise = [&] {
    dut->aclk = 1;
    dut->eval();
    MANTISSA_DUMP(cycle * 10 + 5);
    ++cycle;
  };
  const auto settle = [&] {
    dut->aclk = 0;
    dut->eval();
    MANTISSA_DUMP(cycle * 10);
  };

  dut->aresetn = 0;
  dut->s_axis_tvalid = 0;
  dut->s_axis_tlast = 0;
  dut->m_axis_tready = 0;
  store(dut->s_axis_tdata, std::vector<uint32_t>(inputChunks).data(), inputChunks);
  for (int i = 0; i < 8; ++i) {
    settle();
    rise();
  }
  dut->aresetn = 1;

  const auto start = std::chrono::steady_clock::now();
  // After the last expected word the machine is watched for some cycles: nothing more may come.
  for (uint64_t extra = 0; counts.compared < totalOut || extra < 256;) {
    if (counts.compared == totalOut) ++extra;
    if (!offered && sent < totalIn && source.moves()) {
      offered = true;
      store(dut->s_axis_tdata, &input[sent * inputChunks], inputChunks);
      dut->s_axis_tlast = sent % inputWords == inputWords - 1;
    }
    dut->s_axis_tvalid = offered;
    const bool moves = sink.moves();
    // With heavy stalls the sink waits for tvalid, as AXI4-Stream allows.
    dut->m_axis_tready = stalls == Stalls::heavy ? moves && wasValid && !wasReady : moves;
    settle();

    const bool taken = offered && dut->s_axis_tready;
    const bool valid = dut->m_axis_tvalid, ready = dut->m_axis_tready, last = dut->m_axis_tlast;
    if (valid) load(dut->m_axis_tdata, found, outputChunks);
    if (wasValid && !wasReady &&
        (!valid || last != wasLast || std::memcmp(found, held, sizeof held) != 0)) {
      if (counts.stabilityErrors++ == 0)
        std::printf("@unstable cycle=%" PRIu64 " word=%" PRIu64 "\n", cycle, counts.compared);
    }
    if (taken) {
      if (sent == 0) counts.firstInput = cycle;
      ++sent;
      offered = false;
    }
    if (valid && ready && counts.compared == totalOut) {
      ++counts.surplus;
    } else if (valid && ready) {
      const uint64_t frame = counts.compared / outputWords, word = counts.compared % outputWords;
      const uint32_t* wanted = &expected[counts.compared * outputChunks];
      if (std::memcmp(found, wanted, sizeof held) != 0 && counts.mismatches++ == 0)
        std::printf("@mismatch frame=%" PRIu64 " word=%" PRIu64 " expected=%s found=%s\n", frame, word,
                    hex(wanted, outputBits).c_str(), hex(found, outputBits).c_str());
      if (last != (word == outputWords - 1) && counts.tlastErrors++ == 0)
        std::printf("@tlast frame=%" PRIu64 " word=%" PRIu64 " found=%d\n", frame, word, last ? 1 : 0);
      ++counts.compared;
      if (word == outputWords - 1) {
        if (frame == 0) counts.firstFrameDone = cycle;
        counts.previousFrameDone = counts.lastFrameDone;
        counts.lastFrameDone = cycle;
      }
    }
    idle = taken || (valid && ready) ? 0 : idle + 1;
    wasValid = valid;
    wasReady = ready;
    wasLast = last;
    if (valid) std::memcpy(held, found, sizeof held);
    rise();
    if (idle > idleLimit) {
      stuck = true;
      std::printf("@stuck cycle=%" PRIu64 " sent=%" PRIu64 " received=%" PRIu64 "\n", cycle, sent, counts.compared);
      break;
    }
    if (Verilated::gotFinish()) giveUp("the design called $finish");
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const int frameError = static_cast<int>(dut->frame_error);
  dut->final();
#if VM_TRACE_FST
  if (trace) trace->close();
#endif

  std::printf(
      "@done frames=%" PRIu64 " words=%" PRIu64 " mismatches=%" PRIu64 " tlast=%" PRIu64 " unstable=%" PRIu64
      " surplus=%" PRIu64 " frame_error=%d first_input=%" PRIu64 " first_done=%" PRIu64 " previous_done=%" PRIu64
      " last_done=%" PRIu64 " cycles=%" PRIu64 " nanoseconds=%" PRIu64 "\n",
      frames, counts.compared, counts.mismatches, counts.tlastErrors, counts.stabilityErrors, counts.surplus,
      frameError, counts.firstInput, counts.firstFrameDone, counts.previousFrameDone, counts.lastFrameDone, cycle,
      static_cast<uint64_t>(seconds * 1e9));
  const bool equal = counts.compared == totalOut && counts.compared > 0 && counts.mismatches == 0 &&
                     counts.tlastErrors == 0 && counts.stabilityErrors == 0 && counts.surplus == 0 &&
                     frameError == 0 && !stuck;
  std::printf(equal ? "equal: %" PRIu64 " words\n" : "DIFFERENT: %" PRIu64 " words\n", counts.compared);
  std::fflush(stdout);
  return equal ? 0 : 1;
}

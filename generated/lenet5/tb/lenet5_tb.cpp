// lenet5_tb.cpp -- feeds frames to lenet5_top in Verilator and compares every word that comes out.
//
// Plus arguments: input, expected (hex words, one a line), frames, stalls (none, random, heavy, mix), seed, idle (cycles
// without a transfer after which a willing machine has stopped), waves (an FST file; needs a build with --trace-fst),
// coverage (a file for verilator_coverage; needs a build with --coverage).
// Lines that start with '@' are for machines. Exit code: 0 equal, 1 different, 2 the run could not be made.
//
// The mix starts with a sink that is closed until nothing enters any more; then come a sink that is ready one cycle in
// 64, random pauses, a source that gives one cycle in 64, heavy pauses, none, and random ones for longer every round.
// After the last frame follow frames that end late and early, one of one word, and a reset in the middle of one, each
// with a right frame after it.
#include <verilated.h>
#include "Vdut.h"
#if VM_TRACE_FST
#include <verilated_fst_c.h>
#endif
#if VM_COVERAGE
#include <verilated_cov.h>
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
constexpr uint64_t cutWords = inputWords > 1 ? inputWords / 2 : 1;                // of a frame that is cut short
constexpr uint64_t lateWords = inputWords + (inputWords < 5 ? inputWords : 5);
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

// How the two sides move.
enum class Pattern { none, random, heavy, closedSink, slowSink, slowSource };

constexpr Pattern mix[] = {Pattern::closedSink, Pattern::slowSink, Pattern::random, Pattern::slowSource,
                           Pattern::heavy,      Pattern::none,     Pattern::random};
constexpr int phases = sizeof mix / sizeof *mix;

// What is fed: the frames that are compared in full, then the first of them in trouble.
enum Item {
  wholeFrames, endsLate, afterLate, endsEarly, cutFilled, inReset, afterReset, oneWord, wordFilled, afterEarly
};
constexpr Item lastItem = inputWords > 1 ? afterEarly : afterReset;

// The next item; a frame of one word cannot end early.
Item after(Item item) { return item == afterLate && inputWords == 1 ? inReset : static_cast<Item>(item + 1); }

// Whether the next item waits until everything of this one has left.
bool isBarrier(Item item) { return item == wholeFrames || item == inReset || item == lastItem; }

// The frame_error that is right in the cycle after the last word of an item, or a reset.
int flags(Item item) {
  if (item == endsLate || item == afterLate) return 2;
  if (item == endsEarly || item == cutFilled) return 3;
  return item >= oneWord ? 1 : 0;
}

// One side's pauses.
struct Side {
  Random random;
  int pause = 0;

  bool moves(Pattern pattern) {
    const uint64_t bits = random.next();
    if (pattern == Pattern::random) return (bits & 3) != 0;
    if (pattern != Pattern::heavy) return true;
    if (pause > 0) return --pause, false;
    if ((bits & 0xff00) == 0) pause = static_cast<int>((bits >> 16) & 63);
    return (bits & 3) == 0;
  }
};

struct Bench {
  std::unique_ptr<Vdut> dut = std::make_unique<Vdut>();
#if VM_TRACE_FST
  std::unique_ptr<VerilatedFstC> trace;
#endif
  const uint64_t frames = number("frames", "10");
  const uint64_t idleLimit = number("idle", "71145");
  const std::string stalls = argument("stalls", "mix");
  const bool isMix = stalls == "mix";
  Pattern pattern = isMix               ? Pattern::closedSink
                    : stalls == "heavy" ? Pattern::heavy
                    : stalls == "none"  ? Pattern::none
                                        : Pattern::random;
  const uint64_t totalIn = frames * inputWords, totalOut = frames * outputWords;
  std::vector<uint32_t> input, expected, kept = std::vector<uint32_t>(outputWords * outputChunks);
  const std::vector<uint32_t> zeros = std::vector<uint32_t>(inputChunks);
  const std::vector<uint32_t> ones = std::vector<uint32_t>(inputChunks, ~0u);

  Random seed = Random{number("seed", "1")};
  Side source = Side{seed}, sink = Side{Random{seed.state ^ 0x5851f42d4c957f2du}};
  Item itemIn = wholeFrames, itemOut = wholeFrames;
  uint64_t placeIn = 0, placeOut = 0;  // words of the items taken and compared
  bool offered = false, wasValid = false, wasReady = false, wasLast = false, stuck = false;
  uint32_t found[outputChunks], held[outputChunks] = {};
  int phase = 0, round = 0, rest = 0;
  // Short runs see every pattern too, for as many words.
  uint64_t share = (totalIn + totalOut) / 16, moved = 0;
  uint64_t phaseLeft = 0, blocked = 0, cycle = 0, edge = 0, idle = 0, extra = 0;
  uint64_t sent = 0, compared = 0, mismatches = 0, tlastErrors = 0, unstable = 0, surplus = 0, asleep = 0, troubles = 0;
  uint64_t firstInput = 0, firstDone = 0, previousDone = 0, lastDone = 0;
  bool waiting = false;

  Bench() {
    if (pattern == Pattern::random && !isMix && stalls != "random") giveUp("+stalls is none, random, heavy or mix");
    input = readWords(argument("input", "../../vectors/input.hex"), totalIn, inputChunks);
    expected = readWords(argument("expected", "../../vectors/expected.hex"), totalOut, outputChunks);
#if VM_TRACE_FST
    const std::string waves = argument("waves", "");
    if (waves.empty()) return;
    Verilated::traceEverOn(true);
    trace = std::make_unique<VerilatedFstC>();
    dut->trace(trace.get(), 99);
    trace->open(waves.c_str());
    if (!trace->isOpen()) giveUp("cannot write " + waves);
#endif
  }

  void settle() {
    dut->aclk = 0;
    dut->eval();
#if VM_TRACE_FST
    if (trace) trace->dump(edge * 10);
#endif
  }

  void rise() {
    dut->aclk = 1;
    dut->eval();
#if VM_TRACE_FST
    if (trace) trace->dump(edge * 10 + 5);
#endif
    ++edge;
    if (Verilated::gotFinish()) giveUp("the design called $finish");
  }

  // Cycles in which the machine must give nothing and take nothing: before its first reset, and in each.
  void sleep(bool reset, int cycles) {
    dut->aresetn = !reset;
    dut->s_axis_tvalid = dut->m_axis_tready = 1;
    dut->s_axis_tlast = 0;
    store(dut->s_axis_tdata, ones.data(), inputChunks);
    for (int i = 0; i < cycles; ++i) {
      settle();
      if ((dut->s_axis_tready || dut->m_axis_tvalid) && asleep++ == 0)
        std::printf("@awake cycle=%" PRIu64 " reset=%d ready=%d valid=%d\n", cycle, reset, dut->s_axis_tready != 0,
                    dut->m_axis_tvalid != 0);
      rise();
    }
  }

  // One rising edge of reset.
  void reset() {
    sleep(true, 1);
    dut->aresetn = 1;
    dut->s_axis_tvalid = dut->m_axis_tready = 0;
    offered = wasValid = wasReady = false;
    settle();
    checkFlags(itemIn == wholeFrames ? wholeFrames : inReset);
  }

  void checkFlags(Item item) {
    const int wanted = flags(item);
    if (static_cast<int>(dut->frame_error) == wanted) return;
    if (troubles++ == 0)
      std::printf("@flags item=%d expected=%d%d found=%d%d\n", item, wanted >> 1, wanted & 1,
                  dut->frame_error >> 1 & 1, dut->frame_error & 1);
  }

  uint64_t wordsIn(Item item) const {
    return item == wholeFrames                       ? totalIn
           : item == endsLate                        ? lateWords
           : item == inReset || item == endsEarly    ? cutWords
           : item == oneWord                         ? 1
                                                     : inputWords;
  }

  uint64_t wordsOut(Item item) const { return item == wholeFrames ? totalOut : item == inReset ? 0 : outputWords; }

  // Word number `placeIn` of the item: the first frame's, then zeros where it is filled up.
  const uint32_t* inputWord() const {
    if (itemIn == wholeFrames) return &input[placeIn * inputChunks];
    const uint64_t own = itemIn == cutFilled ? cutWords : itemIn == wordFilled ? 1 : wordsIn(itemIn);
    return placeIn < own ? &input[placeIn % inputWords * inputChunks] : zeros.data();
  }

  bool isLastIn() const {
    if (itemIn == wholeFrames) return placeIn % inputWords == inputWords - 1;
    return placeIn == wordsIn(itemIn) - 1 && (itemIn != inReset || inputWords == 1);
  }

  void offer() {
    if (rest > 0) --rest;
    if (offered) return;
    if (placeIn == wordsIn(itemIn) && !isBarrier(itemIn)) {
      itemIn = after(itemIn);
      placeIn = 0;
    }
    constexpr bool loads = false;
    offered = !loads && placeIn < wordsIn(itemIn) && source.moves(pattern) && rest == 0 &&
              (pattern != Pattern::slowSource || cycle % 64 == 0);
    // What lies there without tvalid is nobody's.
    store(dut->s_axis_tdata, offered ? inputWord() : ones.data(), inputChunks);
    dut->s_axis_tlast = !offered || isLastIn();
  }

  bool isReady() {
    const bool moves = sink.moves(pattern);
    if (pattern == Pattern::closedSink || itemOut == inReset) return false;
    if (pattern == Pattern::slowSink) return cycle % 64 == 0;
    // With heavy stalls the sink waits for tvalid, as AXI4-Stream allows.
    return moves && (pattern != Pattern::heavy || (wasValid && !wasReady));
  }

  // The pattern of the next cycle.
  void choose(bool taken, bool received, bool valid) {
    if (!isMix) return;
    if (itemIn != wholeFrames || itemOut != wholeFrames) {
      pattern = Pattern::random;
      return;
    }
    blocked = taken ? 0 : blocked + 1;
    moved += taken + received;
    if (pattern == Pattern::closedSink ? blocked <= idleLimit : phaseLeft-- > 0 && moved <= share) return;
    // Everything has come to rest: words that are owed have to be offered, whatever tready says.
    if (pattern == Pattern::closedSink && !valid && compared < totalOut) waiting = true;
    phase = (phase + 1) % phases;
    if (phase == 0 && round++ == 0) share = totalIn + totalOut;
    phaseLeft = (1024 + idleLimit / 16) << (phase < phases - 1 ? 0 : round < 6 ? round : 6);
    blocked = moved = 0;
    pattern = mix[phase];
  }

  void compare(bool last) {
    const bool isLast = placeOut % outputWords == outputWords - 1;
    const uint32_t* wanted = &expected[placeOut % outputWords * outputChunks];
    if (itemOut == wholeFrames) wanted = &expected[placeOut * outputChunks];
    if (itemOut == endsEarly || itemOut == oneWord || itemOut == cutFilled || itemOut == wordFilled) {
      // What it is shows when the same frame comes with its zeros.
      uint32_t* word = &kept[placeOut * outputChunks];
      if (itemOut == endsEarly || itemOut == oneWord) std::memcpy(word, found, sizeof found);
      wanted = word;
    }
    const bool differs = std::memcmp(found, wanted, sizeof found) != 0;
    if (itemOut == wholeFrames) {
      compareWhole(wanted, differs, last, isLast);
    } else if ((differs || last != isLast) && troubles++ == 0) {
      std::printf("@trouble item=%d word=%" PRIu64 " expected=%s found=%s tlast=%d\n", itemOut, placeOut,
                  hex(wanted, outputBits).c_str(), hex(found, outputBits).c_str(), last);
    }
    if (++placeOut == wordsOut(itemOut) && !isBarrier(itemOut)) {
      itemOut = after(itemOut);
      placeOut = 0;
    }
  }

  void compareWhole(const uint32_t* wanted, bool differs, bool last, bool isLast) {
    const uint64_t frame = compared / outputWords, word = compared % outputWords;
    if (differs && mismatches++ == 0)
      std::printf("@mismatch frame=%" PRIu64 " word=%" PRIu64 " expected=%s found=%s\n", frame, word,
                  hex(wanted, outputBits).c_str(), hex(found, outputBits).c_str());
    if (last != isLast && tlastErrors++ == 0)
      std::printf("@tlast frame=%" PRIu64 " word=%" PRIu64 " found=%d\n", frame, word, last ? 1 : 0);
    ++compared;
    if (!isLast) return;
    if (frame == 0) firstDone = cycle;
    previousDone = lastDone;
    lastDone = cycle;
  }

  // One clock cycle.
  void step() {
    offer();
    dut->s_axis_tvalid = offered;
    dut->m_axis_tready = isReady();
    settle();
    const bool taken = offered && dut->s_axis_tready;
    const bool loaded = false;
    const bool valid = dut->m_axis_tvalid, ready = dut->m_axis_tready, last = dut->m_axis_tlast;
    if (valid) load(dut->m_axis_tdata, found, outputChunks);
    if (wasValid && !wasReady && (!valid || last != wasLast || std::memcmp(found, held, sizeof held) != 0) &&
        unstable++ == 0)
      std::printf("@unstable cycle=%" PRIu64 " word=%" PRIu64 "\n", cycle, compared);
    if (taken) {
      if (itemIn == wholeFrames && sent++ == 0) firstInput = cycle;
      ++placeIn;
      offered = false;
    }
    if (valid && ready) {
      if (placeOut == wordsOut(itemOut)) ++surplus; else compare(last);
    }
    // A closed sink tells nothing of the machine.
    if (taken || loaded || (valid && ready)) idle = 0; else if (pattern != Pattern::closedSink) ++idle;
    wasValid = valid;
    wasReady = ready;
    wasLast = last;
    if (valid) std::memcpy(held, found, sizeof held);
    choose(taken || loaded, valid && ready, valid);
    rise();
    ++cycle;
    if (!taken || placeIn < wordsIn(itemIn) || itemIn == inReset) return;
    checkFlags(itemIn);
    // A frame is filled up with zeros, not with what lies there meanwhile.
    if (itemIn == endsEarly || itemIn == oneWord) rest = 64;
  }

  // At a barrier, when the machine has been silent for long enough: whether something comes next.
  bool passBarrier() {
    if (itemOut == lastItem || !isMix || mismatches > 0) return false;
    itemIn = itemOut = after(itemOut);
    placeIn = placeOut = extra = 0;
    return true;
  }

  void run() {
    sleep(false, 5);
    reset();
    for (;;) {
      step();
      if (itemOut == inReset) {
        if (placeIn < wordsIn(inReset) && idle <= 64) continue;
        itemIn = itemOut = afterReset;
        placeIn = placeOut = idle = 0;
        reset();
      } else if (isBarrier(itemOut) && placeOut == wordsOut(itemOut)) {
        if (++extra > 256 && !passBarrier()) return;
      }
      if (idle > 2 * idleLimit && extra == 0) {
        stuck = true;
        std::printf("@stuck cycle=%" PRIu64 " sent=%" PRIu64 " received=%" PRIu64 " item=%d\n", cycle, sent, compared,
                    itemOut);
        return;
      }
    }
  }
};

}  // namespace

int main(int argc, char** argv) {
  Verilated::commandArgs(argc, argv);
  Bench bench;
  const auto start = std::chrono::steady_clock::now();
  bench.run();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  bench.dut->final();
#if VM_TRACE_FST
  if (bench.trace) bench.trace->close();
#endif
#if VM_COVERAGE
  VerilatedCov::write(argument("coverage", "coverage.dat").c_str());
#endif

  std::printf(
      "@done frames=%" PRIu64 " words=%" PRIu64 " mismatches=%" PRIu64 " tlast=%" PRIu64 " unstable=%" PRIu64
      " surplus=%" PRIu64 " first_input=%" PRIu64 " first_done=%" PRIu64 " previous_done=%" PRIu64
      " last_done=%" PRIu64 " cycles=%" PRIu64 " waiting=%d phases=%d items=%d nanoseconds=%" PRIu64 "\n",
      bench.frames, bench.compared, bench.mismatches, bench.tlastErrors, bench.unstable, bench.surplus,
      bench.firstInput, bench.firstDone, bench.previousDone, bench.lastDone, bench.cycle, bench.waiting ? 1 : 0,
      bench.round > 0 ? phases : bench.phase + 1, bench.itemOut, static_cast<uint64_t>(seconds * 1e9));
  const bool equal = bench.compared == bench.totalOut && bench.compared > 0 && bench.mismatches == 0 &&
                     bench.tlastErrors == 0 && bench.unstable == 0 && bench.surplus == 0 && bench.asleep == 0 &&
                     bench.troubles == 0 && !bench.waiting && !bench.stuck;
  std::printf(equal ? "equal: %" PRIu64 " words\n" : "DIFFERENT: %" PRIu64 " words\n", bench.compared);
  std::fflush(stdout);
  return equal ? 0 : 1;
}

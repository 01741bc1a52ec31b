extension CellBench {
  /// The C++ main: reads `in_<n>`, evaluates, writes `out_<n>`, all in little-endian 32-bit words.
  var harness: String {
    let counts = trials.indices.map { i in
      "  static Trial t\(i)(\(i), \(trials[i].inputs.stride), \(trials[i].expected.stride));\n"
    }
    let puts = trials.indices.map { "    if (v < t\($0).count) put(dut->in_\($0), t\($0).at(v));\n" }
    let gets = trials.indices.map { "    if (v < t\($0).count) get(dut->out_\($0), t\($0));\n" }
    let most = trials.indices.map { "  most = std::max(most, t\($0).count);\n" }
    let saves = trials.indices.map { "  t\($0).save();\n" }
    return """
      #include <algorithm>
      #include <cstdint>
      #include <cstdio>
      #include <string>
      #include <vector>
      #include "Vbench.h"

      struct Trial {
        int number; size_t inWords, outWords, count = 0;
        std::vector<uint32_t> in, out;
        Trial(int n, size_t i, size_t o) : number(n), inWords(i), outWords(o) {
          FILE* file = fopen(("in_" + std::to_string(n)).c_str(), "rb");
          if (!file) exit(2);
          uint32_t word;
          while (fread(&word, 4, 1, file) == 1) in.push_back(word);
          fclose(file);
          count = in.size() / inWords;
          out.reserve(count * outWords);
        }
        const uint32_t* at(size_t v) const { return &in[v * inWords]; }
        void save() const {
          FILE* file = fopen(("out_" + std::to_string(number)).c_str(), "wb");
          if (!file || fwrite(out.data(), 4, out.size(), file) != out.size() || fclose(file)) exit(2);
        }
      };

      template <class T> void put(T& port, const uint32_t* w) {
        uint64_t value = w[0];
        if (sizeof(T) > 4) value |= static_cast<uint64_t>(w[1]) << 32;
        port = static_cast<T>(value);
      }
      template <std::size_t N> void put(VlWide<N>& port, const uint32_t* w) {
        for (std::size_t i = 0; i < N; ++i) port[i] = w[i];
      }
      template <class T> void get(const T& port, Trial& trial) {
        trial.out.push_back(static_cast<uint32_t>(port));
        if (sizeof(T) > 4) trial.out.push_back(static_cast<uint32_t>(static_cast<uint64_t>(port) >> 32));
      }
      template <std::size_t N> void get(const VlWide<N>& port, Trial& trial) {
        for (std::size_t i = 0; i < N; ++i) trial.out.push_back(port[i]);
      }

      int main() {
        Vbench* dut = new Vbench;
        size_t most = 0;
      \(counts.joined())\(most.joined())  for (size_t v = 0; v < most; ++v) {
      \(puts.joined())    dut->eval();
      \(gets.joined())  }
        dut->final();
      \(saves.joined())  delete dut;
        return 0;
      }

      """
  }
}

internal import Arithmetic

extension Operator {
  /// C++ around Verilator's model of the operator: `mantissa_make`, `mantissa_free` and `mantissa_evaluate`.
  ///
  /// Rows are arrays of 32-bit codes, `terms` of them an operand; results are 64-bit words. A pipelined operator takes a
  /// row a clock.
  var evaluatorText: String {
    let puts = operands.map { operand in
      "      put(dut->\(operand.port), \(operand.port) + i * \(terms), \(terms), \(operand.format.width));\n"
    }
    return """
      #include <cstddef>
      #include <cstdint>
      #include "verilated.h"
      #include "Vdut.h"

      double sc_time_stamp() { return 0; }

      namespace {
      struct Model { VerilatedContext context; Vdut dut{&context, "dut"}; };
      template <class T> inline void put(T& port, const uint32_t* codes, int terms, int width) {
        uint64_t value = 0;
        for (int t = terms - 1; t >= 0; --t) value = value << width | codes[t];
        port = static_cast<T>(value);
      }
      template <std::size_t N> inline void put(VlWide<N>& port, const uint32_t* codes, int terms, int width) {
        for (std::size_t i = 0; i < N; ++i) port[i] = 0;
        for (int t = 0; t < terms; ++t) {
          const int low = t * width;
          const uint64_t spread = static_cast<uint64_t>(codes[t]) << (low % 32);
          port[low / 32] |= static_cast<uint32_t>(spread);
          if (spread >> 32) port[low / 32 + 1] |= static_cast<uint32_t>(spread >> 32);
        }
      }
      template <class T> inline void get(const T& port, uint64_t* result) { *result = port; }
      template <std::size_t N> inline void get(const VlWide<N>& port, uint64_t* result) {
        for (std::size_t i = 0; i < (N + 1) / 2; ++i)
          result[i] = port[2 * i] | static_cast<uint64_t>(2 * i + 1 < N ? port[2 * i + 1] : 0) << 32;
      }
      }  // namespace

      extern "C" void* mantissa_make() { return new Model; }
      extern "C" void mantissa_free(void* model) { delete static_cast<Model*>(model); }
      extern "C" void mantissa_evaluate(
          void* model, const uint32_t* a, const uint32_t* b, uint64_t* result, size_t n) {
        Vdut* dut = &static_cast<Model*>(model)->dut;
        const size_t latency = \(latency);
        (void)b;
      \(latency > 0 ? "  dut->enable = 1;\n" : "")  for (size_t row = 0; row < n + latency; ++row) {
          const size_t i = row < n ? row : n - 1;
      \(puts.joined())\(latency > 0 ? "      dut->aclk = 0;\n" : "")    dut->eval();
          if (row >= latency) get(dut->result, result + (row - latency) * \(resultWords));
      \(latency > 0 ? "    dut->aclk = 1;\n    dut->eval();\n" : "")  }
      }

      """
  }
}

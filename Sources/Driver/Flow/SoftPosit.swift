import Foundation
internal import Support
internal import Tools

/// SoftPosit's C functions from its Python package, timed in a loop of C, so that Python's calls do not count.
///
/// Source: Cerlane Leong, SoftPosit 0.3.4; <https://gitlab.com/cerlane/SoftPosit-Python>.
enum SoftPosit {
  /// The function that multiplies posits nearest to a format of so many bits: `es` is that of the format, if it is one.
  static func function(width: Int, exponentWidth: Int?) -> String {
    if exponentWidth == 2 && width != 32 { return "pX2_mul(\(width))" }
    return width <= 8 ? "p8_mul" : width <= 16 ? "p16_mul" : "p32_mul"
  }

  /// Calls a second of each of some functions, by a Python interpreter that can import `softposit`.
  ///
  /// Throws when the interpreter, the package or the C++ compiler is missing.
  static func rates(of functions: Set<String>, python: String) async throws(Failure) -> [String: Double] {
    let compiler = try Tool.find("g++")
    let run = try await Tool(name: "python3", path: python).run(
      ["-c", script, compiler.path, loops] + functions.sorted(), in: "/", limit: .seconds(120), outputLimit: 1 << 16)
    guard run.succeeded, let line = run.output.split(separator: "\n").last,
      let rates = try? JSONDecoder().decode([String: Double].self, from: Data(line.utf8)),
      functions.allSatisfy({ rates[$0].map { $0.isFinite && $0 > 0 } ?? false })
    else {
      throw Failure(.tool, at: python, "cannot time softposit: \(run.output.suffix(400))")
    }
    return rates
  }

  private static let loops = """
    #include <cstddef>
    #include <cstdint>
    template <class T> struct Posit { T v; };
    #define LOOP(NAME, T) extern "C" void NAME(Posit<T> (*f)(Posit<T>, Posit<T>), const uint32_t* a, \\
        const uint32_t* b, uint32_t* r, size_t n, int) { \\
      for (size_t i = 0; i < n; ++i) r[i] = f(Posit<T>{T(a[i])}, Posit<T>{T(b[i])}).v; }
    LOOP(p8_mul, uint8_t)
    LOOP(p16_mul, uint16_t)
    LOOP(p32_mul, uint32_t)
    typedef Posit<uint32_t> X2;
    extern "C" void pX2_mul(X2 (*f)(X2, X2, int), const uint32_t* a, const uint32_t* b, uint32_t* r, size_t n, int x) {
      for (size_t i = 0; i < n; ++i) r[i] = f(X2{a[i] << (32 - x)}, X2{b[i] << (32 - x)}, x).v; }
    """

  /// The best of five runs of 2^18 uniform random pairs. Arguments: the compiler, the loops, the functions.
  private static let script = """
    import ctypes, json, os, random, re, subprocess, sys, tempfile, time, _softposit
    count = 1 << 18
    generator = random.Random(1)
    a, b = ((ctypes.c_uint32 * count)(*(generator.getrandbits(32) for _ in range(count))) for _ in range(2))
    results = (ctypes.c_uint32 * count)()
    rates = {}
    with tempfile.TemporaryDirectory() as folder:
        source, library = os.path.join(folder, "loops.cpp"), os.path.join(folder, "loops.so")
        with open(source, "w") as file:
            file.write(sys.argv[2])
        subprocess.run([sys.argv[1], "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
        loops, posits = ctypes.CDLL(library), ctypes.CDLL(_softposit.__file__)
        for name in sys.argv[3:]:
            function, width = re.fullmatch(r"(\\w+?)(?:\\((\\d+)\\))?", name).groups()
            best = float("inf")
            for _ in range(5):
                start = time.perf_counter()
                getattr(loops, function)(
                    ctypes.cast(getattr(posits, function), ctypes.c_void_p), a, b, results,
                    ctypes.c_size_t(count), int(width or 0))
                best = min(best, time.perf_counter() - start)
            rates[name] = count / best
    print(json.dumps(rates))
    """
}

import Arithmetic
import BigInt
import Support
import Testing

@testable import QuantizedIR

/// Sums of short numbers far apart, encoded, against the same sums in long integers.
@Suite struct ShiftedIntegerTests {
  @Test func sumsRoundAsExactOnes() throws {
    var random = SplitMix64(seed: 77)
    var seen = (exact: 0, cut: 0, cancelled: 0)
    let formats = try ["fp32", "bf16", "posit<16,1>", "posit<32,2>", "fixed<32,7>", "fp8-e4m3"].map { try Format($0) }
    for _ in 0..<60_000 {
      func number() -> BigInt {
        let bits = Int.random(in: 1...63, using: &random)
        let value = BigInt(Int(random.next() >> UInt64(64 - bits)) | 1)
        return (random.next() & 1 == 0 ? value : -value) << Int.random(in: 0...170, using: &random)
      }
      var (a, b) = (number(), number())
      if random.next() % 16 == 0 { b = 0 }
      // Nearly opposite ones, and a little beside ties.
      if random.next() % 4 == 0 { b = -((a >> 1) << 1) + BigInt(random.next() % 3 == 0 ? 1 : 0) }
      if random.next() % 8 == 0 { a = BigInt(3) << Int.random(in: 0...200, using: &random) }
      guard let x = ShiftedInteger(a), let y = ShiftedInteger(b) else { continue }
      guard let sum = x + y else {
        seen.cancelled += 1
        continue
      }
      let isExact = (BigInt(sum.value) << sum.shift) == a + b
      if isExact { seen.exact += 1 } else { seen.cut += 1 }
      let (narrow, dropped) = (a + b).roundedToOdd(bits: 120)
      for format in formats {
        let exponent = -Int.random(in: 0...240, using: &random)
        let found = format.encode([sum.value], exponent: exponent + sum.shift)
        #expect(found == format.encode([narrow], exponent: exponent + dropped), "\(a) + \(b) in \(format)")
      }
    }
    #expect(seen.exact > 1000 && seen.cut > 1000, "\(seen)")
  }
}

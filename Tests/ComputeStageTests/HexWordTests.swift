import BigInt
import Support
import Testing

@testable import RTL

@Suite struct HexWordTests {
  /// Words of several fields, negative ones of more than 64 bits among them, against arithmetic on whole words.
  @Test func fieldsLieOneAboveTheOther() {
    var random = SplitMix64(seed: 9)
    for _ in 0..<400 {
      var word = HexWord()
      var (whole, width) = (BigInt(0), 0)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let bits = Int.random(in: 1...140, using: &random)
        // Runs of zeros at the low end, where a carry goes far.
        let zeros = Int.random(in: 0..<bits, using: &random)
        var value = BigInt(0)
        for _ in zeros..<bits { value = value * 2 + BigInt(random.next() & 1 == 1 ? 1 : 0) }
        value = (value << zeros).wrapped(toWidth: bits)
        word.append(value, bits: bits)
        whole += (value < 0 ? value + (BigInt(1) << bits) : value) << width
        width += bits
      }
      let digits = String(whole, radix: 16)
      #expect(word.text == String(repeating: "0", count: (width + 3) / 4 - digits.count) + digits)
    }
  }
}

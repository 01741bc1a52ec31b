import Arithmetic
import Support
import Testing

/// The machine's own conversions as an independent oracle of rounding.
@Suite struct MachineFloatTests {
  private static func doubles(seed: UInt64, count: Int, exponents: ClosedRange<Int>) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let significand = 1 + Double(random.next() >> 12) * 0x1p-52
      let exponent = exponents.lowerBound + Int(random.next() % UInt64(exponents.count))
      return Double(sign: random.next() & 1 == 0 ? .plus : .minus, exponent: exponent, significand: significand)
    }
  }

  @Test func binary32() throws {
    let format = try Format("fp32").number
    var compared = 0
    for value in Self.doubles(seed: 11, count: 20_000, exponents: -152...126) {
      let machine = Float(value)
      let expected = machine == 0 ? 0 : machine.bitPattern
      #expect(format.encode(value) == expected, "\(value)")
      #expect(format.double(of: machine.bitPattern) == Double(machine))
      compared += 1
    }
    #expect(compared == 20_000)
  }

  @Test func binary16() throws {
    let format = try Format("fp16").number
    var compared = 0
    for value in Self.doubles(seed: 12, count: 20_000, exponents: -27...15) {
      let machine = Float16(value)
      guard machine.isFinite else { continue }
      let expected = machine == 0 ? 0 : UInt32(machine.bitPattern)
      #expect(format.encode(value) == expected, "\(value)")
      compared += 1
    }
    #expect(compared > 19_000)
  }

  @Test func everyBinary16Value() throws {
    let format = try Format("fp16").number
    for code in UInt32(0)...0xFFFF {
      let machine = Float16(bitPattern: UInt16(code))
      #expect(format.double(of: code) == (machine.isFinite ? Double(machine) : nil))
    }
  }
}

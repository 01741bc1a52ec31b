import Arithmetic
import BigInt
import Support
import Testing

/// Bounded posits beside an own reading of their definition, and beside posits where the bound binds nothing.
@Suite struct BoundedPositTests {
  /// Every format of up to 12 bits.
  static let small: [String] = (3...12).flatMap { width in
    (0...5).flatMap { es in (2..<width).filter { $0 << es <= 256 }.map { "bposit<\(width),\(es),\($0)>" } }
  }

  /// The value of a positive code as the paper words it, from the text of its bits: apart from the format's own reading,
  /// which takes bits off an array.
  private static func value(_ code: UInt32, width: Int, es: Int, rs: Int) -> Dyadic {
    let bits = String(String(code | 1 << UInt32(width), radix: 2).dropFirst(2))
    let first: Character = bits.first ?? "0"
    var length = 1
    while length < rs, length < bits.count, Array(bits)[length] == first { length += 1 }
    let k = first == "1" ? length - 1 : -length
    let tail = bits.dropFirst(length < rs ? length + 1 : length)
    let exponent = Int(tail.prefix(es).padding(to: es), radix: 2) ?? 0
    let fraction = tail.dropFirst(es)
    let significand = Dyadic(Int("1" + fraction, radix: 2) ?? 1, exponent: -fraction.count)
    return significand * Dyadic(1, exponent: k * (1 << es) + exponent)
  }

  private static func parameters(_ spelling: String) -> (width: Int, es: Int, rs: Int) {
    let numbers = spelling.split { !$0.isNumber }.compactMap { Int($0) }
    return (numbers[0], numbers[1], numbers[2])
  }

  /// Every code, every point between two codes, and both sides of it; beyond the ends nothing becomes 0 or NaR.
  @Test func everySmallCode() throws {
    var compared = 0
    for spelling in Self.small {
      let format = try #require(try Format(spelling).number as? BoundedPositFormat)
      let (width, es, rs) = Self.parameters(spelling)
      // In machine words, and in formats of up to 9 bits by search among values, which takes its time.
      func encodes(_ number: Dyadic, to code: UInt32) -> Bool {
        let found = format.encode(
          negative: number < .zero, significand: UInt64(number.significand.magnitude), exponent: number.exponent)
        return found == code && (width > 9 || format.encode(number) == code)
      }
      func opposite(_ code: UInt32) -> UInt32 { (0 &- code) & format.codeMask }
      var last = Dyadic.zero
      for code in 1...format.largestCode {
        let value = Self.value(code, width: width, es: es, rs: rs)
        #expect(value > last)
        last = value
        guard
          format.value(of: code) == value, format.value(of: opposite(code)) == -value,
          format.operand(of: code).value(in: format.operandShape) == value,
          encodes(value, to: code), encodes(-value, to: opposite(code))
        else {
          Issue.record("\(spelling) \(code)")
          continue
        }
        compared += 1
        guard code < format.largestCode else { continue }
        let middle = Self.value(2 * code + 1, width: width + 1, es: es, rs: rs)
        let step = value * Dyadic(1, exponent: -40)
        for (number, nearest) in [(middle, code + code % 2), (middle - step, code), (middle + step, code + 1)] {
          guard encodes(number, to: nearest), encodes(-number, to: opposite(nearest)) else {
            Issue.record("\(spelling) beside \(code): \(number)")
            continue
          }
        }
      }
      let reach = rs << es
      for (tiny, huge) in [(-3000, 3000), (-reach - 1, reach + 1), (-reach, reach)] {
        #expect(encodes(Dyadic(1, exponent: tiny), to: 1))
        #expect(encodes(Dyadic(-1, exponent: tiny), to: format.codeMask))
        #expect(encodes(Dyadic(1, exponent: huge), to: format.largestCode))
        #expect(encodes(Dyadic(-1, exponent: huge), to: format.notAReal + 1))
      }
      #expect(format.value(of: 0) == .zero && format.value(of: format.notAReal) == nil && format.encode(.zero) == 0)
    }
    #expect(compared > 100_000)
    print("BoundedPositTests: \(Self.small.count) formats, \(compared) codes")
  }

  /// A bound of all bits after the sign binds nothing.
  @Test func withoutABoundTheyArePosits() throws {
    for width in 3...12 {
      for es in 0...3 where (width - 1) << es <= 256 {
        let bounded = try #require(try Format("bposit<\(width),\(es),\(width - 1)>").number as? any OperatorFormat)
        let posit = try #require(try Format("posit<\(width),\(es)>").number as? any OperatorFormat)
        for code in 0...posit.codeMask {
          #expect(bounded.value(of: code) == posit.value(of: code))
          let other = (code &* 0x9E37_79B1) >> UInt32(32 - width)
          #expect(bounded.multiply(code, other) == posit.multiply(code, other))
          #expect(bounded.add(code, other) == posit.add(code, other))
        }
      }
    }
  }

  @Test func knownValues() throws {
    let format = try Format("bposit<16,5,6>").number
    #expect(format.double(of: 0x4000) == 1)
    #expect(format.double(of: 0x7FFF) == 0x1p191 * (1 + 15.0 / 16))
    #expect(format.double(of: 1) == 0x1p-192 * (1 + 1.0 / 16))
    #expect(format.double(of: 0xC000) == -1)
  }
}

extension Substring {
  fileprivate func padding(to count: Int) -> String {
    self + String(repeating: "0", count: Swift.max(0, count - self.count))
  }
}

/// The SHA-256 digest of a text's UTF-8 bytes, in lower-case hex.
///
/// Source: FIPS 180-4, sections 5.1.1 and 6.2.
package enum SHA256 {
  package static func hex(of text: String) -> String {
    var text = text
    return text.withUTF8(hex)
  }

  package static func hex(of message: [UInt8]) -> String { message.withUnsafeBufferPointer(hex) }

  private static func hex(of message: UnsafeBufferPointer<UInt8>) -> String {
    var state: [UInt32] = [
      0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    let whole = message.count / 64 * 64
    compress(&state, UnsafeBufferPointer(rebasing: message[..<whole]))
    padded(Array(message[whole...]), count: message.count).withUnsafeBufferPointer { compress(&state, $0) }
    return state.map { $0.digits(radix: 16, count: 8) }.joined()
  }

  /// The last bytes with a one bit, zeros and the message's length in bits behind them.
  private static func padded(_ rest: [UInt8], count: Int) -> [UInt8] {
    var tail = rest + [0x80]
    while tail.count % 64 != 56 { tail.append(0) }
    let bits = UInt64(count) * 8
    return tail + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

  /// Takes whole blocks of 64 bytes.
  private static func compress(_ state: inout [UInt32], _ blocks: UnsafeBufferPointer<UInt8>) {
    constants.withUnsafeBufferPointer { constants in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
        guard let constants = constants.baseAddress, let schedule = schedule.baseAddress else { return }
        for start in stride(from: 0, to: blocks.count, by: 64) {
          compress(
            &state, UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(blocks)[start..<start + 64]), constants,
            schedule)
        }
      }
    }
  }

  private static func compress(
    _ state: inout [UInt32], _ block: UnsafeRawBufferPointer, _ constants: UnsafePointer<UInt32>,
    _ schedule: UnsafeMutablePointer<UInt32>
  ) {
    for t in 0..<16 { schedule[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * t, as: UInt32.self)) }
    for t in 16..<64 {
      let early = schedule[t - 15]
      let late = schedule[t - 2]
      let s0 = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
      let s1 = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
      schedule[t] = schedule[t - 16] &+ s0 &+ schedule[t - 7] &+ s1
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
      let first =
        h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ (e & f ^ ~e & g) &+ constants[t] &+ schedule[t]
      let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }

  /// The first 32 fractional bits of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = {
    var primes: [UInt32] = []
    var candidate: UInt32 = 2
    while primes.count < 64 {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map(cubeRootFraction)
  }()

  /// The integer cube root of `prime * 2^96`, its low 32 bits.
  private static func cubeRootFraction(_ prime: UInt32) -> UInt32 {
    let target = UInt128(prime) << 96
    var root: UInt128 = 0
    for bit in stride(from: 34, through: 0, by: -1) {
      let trial = root | 1 << UInt128(bit)
      if trial * trial * trial <= target { root = trial }
    }
    return UInt32(truncatingIfNeeded: root)
  }
}

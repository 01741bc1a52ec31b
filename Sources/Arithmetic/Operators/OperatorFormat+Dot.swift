extension OperatorFormat {
  package func fusedDot(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>, overflow: Overflow
  ) -> UInt32 {
    precondition(a.count == b.count && a.count <= 1 << 31)
    let shape = operandShape
    let width = 2 * (shape.significandWidth + shape.maximumShift) + 33
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: (width + 63) / 64) { words in
      words.initialize(repeating: 0)
      var quire = Quire(words: words, lsb: 2 * shape.lsb)
      for index in a.indices { quire.add(number(of: a[index]), number(of: b[index])) }
      let (sum, sticky) = quire.number()
      return sum.kind == .finite ? code(sum, sticky: sticky, overflow: overflow) : code(of: sum, overflow)
    }
  }
}

/// An exact sum of products: a two's complement integer in units of `2^lsb`, the lowest word first.
private struct Quire {
  var words: UnsafeMutableBufferPointer<UInt64>
  var lsb: Int
  var isNotANumber = false
  /// Infinities that were added, by sign.
  var hasInfinity = (positive: false, negative: false)
  /// Whether there were products, and all of them -0.
  var isNegativeZero: Bool?

  @inline(__always)
  mutating func add(_ a: MachineNumber, _ b: MachineNumber) {
    let negative = a.negative != b.negative
    guard a.kind == .finite, b.kind == .finite else { return addSpecial(a, b, negative: negative) }
    let significand = a.significand &* b.significand
    isNegativeZero = significand == 0 && negative && isNegativeZero != false
    if significand != 0 { add(significand, shift: a.exponent &+ b.exponent &- lsb, negative: negative) }
  }

  private mutating func addSpecial(_ a: MachineNumber, _ b: MachineNumber, negative: Bool) {
    isNegativeZero = false
    let isZero = a.kind == .finite && a.significand == 0 || b.kind == .finite && b.significand == 0
    if isZero || a.kind == .notANumber || b.kind == .notANumber {
      isNotANumber = true
    } else if negative {
      hasInfinity.negative = true
    } else {
      hasInfinity.positive = true
    }
  }

  @inline(__always)
  private func add(_ significand: UInt64, shift: Int, negative: Bool) {
    let offset = UInt64(truncatingIfNeeded: shift & 63)
    var index = shift &>> 6
    // The second word is 0 at offset 0, where one shift of 64 places would be none.
    var rest = (significand >> 1) &>> (63 &- offset)
    var part = significand &<< offset
    while index < words.count {
      let (result, carry) =
        negative ? words[index].subtractingReportingOverflow(part) : words[index].addingReportingOverflow(part)
      words[index] = result
      // Cannot overflow: the second word of a significand below 2^62 is small, and later ones are carries.
      part = rest &+ (carry ? 1 : 0)
      rest = 0
      if part == 0 { return }
      index &+= 1
    }
  }

  /// The sum's highest 64 bits, and whether there are lower ones.
  func number() -> (MachineNumber, sticky: Bool) {
    if isNotANumber || hasInfinity.positive && hasInfinity.negative {
      return (MachineNumber(kind: .notANumber, negative: false, significand: 0, exponent: 0), false)
    }
    if hasInfinity.positive || hasInfinity.negative {
      return (MachineNumber(kind: .infinite, negative: hasInfinity.negative, significand: 0, exponent: 0), false)
    }
    let negative = makeMagnitude()
    guard let top = words.lastIndex(where: { $0 != 0 }) else {
      return (MachineNumber(negative: isNegativeZero == true, significand: 0, exponent: 0), false)
    }
    let zeros = UInt64(words[top].leadingZeroBitCount)
    let below = top > 0 ? words[top - 1] : 0
    let significand = words[top] &<< zeros | (below >> 1) &>> (63 &- zeros)
    let sticky = below &<< zeros != 0 || words.prefix(max(top - 1, 0)).contains { $0 != 0 }
    let exponent = lsb + 64 * (top - 1) + 64 - Int(zeros)
    return (MachineNumber(negative: negative, significand: significand, exponent: exponent), sticky)
  }

  /// Replaces the sum by its magnitude and returns whether it was negative.
  private func makeMagnitude() -> Bool {
    guard let last = words.last, last >> 63 == 1 else { return false }
    var carry = true
    for index in words.indices {
      let (result, overflow) = (~words[index]).addingReportingOverflow(carry ? 1 : 0)
      words[index] = result
      carry = overflow
    }
    return true
  }
}

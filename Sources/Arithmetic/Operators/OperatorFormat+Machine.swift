/// The operations in machine words.
extension OperatorFormat {
  @inline(__always)
  package func multiply(_ a: UInt32, _ b: UInt32, overflow: Overflow) -> UInt32 {
    product(number(of: a), number(of: b), overflow)
  }

  @inline(__always)
  package func add(_ a: UInt32, _ b: UInt32, overflow: Overflow) -> UInt32 {
    sum(number(of: a), number(of: b), overflow)
  }

  @inline(__always)
  package func subtract(_ a: UInt32, _ b: UInt32, overflow: Overflow) -> UInt32 {
    var opposite = number(of: b)
    opposite.negative.toggle()
    return sum(number(of: a), opposite, overflow)
  }

  package func negate(_ a: UInt32) -> UInt32 {
    var opposite = number(of: a)
    opposite.negative.toggle()
    return code(of: opposite, .toInfinity)
  }

  package func compare(_ a: UInt32, _ b: UInt32) -> Comparison {
    if !ordersNotANumber, isNotANumber(a) || isNotANumber(b) { return .unordered }
    let (left, right) = (order(of: a), order(of: b))
    return left < right ? .less : left == right ? .equal : .greater
  }

  /// Whether a code stands for no number: NaN or NaR.
  package func isNotANumber(_ code: UInt32) -> Bool { number(of: code).kind == .notANumber }

  /// A code's value, which a double holds, in machine words; every zero is +0, and nil stands for what has no value.
  package func real(of code: UInt32) -> Double? {
    let number = number(of: code)
    guard number.kind == .finite else { return nil }
    let magnitude = Double(sign: .plus, exponent: number.exponent, significand: Double(number.significand))
    return number.negative && magnitude != 0 ? -magnitude : magnitude
  }

  /// The code of a number of any kind.
  @inline(__always)
  func code(of number: MachineNumber, _ overflow: Overflow) -> UInt32 {
    switch number.kind {
    case .finite: code(number, sticky: false, overflow: overflow)
    case .infinite: infinity(negative: number.negative)
    case .notANumber: notANumber
    }
  }

  @inline(__always)
  func product(_ a: MachineNumber, _ b: MachineNumber, _ overflow: Overflow) -> UInt32 {
    let negative = a.negative != b.negative
    guard a.kind == .finite, b.kind == .finite else {
      let isNumber = a.kind != .notANumber && b.kind != .notANumber
      let isZero = a.kind == .finite && a.significand == 0 || b.kind == .finite && b.significand == 0
      return isNumber && !isZero ? infinity(negative: negative) : notANumber
    }
    let exact = MachineNumber(
      negative: negative, significand: a.significand &* b.significand, exponent: a.exponent &+ b.exponent)
    return code(exact, sticky: false, overflow: overflow)
  }

  @inline(__always)
  func sum(_ a: MachineNumber, _ b: MachineNumber, _ overflow: Overflow) -> UInt32 {
    guard a.kind == .finite, b.kind == .finite else {
      if a.kind == .notANumber || b.kind == .notANumber { return notANumber }
      guard a.kind == b.kind else { return infinity(negative: (a.kind == .infinite ? a : b).negative) }
      return a.negative == b.negative ? infinity(negative: a.negative) : notANumber
    }
    if a.significand == 0, b.significand == 0 {
      let zero = MachineNumber(negative: a.negative && b.negative, significand: 0, exponent: 0)
      return code(zero, sticky: false, overflow: overflow)
    }
    if a.significand == 0 { return code(b, sticky: false, overflow: overflow) }
    if b.significand == 0 { return code(a, sticky: false, overflow: overflow) }
    let isOrdered = a.exponent >= b.exponent
    return sum(ordered: isOrdered ? a : b, isOrdered ? b : a, overflow)
  }

  /// The sum of two numbers but zero, the first with the exponent that is not smaller.
  ///
  /// Significands have up to 30 bits, and where the exponents differ the first one has its leading bit: 31 bits below
  /// it hold every sum whose leading bits cancel, and the sticky bit says the rest. There are no branches on the signs,
  /// which cannot be predicted.
  @inline(__always)
  private func sum(ordered a: MachineNumber, _ b: MachineNumber, _ overflow: Overflow) -> UInt32 {
    let distance = UInt64(truncatingIfNeeded: min(a.exponent &- b.exponent, 63))
    let wide = b.significand &<< 31
    let low = wide &>> distance
    let sticky = low &<< distance != wide
    // Taking away takes away what the sticky bit stands for too: the complement is one less than the opposite.
    let opposite: UInt64 = a.negative != b.negative ? .max : 0
    let difference = a.significand &<< 31 &+ (low ^ opposite) &+ (sticky ? 0 : opposite & 1)
    let flip = Int64(bitPattern: difference) &>> 63
    let magnitude = (difference ^ UInt64(bitPattern: flip)) &- UInt64(bitPattern: flip)
    let result = MachineNumber(
      negative: (a.negative != (flip != 0)) && magnitude != 0, significand: magnitude, exponent: a.exponent &- 31)
    return code(result, sticky: sticky, overflow: overflow)
  }
}

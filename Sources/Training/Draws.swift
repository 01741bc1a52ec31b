/// Random numbers that depend on a seed and on what they are for, not on what was drawn before: any core may draw any
/// sample's.
///
/// The mixing is SplitMix64's. Source: Steele, Lea & Flood, OOPSLA 2014.
package struct Draws: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// - Parameter path: what the numbers are for, for example purpose, epoch, sample.
  package init(seed: UInt64, _ path: Int...) {
    state = path.reduce(Self.mixed(seed)) { Self.mixed($0 ^ UInt64(bitPattern: Int64($1))) }
  }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of 0 to 1, 1 left out.
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// A whole number within a range.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// The numbers below a count in random order.
  package static func order(_ count: Int, seed: UInt64, _ purpose: Int, _ epoch: Int) -> [Int] {
    var draws = Draws(seed: seed, purpose, epoch)
    var result = Array(0..<count)
    for place in result.indices.reversed() where place > 0 {
      result.swapAt(place, draws.integer(in: 0...place))
    }
    return result
  }

  /// What numbers are drawn for.
  package enum Purpose {
    /// The first number of a path, one for each use.
    package static let (split, order, augmentation, dropout, start, statistics) = (1, 2, 3, 4, 5, 6)
  }
}

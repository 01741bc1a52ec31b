/// Numbers that wait for their turn, taken upwards and downwards by turns: what one number leaves to its neighbours, on
/// either side, is done in the same sweep.
struct IndexSweep {
  /// A bit for each number.
  private var words: [UInt64]
  private var isUpwards = true
  /// Where the sweep is.
  private var place = 0

  /// All numbers below `count`.
  init(count: Int) {
    words = [UInt64](repeating: 0, count: count / 64 + 1)
    for index in 0..<count { insert(index) }
  }

  mutating func insert(_ index: Int) { words[index / 64] |= 1 << UInt64(index % 64) }

  /// Takes out the next number; nil when there is none.
  mutating func next() -> Int? {
    guard let index = ahead ?? turned() else { return nil }
    words[index / 64] &= ~(1 << UInt64(index % 64))
    place = index
    return index
  }

  /// The first number behind the end of a sweep, where one begins that goes the other way.
  private mutating func turned() -> Int? {
    isUpwards.toggle()
    return ahead
  }

  /// The next number from `place` on.
  private var ahead: Int? {
    let (word, bit) = (place / 64, UInt64(place % 64))
    if isUpwards {
      let rest = words[word] & (~0 << bit)
      if rest != 0 { return word * 64 + rest.trailingZeroBitCount }
      return words[(word + 1)...].firstIndex { $0 != 0 }.map { $0 * 64 + words[$0].trailingZeroBitCount }
    }
    let rest = words[word] & (~0 >> (63 - bit))
    if rest != 0 { return word * 64 + 63 - rest.leadingZeroBitCount }
    return words[..<word].lastIndex { $0 != 0 }.map { $0 * 64 + 63 - words[$0].leadingZeroBitCount }
  }
}

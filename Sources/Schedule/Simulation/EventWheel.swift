/// The cycles in which places are looked at, as far as `span` - 1 cycles ahead.
struct EventWheel: ~Copyable {
  static let span = 512

  private let words: Int
  /// For each of `span` cycles a set of places, `words` words.
  private let sets: UnsafeMutablePointer<UInt64>
  /// The cycles whose set has been written to.
  private let occupied: UnsafeMutablePointer<UInt64>
  private static let occupiedWords = span / 64

  init(places: Int) {
    words = PlaceSet.words(places)
    sets = .zeros(words * Self.span)
    occupied = .zeros(Self.occupiedWords)
  }

  deinit {
    sets.deallocate()
    occupied.deallocate()
  }

  /// - Precondition: `cycle` is later than the last one taken, by less than `span`.
  func insert(_ place: Int, at cycle: Int) {
    let slot = cycle & (Self.span - 1)
    sets[slot * words + place >> 6] |= 1 << UInt64(place & 63)
    occupied[slot >> 6] |= 1 << UInt64(slot & 63)
  }

  /// The first cycle after `cycle` with a place; nil when there is none.
  func next(after cycle: Int) -> Int? {
    let start = (cycle + 1) & (Self.span - 1)
    let mask = ~UInt64(0) << UInt64(start & 63)
    var index = start >> 6
    var word = occupied[index] & mask
    for turn in 0...Self.occupiedWords {
      if word != 0 {
        let slot = index << 6 + word.trailingZeroBitCount
        return cycle + 1 + (slot - start) & (Self.span - 1)
      }
      index = (index + 1) & (Self.occupiedWords - 1)
      word = turn == Self.occupiedWords - 1 ? occupied[index] & ~mask : occupied[index]
    }
    return nil
  }

  /// Moves the places of a cycle to `set`, which is empty.
  func take(_ cycle: Int, into set: borrowing PlaceSet) {
    let slot = cycle & (Self.span - 1)
    for word in 0..<words {
      set[word: word] = sets[slot * words + word]
      sets[slot * words + word] = 0
    }
    occupied[slot >> 6] &= ~(1 << UInt64(slot & 63))
  }
}

/// A set of places by number.
struct PlaceSet: ~Copyable {
  private let bits: UnsafeMutablePointer<UInt64>
  /// The numbers of the words in which the members are.
  let words: Range<Int>

  init(count: Int) {
    words = 0..<Self.words(count)
    bits = .zeros(words.count)
  }

  deinit { bits.deallocate() }

  static func words(_ places: Int) -> Int { places / 64 + 1 }

  func insert(_ place: Int) { bits[place >> 6] |= 1 << UInt64(place & 63) }

  /// The members in one of the words.
  subscript(word word: Int) -> UInt64 {
    get { bits[word] }
    nonmutating set { bits[word] = newValue }
  }

  func remove(_ place: Int) { bits[place >> 6] &= ~(1 << UInt64(place & 63)) }

  /// Takes the highest member out; nil from an empty set.
  func popHighest() -> Int? {
    var word = words.count - 1
    while word >= 0 {
      if let place = bits[word].popHighest(word: word) { return place }
      word -= 1
    }
    return nil
  }
}

extension UInt64 {
  /// Takes the highest member out of word `word` of a set of places; nil from an empty one.
  mutating func popHighest(word: Int) -> Int? {
    guard self != 0 else { return nil }
    let bit = 63 - leadingZeroBitCount
    self &= ~(1 << UInt64(bit))
    return word << 6 + bit
  }
}

extension UnsafeMutablePointer<UInt64> {
  fileprivate static func zeros(_ count: Int) -> Self {
    let memory = allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    return memory
  }
}

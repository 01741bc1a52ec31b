/// The codes that occur in an array, each once: what depends on a code alone is computed once for all its places.
package struct CodePalette: Sendable {
  /// In the order of their first places.
  package private(set) var codes: [UInt32] = []
  /// For each element of the array the number of its code.
  package private(set) var places: [UInt32] = []

  /// Codes below this are looked up by number.
  private static let narrow: UInt32 = 1 << 16

  /// The distinct codes of an array and where each stands.
  package init(_ array: [UInt32]) {
    let most = Int(array.max().map { min($0, Self.narrow - 1) } ?? 0)
    var numbers = [UInt32](repeating: .max, count: most + 1)
    var others: [UInt32: UInt32] = [:]
    places.reserveCapacity(array.count)
    for code in array {
      let known = code < Self.narrow ? numbers[Int(code)] : others[code] ?? .max
      guard known == .max else {
        places.append(known)
        continue
      }
      let number = UInt32(codes.count)
      if code < Self.narrow { numbers[Int(code)] = number } else { others[code] = number }
      codes.append(code)
      places.append(number)
    }
  }
}

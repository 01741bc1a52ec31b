package import Arithmetic

/// Where an operator is cut: a mask over its natural boundaries.
package struct CutMask: Sendable, Hashable {
  /// How many boundaries there are.
  package let boundaries: Int
  /// Bit i: registers at boundary i.
  package let bits: Int

  /// `count` cuts, spread evenly; throws when there are fewer boundaries.
  package init(_ count: Int, boundaries: Int) throws(FormatError) {
    guard (0...boundaries).contains(count) else {
      throw FormatError("cannot be cut \(count) times; 0 to \(boundaries) are possible here")
    }
    self.boundaries = boundaries
    bits = (0..<count).reduce(0) { bits, index in
      // The middle of equal shares, rounded half up.
      bits | 1 << ((2 * (index + 1) * (boundaries + 1) + count + 1) / (2 * (count + 1)) - 1)
    }
  }

  package subscript(boundary: Int) -> Bool { bits >> boundary & 1 == 1 }
}

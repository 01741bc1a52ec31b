/// How many elements of a signal, or copies of a node's hardware, stand side by side.
package enum Extent: Sendable, Hashable {
  case single
  /// One for each lane of a word.
  case lanes(Int)
  /// One for each result that grows or leaves side by side.
  case units(Int)
  /// One for each lane of each unit; the lanes of a unit stand together.
  case products(units: Int, lanes: Int)

  package var count: Int {
    switch self {
    case .single: 1
    case .lanes(let count), .units(let count): count
    case .products(let units, let lanes): units * lanes
    }
  }
}

/// What the bits of a signal stand for.
package enum Meaning: Sendable, Hashable {
  /// Codes of a format, or parts of them.
  case code
  /// Two's complement integers.
  case integer
  /// Flags, or unsigned counts of them.
  case flags
}

/// Elements of one width, side by side, the first in the lowest bits, made by one node of a graph.
package struct Signal: Sendable, Hashable {
  /// Lower-case words with `_`, of the whole, for example `terms`.
  package var name: String
  /// The same of one element, for example `term`.
  package var element: String
  /// Bits of an element.
  package var width: Int
  package var extent: Extent
  package var meaning: Meaning
  /// Whether registers that carry it reset to 0; data's do not.
  package var isControl: Bool

  package init(
    _ name: String, element: String? = nil, width: Int, _ extent: Extent = .single, _ meaning: Meaning = .code,
    isControl: Bool = false
  ) {
    self.name = name
    self.element = element ?? name
    self.width = width
    self.extent = extent
    self.meaning = meaning
    self.isControl = isControl
  }

  /// Bits of all elements.
  package var bits: Int { width * extent.count }
}

/// A constant of a model's file: an initializer, an attribute's value, or what operators make of them.
package struct ONNXTensor: Sendable, Hashable {
  /// Values wide enough to hold every element type exactly.
  package enum Elements: Sendable, Hashable {
    case real([Double])
    case integer([Int64])
  }

  /// The type that the file states.
  package var type: ElementType
  /// Extents, outermost first; a scalar has none.
  package var shape: [Int]
  /// The elements, the last axis running fastest.
  package var elements: Elements
  /// What a quantizer made of the elements; nil where none did.
  package var grid: ValueGrid?

  /// - Precondition: `elements` fills `shape` and is real exactly when `type` is.
  package init(type: ElementType, shape: [Int], elements: Elements, grid: ValueGrid? = nil) {
    self.type = type
    self.shape = shape
    self.elements = elements
    self.grid = grid
    precondition(shape.reduce(1, *) == count, "a tensor's elements fill its shape")
  }

  /// A vector of 64-bit integers, as shapes and axes are given.
  package init(integers values: [Int]) {
    self.init(type: .int64, shape: [values.count], elements: .integer(values.map { Int64($0) }))
  }

  /// Elements that there are.
  package var count: Int {
    switch elements {
    case .real(let values): values.count
    case .integer(let values): values.count
    }
  }

  /// The elements as doubles: exact for every type but large 64-bit integers.
  package var reals: [Double] {
    switch elements {
    case .real(let values): values
    case .integer(let values): values.map { Double($0) }
    }
  }

  /// The elements of an integer tensor; nil for a real one.
  package var integers: [Int]? {
    guard case .integer(let values) = elements else { return nil }
    return values.map { Int($0) }
  }
}

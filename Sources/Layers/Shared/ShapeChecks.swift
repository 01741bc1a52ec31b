import Support

/// The single shape that an operation of one operand reads.
func onlyShape(_ shapes: [Shape], kind: String) throws(Failure) -> Shape {
  guard shapes.count == 1, let shape = shapes.first else {
    throw Failure(at: kind, "it reads \(shapes.count) tensors; 1 is expected")
  }
  try shape.check(kind: kind)
  return shape
}

/// Throws unless a constant has the count that is expected.
func expect(_ found: Int, _ expected: Int, _ what: String, kind: String) throws(Failure) {
  guard found == expected else {
    throw Failure(at: kind, "it has \(found) \(what); \(expected) are expected")
  }
}

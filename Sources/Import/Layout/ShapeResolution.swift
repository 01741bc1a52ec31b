import Support

/// Why extents do not fit a tensor.
struct ShapeDefect: Error {
  var message: String
}

/// The extents that a reshape means: 0 keeps one, -1 takes what is left.
func resolve(
  _ extents: [Int], of shape: [Int], keepsZeros: Bool, batch: Int?
) throws(ShapeDefect) -> [Int] {
  guard extents.count <= 64 else { throw ShapeDefect(message: "its shape has \(extents.count) axes; 64 are supported") }
  guard extents.allSatisfy({ $0 >= -1 }), extents.filter({ $0 == -1 }).count <= 1 else {
    throw ShapeDefect(message: "its shape is \(extents); extents of 0 or more and one -1 are supported")
  }
  let total = elementCount(of: shape) ?? 0
  var result = extents
  if !keepsZeros {
    for index in result.indices where result[index] == 0 {
      guard shape.indices.contains(index) else {
        throw ShapeDefect(message: "its shape \(extents) keeps axis \(index) of \(shape)")
      }
      result[index] = shape[index]
    }
  }
  if let batch, result.first == batch, elementCount(of: result.filter { $0 != -1 }) != total { result[0] = 1 }
  if let open = result.firstIndex(of: -1) {
    let known = elementCount(of: result.filter { $0 != -1 }) ?? 0
    guard known > 0, total % known == 0 else {
      throw ShapeDefect(message: "its shape \(extents) does not fit the elements of \(shape)")
    }
    result[open] = total / known
  }
  guard elementCount(of: result) == total else {
    throw ShapeDefect(message: "its shape \(extents) does not fit the elements of \(shape)")
  }
  return result
}

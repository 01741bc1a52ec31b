import ONNX

extension ImportContext {
  /// Reports attributes that the operator does not have.
  package mutating func expectAttributes(_ known: Set<String>) {
    for name in current.attributes.keys.sorted() where !known.contains(name) {
      report("attribute '\(name)' is not one of \(current.kind)'s\(Self.listing(known))")
    }
  }

  private static func listing(_ known: Set<String>) -> String {
    known.isEmpty ? "; it has none" : "; it has " + known.sorted().map { "'\($0)'" }.joined(separator: ", ")
  }

  package mutating func integer(_ name: String, default value: Int) -> Int {
    switch current.attributes[name] {
    case nil: return value
    case .integer(let found)?: return found
    case let other?:
      mistyped(name, other, expected: "an integer")
      return value
    }
  }

  package mutating func real(_ name: String, default value: Double) -> Double {
    switch current.attributes[name] {
    case nil: return value
    case .real(let found)? where found.isFinite: return found
    case let other?:
      mistyped(name, other, expected: "a finite number")
      return value
    }
  }

  package mutating func text(_ name: String, default value: String) -> String {
    switch current.attributes[name] {
    case nil: return value
    case .text(let found)?: return found
    case let other?:
      mistyped(name, other, expected: "a string")
      return value
    }
  }

  package mutating func integers(_ name: String) -> [Int]? {
    switch current.attributes[name] {
    case nil: return nil
    case .integers(let found)?: return found
    case let other?:
      mistyped(name, other, expected: "a list of integers")
      return nil
    }
  }

  /// Reports an attribute whose value is none of those that are supported.
  package mutating func unsupported(_ name: String, found: String, supported: String, notes: [String] = []) {
    report("attribute '\(name)' is \(found); \(supported)", notes: notes)
  }

  private mutating func mistyped(_ name: String, _ found: ONNXAttribute, expected: String) {
    report("attribute '\(name)' is \(found.description); \(expected) is expected")
  }
}

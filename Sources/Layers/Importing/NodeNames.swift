import Foundation
import Support

/// Makes names that are unique without regard to case, and identifiers in Verilog and in every file system.
package struct NodeNames: Sendable {
  /// Characters of the longest name.
  static let longest = 40
  private var taken: Set<String> = []
  private var counts: [String: Int] = [:]
  private var numbers: [String: Int] = [:]

  package init() {}

  /// A name after the model's own (the last parts of its path), or after the kind where that says nothing.
  package mutating func name(for origin: String, kind: String) -> String {
    let own = Self.identifier(origin)
    if !own.isEmpty { return unique(own) }
    let base = Self.identifier(kind)
    counts[base, default: 0] += 1
    return unique("\(base)\(counts[base, default: 1])")
  }

  private mutating func unique(_ name: String) -> String {
    var candidate = ReservedWords.all.contains(name.lowercased()) ? name + "_0" : name
    while !taken.insert(candidate.lowercased()).inserted {
      numbers[name, default: 1] += 1
      let suffix = "_\(numbers[name, default: 1])"
      candidate = name.prefix(Self.longest - suffix.count) + suffix
    }
    return candidate
  }

  /// The last two parts of a path-like name as letters, digits and underscores, a letter first.
  static func identifier(_ text: String) -> String {
    // Fused layers carry the paths of all their parts; those of variables say least.
    let paths = text.split(separator: ";")
    let path = paths.last { !$0.contains("ReadVariableOp") } ?? paths.last ?? ""
    let parts = path.split(separator: "/").suffix(2).joined(separator: "_")
    var result = ""
    // Accents go, the letters below them stay.
    for character in parts.decomposedStringWithCompatibilityMapping.unicodeScalars.prefix(400)
    where character.properties.canonicalCombiningClass == .notReordered {
      let isWord = character.isASCII && (character.properties.isAlphabetic || ("0"..."9").contains(character))
      if isWord {
        result.unicodeScalars.append(character)
      } else if !result.isEmpty, result.last != "_" {
        result += "_"
      }
    }
    result = String(result.suffix(longest))
    while let first = result.first, first == "_" || first.isNumber { result.removeFirst() }
    while result.last == "_" { result.removeLast() }
    return result
  }
}

internal import Foundation
package import Support

/// Recipes that come with the command: a name stands in place of a file.
package enum RecipeLibrary {
  private static let texts: [String: String] = [
    "cyclic": """
    # From 4 bits down to the plan's, back to the accurate model, and down again.
    epochs: 45
    descent: {from: 4, cycles: 2}
    schedule: {kind: cosine}

    """,
    "posit": """
    # All numbers of a step in posits; weights, gradients and the optimizer's state too.
    epochs: 10
    batch: 64
    numbers: 'posit<16,1>'
    optimizer: {kind: sgd, rate: 0.05, momentum: 0.9}
    schedule: {kind: cosine, warm-up: 1}

    """,
  ]

  /// The names, for messages.
  package static var names: String { texts.keys.sorted().map { "'\($0)'" }.joined(separator: ", ") }

  /// The YAML of a recipe; nil for other names.
  package static func text(_ name: String) -> String? { texts[name] }
}

extension RecipeReader {
  /// Reads a file, or where there is none of that path the recipe of that name.
  package static func read(pathOrName text: String) throws(Failure) -> Recipe {
    if FileManager.default.fileExists(atPath: text) { return try read(path: text) }
    if let found = RecipeLibrary.text(text) { return try read(found, file: "recipe '\(text)'") }
    throw Failure(at: text, "there is no such file, and no recipe of that name; the names are \(RecipeLibrary.names)")
  }
}

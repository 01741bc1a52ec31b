import Foundation
import Import
import Quantize
package import Support

/// A commented plan for a model, also written to a file when one is named.
///
/// Throws when the model cannot be imported or the file is there already and must not be replaced.
package func plan(_ model: String, to output: String?, replacing: Bool) throws(Failure) -> String {
  let text = try PlanWriter.text(for: try importModel(at: model))
  guard let output else { return text }
  let file = try OutputFile(output, besides: [model])
  if !replacing, FileManager.default.fileExists(atPath: output) {
    throw Failure(at: output, "the file is there already", notes: ["--force replaces it"])
  }
  try file.write(text)
  return text
}

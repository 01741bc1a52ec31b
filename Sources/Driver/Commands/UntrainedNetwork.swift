import Foundation
import ONNX
package import Support

/// Writes an untrained network as an ONNX file; see `UntrainedModel` for the spellings.
///
/// Throws for other spellings, images that do not fit, and a file that is there already and must not be replaced.
package func writeNetwork(
  _ spelling: String, to output: String, seed: UInt64, image: Shape? = nil, classes: Int? = nil,
  activation: String? = nil, replacing: Bool
) throws(Failure) {
  let file = try OutputFile(output)
  let functions = UntrainedModel.Activation.allCases.map(\.rawValue)
  if let activation, !functions.contains(activation) {
    throw Failure(
      at: "--activation", "'\(activation)' is none of \(functions.map { "'\($0)'" }.joined(separator: ", "))")
  }
  if !replacing, FileManager.default.fileExists(atPath: output) {
    throw Failure(at: output, "the file is there already", notes: ["--force replaces it"])
  }
  try file.write(
    try UntrainedModel(spelling).file(
      seed: seed, image: image, classes: classes,
      activation: activation.flatMap { UntrainedModel.Activation(rawValue: $0) }))
}

/// What networks can be written, for help.
package let untrainedNetworks = UntrainedModel.spellings

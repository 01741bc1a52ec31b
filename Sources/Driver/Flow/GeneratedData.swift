import Foundation
package import Support

/// Which data sets can be written, for help.
package let generatedDataSets = "two-moons"

/// Writes inputs and labels of a generated data set, as `inputs.npy` and `labels.npy` in a folder.
///
/// Throws for other names, and where files are there already and must not be replaced.
package func writeDataSet(
  _ name: String, samples: Int, noise: Double, seed: UInt64, to folder: String, replacing: Bool
) throws(Failure) {
  guard name == generatedDataSets else {
    throw Failure(at: name, "is no data set that can be written; '\(generatedDataSets)' is")
  }
  let paths = ["\(folder)/inputs.npy", "\(folder)/labels.npy"]
  if !replacing, let taken = paths.first(where: FileManager.default.fileExists) {
    throw Failure(at: taken, "the file is there already", notes: ["--force replaces it"])
  }
  try OutputFile.checkName(folder)
  try Disk.makeFolder(folder)
  let moons = TwoMoons(samples: samples, noise: noise, seed: seed)
  try OutputFile(paths[0]).write(npy("<f4", [samples, 2], moons.inputs.withUnsafeBytes(Array.init)))
  try OutputFile(paths[1]).write(npy("|u1", [samples], moons.labels))
}

/// The bytes of a `.npy` file: a header of a multiple of 64 bytes, then the elements.
///
/// Source: NumPy Enhancement Proposal 1.
func npy(_ type: String, _ shape: [Int], _ elements: [UInt8]) -> [UInt8] {
  let extents = shape.map { "\($0)," }.joined(separator: " ")
  let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
  let padded = text + String(repeating: " ", count: 63 - (10 + text.utf8.count) % 64) + "\n"
  let length = UInt16(padded.utf8.count)
  return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(padded.utf8) + elements
}

/// Two half circles of radius 1 that reach into each other, with normal noise; even samples are of class 0.
///
/// Source: scikit-learn's `make_moons`.
struct TwoMoons {
  private(set) var inputs: [Float] = []
  private(set) var labels: [UInt8] = []

  init(samples: Int, noise: Double, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for sample in 0..<samples {
      let angle = Double.random(in: 0...Double.pi, using: &random)
      let isFirst = sample % 2 == 0
      let point = isFirst ? (cos(angle), sin(angle)) : (1 - cos(angle), 0.5 - sin(angle))
      let added = Self.normals(&random)
      inputs += [Float(point.0 + noise * added.0), Float(point.1 + noise * added.1)]
      labels.append(isFirst ? 0 : 1)
    }
  }

  /// Two independent normal numbers. Source: Box & Muller, 1958.
  private static func normals(_ random: inout SplitMix64) -> (Double, Double) {
    let length = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
    let angle = Double.random(in: 0..<2 * Double.pi, using: &random)
    return (length * cos(angle), length * sin(angle))
  }
}

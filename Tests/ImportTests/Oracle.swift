import Foundation
import NetworkIR
import Support
import TestTools

/// The reference implementation of ONNX: onnxruntime, in a Python of its own.
enum Oracle {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A Python that has onnx and onnxruntime: `MANTISSA_PYTHON`, or what `make test` installs.
  static let python: String? = {
    let installed = root.appendingPathComponent(".build/oracles/bin/python3").path
    let path = ProcessInfo.processInfo.environment["MANTISSA_PYTHON"] ?? installed
    guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
    let check = try? run(path, ["-c", "import onnx, onnxruntime, numpy"], in: root)
    return check?.status == 0 ? path : nil
  }()

  static let absence: String = "no Python with onnx and onnxruntime: run `make test`, or set MANTISSA_PYTHON"

  /// Whether that Python has qonnx too.
  static let hasQONNX: Bool = {
    guard let python else { return false }
    return (try? run(python, ["-c", "import qonnx.core.onnx_exec"], in: root))?.status == 0
  }()

  static let qonnxAbsence: String = "no Python with qonnx: run `make test`, or set MANTISSA_PYTHON"

  /// A trained network: the example, those that `export_models.py` made, and those of the shared folder; nil without it.
  static func model(_ name: String) -> String? {
    let example = root.appendingPathComponent("Examples/lenet5/lenet5.onnx").path
    if name == "lenet5" { return example }
    let exported = root.appendingPathComponent("Tests/Models/\(name).onnx").path
    if FileManager.default.fileExists(atPath: exported) { return exported }
    let path = root.appendingPathComponent("../shared/models/\(name).onnx").standardizedFileURL.path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// A small model of the shared folder that stands for a kind; nil without it.
  static func sharedCase(_ name: String) -> String? {
    let path = root.appendingPathComponent("../shared/cases/\(name).onnx").standardizedFileURL.path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  static func script(_ name: String, _ arguments: [String]) throws {
    guard let python else { throw OracleFailure(description: absence) }
    let path = root.appendingPathComponent("Tests/Oracles/\(name)").path
    let finished = try run(python, [path] + arguments, in: root)
    if finished.status != 0 { throw OracleFailure(description: finished.output) }
  }

  static func floats(_ url: URL) throws -> [Float] {
    let data = try Data(contentsOf: url)
    return data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  }
}

struct OracleFailure: Error, CustomStringConvertible {
  var description: String
}

extension NetworkInput {
  /// The values of one sample, from the model's order to the stream's.
  func streamed(_ values: ArraySlice<Float>) -> [Float] {
    order.places.map { values[values.startIndex + $0] }
  }
}

/// The largest difference relative to the largest expected value.
///
/// Two float32 programs add in different orders, so results differ by a few units in the last place of the sum's
/// largest term.
func relativeDifference(_ found: [Float], _ expected: [Float]) -> Float {
  guard found.count == expected.count, !found.isEmpty else { return .infinity }
  let scale = max(expected.map { abs($0) }.max() ?? 0, 1e-3)
  return zip(found, expected).map { ($0 - $1).isNaN ? .infinity : abs($0 - $1) / scale }.max() ?? .infinity
}

import Foundation
import Layers
import NetworkIR
import ONNX
import Support
import TestTools
import Testing

@testable import Import

/// The ONNX project's own node tests (onnx.backend.test) in the float executor, for every operator that is imported.
///
/// Documentation/ONNX-tests.md holds the table of one version of the package `onnx`; with that version it has to come out
/// again, with others no test may fail. The table that was found is `.build/ONNX-tests.md`.
@Suite struct BackendTests {
  @Test(.enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
  func nodeTestsPassOrAreRefused() throws {
    try withTemporaryFolder { folder in
      let lists = [Operators.imported, Array(ConstantEvaluation.table.keys)].map { $0.joined(separator: ",") }
      try Oracle.script("backend_cases.py", [folder.path] + lists)
      let text = try Data(contentsOf: folder.appendingPathComponent("cases.json"))
      let list = try JSONDecoder().decode(BackendList.self, from: text)
      let results = try list.cases.map { item in (item, try BackendRun(item, in: folder).result) }
      let report = BackendReport(version: list.version, results: results)
      let found = Oracle.root.appendingPathComponent(".build/ONNX-tests.md")
      try report.text.write(to: found, atomically: true, encoding: .utf8)
      print(report.summary)

      #expect(report.failures == [])
      #expect(report.passed > 250 && report.computed > 250, "\(report.summary)")
      let path = Oracle.root.appendingPathComponent("Documentation/ONNX-tests.md")
      let committed = try String(contentsOf: path, encoding: .utf8)
      if committed.contains("onnx \(list.version)") { #expect(committed == report.text, "see \(found.path)") }
    }
  }
}

enum Operators {
  /// Those that become layers, of every domain.
  static let imported = LayerRegistry.imports.map(\.name) + LayoutOperators.all.map(\.name) + Expansion.reductions.keys
}

/// What `backend_cases.py` writes.
struct BackendList: Decodable {
  /// Of the package `onnx`.
  var version: String
  var cases: [BackendCase]
}

struct BackendCase: Decodable {
  var test: String
  var `operator`: String
  var form: String
  /// Which of the test's outputs.
  var output: Int
  /// The files' name.
  var name: String
  /// Samples.
  var batch: Int
  var rtol: Double
  var atol: Double
}

/// One network of one test.
struct BackendRun {
  enum Result: Hashable {
    case passed
    case failed(String)
    /// Refused with this message.
    case refused(String)
  }

  let result: Result

  init(_ item: BackendCase, in folder: URL) throws {
    let model: ONNXModel
    do throws(Failure) {
      model = try ONNXModel.load(folder.appendingPathComponent("\(item.name).onnx").path)
    } catch {
      result = .refused(error.diagnostics.first?.message ?? "")
      return
    }
    let importer = Importer(model)
    if item.form == "constant" {
      result = try Self.constant(importer, item, in: folder)
      return
    }
    guard importer.problems.isEmpty, let output = model.outputs.first,
      case .activation(let view)? = importer.context.values[output.name]
    else {
      result = .refused(importer.problems.first?.message ?? "")
      return
    }
    let input = try Oracle.floats(folder.appendingPathComponent("\(item.name).input.f32"))
    let expected = try Oracle.floats(folder.appendingPathComponent("\(item.name).output.f32"))
    do throws(Failure) {
      let network = try importModel(model)
      if let note = network.notes.first(where: { $0.contains("is dropped") }) {
        result = .refused(note)
        return
      }
      let size = input.count / item.batch
      let streamed = (0..<item.batch).flatMap { network.input.streamed(input[$0 * size..<($0 + 1) * size]) }
      let found = try NetworkExecutor(network).output(streamed, batch: item.batch)
      result = Self.compare(network.outputOrder?.apply(found) ?? found, expected, view, item)
    } catch { result = .refused(error.diagnostics.first?.message ?? "") }
  }

  /// The constant that the operator makes: of integers exactly the test's.
  private static func constant(_ importer: Importer, _ item: BackendCase, in folder: URL) throws -> Result {
    guard let output = importer.context.model.outputs.first,
      case .constant(let tensor)? = importer.context.values[output.name]
    else {
      // The first one is that nothing reads the input.
      return .refused(importer.problems.last?.message ?? "")
    }
    let data = try Data(contentsOf: folder.appendingPathComponent("\(item.name).output.f64"))
    let expected = data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    guard tensor.count == expected.count else {
      return .failed("\(tensor.shape) elements; \(expected.count) are expected")
    }
    if let type = output.type, type != tensor.type { return .failed("type \(tensor.type); \(type) is expected") }
    if let shape = output.shape,
      shape.count != tensor.shape.count || zip(shape, tensor.shape).contains(where: { $0 ?? $1 != $1 })
    {
      return .failed("shape \(tensor.shape); \(shape) is expected")
    }
    let tolerance = tensor.type.isReal ? (item.atol, item.rtol) : (0, 0)
    for (y, z) in zip(tensor.reals, expected)
    where !(y == z || y.isNaN && z.isNaN || abs(y - z) <= tolerance.0 + tolerance.1 * abs(z)) {
      return .failed("an element is \(y); \(z) is expected")
    }
    return .passed
  }

  /// Compares in the model's order, with the tolerance that the test states.
  private static func compare(
    _ found: [Float], _ expected: [Float], _ view: ActivationView, _ item: BackendCase
  ) -> Result {
    guard found.count == expected.count else {
      return .failed("\(found.count) elements; \(expected.count) are expected")
    }
    for (index, real) in found.enumerated() {
      // The network computes with what codes stand for.
      let y = Double(view.coding.map { real / $0.scale + Float($0.zeroPoint) } ?? real)
      let z = Double(expected[index])
      if y == z || y.isNaN && z.isNaN || abs(y - z) <= item.atol + item.rtol * abs(z) { continue }
      return .failed("element \(index) is \(y); \(z) is expected")
    }
    return .passed
  }
}

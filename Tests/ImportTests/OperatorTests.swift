import Foundation
import Import
import NetworkIR
import Support
import TestTools
import Testing

/// One small model for each operator and corner of its attributes, against onnxruntime.
@Suite struct OperatorTests {
  struct Case: Decodable {
    var name: String
    /// Samples.
    var count: Int
    /// Part of the message that refuses the model; nil where it is to be imported.
    var problem: String?
  }

  @Test(.enabled(if: Oracle.python != nil, "\(Oracle.absence)"), arguments: [1, 2])
  func operatorsAgreeWithOnnxruntime(_ seed: Int) throws {
    try withTemporaryFolder { folder in
      try Oracle.script("make_cases.py", [folder.path, "\(seed)"])
      let list = try Data(contentsOf: folder.appendingPathComponent("cases.json"))
      let cases = try JSONDecoder().decode([Case].self, from: list)
      #expect(cases.count > 150)
      for item in cases {
        if let problem = item.problem {
          expectRefusal(item, problem, in: folder)
        } else {
          try expectAgreement(item, in: folder, seed: seed)
        }
      }
    }
  }

  private func expectRefusal(_ item: Case, _ problem: String, in folder: URL) {
    let path = folder.appendingPathComponent("\(item.name).onnx").path
    do throws(Failure) {
      _ = try importModel(at: path)
      Issue.record("\(item.name) is imported")
    } catch {
      #expect(error.kind == .input)
      #expect(error.description.contains(problem), "\(item.name): \(error)")
      #expect(error.diagnostics.allSatisfy { $0.location.hasPrefix("\(item.name).onnx") }, "\(error)")
    }
  }

  private func expectAgreement(_ item: Case, in folder: URL, seed: Int) throws {
    let network: Network
    do throws(Failure) {
      network = try importModel(at: folder.appendingPathComponent("\(item.name).onnx").path)
    } catch {
      Issue.record("\(item.name), seed \(seed): \(error)")
      return
    }
    let input = try Oracle.floats(folder.appendingPathComponent("\(item.name).input.f32"))
    let expected = try Oracle.floats(folder.appendingPathComponent("\(item.name).output.f32"))
    let size = input.count / item.count
    guard size == network.input.shape.count, network.input.order.isSound else {
      Issue.record("\(item.name): \(network.input)")
      return
    }
    let streamed = (0..<item.count).flatMap { network.input.streamed(input[$0 * size..<($0 + 1) * size]) }
    let found = try NetworkExecutor(network, chunk: 2).output(streamed, batch: item.count)
    #expect(relativeDifference(found, expected) < 2e-5, "\(item.name), seed \(seed)")
  }
}

import Driver
import Foundation
import ModelTools
import ONNX
import Support
import SwiftProtobuf

/// ONNX files, inspected and, some of them, compiled; with and without a plan.
struct ModelSubject: Subject {
  static let name = "onnx"

  private let seeds: [[UInt8]]
  private let plans: [String?]
  private let output: String

  init(folder: URL) throws {
    output = folder.appending(path: "out").path
    seeds = try Models.all()
    plans = [nil] + (try Plans.write(to: folder).map { $0 })
  }

  mutating func make(_ random: inout SplitMix64) throws -> [UInt8] {
    var bytes = random.pick(seeds)
    if !random.chance(4), var model = try? Onnx_ModelProto(serializedBytes: Data(bytes)) {
      var mutation = ModelMutation(random: random)
      mutation.mutate(&model)
      random = mutation.random
      bytes = [UInt8](try model.serializedData())
      if !random.chance(16) { return bytes }
    }
    ByteMutation.mutate(&bytes, &random)
    return bytes
  }

  func read(_ path: String) throws {
    // The file alone decides what becomes of it, so that it breaks again what it broke.
    let sum = (FileManager.default.contents(atPath: path) ?? Data()).reduce(0) { $0 &+ Int($1) }
    let plan = plans[sum % plans.count]
    try inspectAndCompile(path, plan: plan, output: sum % 8 == 0 ? output : nil)
  }
}

/// Plans, for a model that the first line names by a number.
struct PlanSubject: Subject {
  static let name = "plan"

  private let models: [String]
  private let output: String
  private var grammar: PlanGrammar
  private let mutation = TextMutation(words: PlanGrammar.words)

  init(folder: URL) throws {
    output = folder.appending(path: "out").path
    models = try Models.small(in: folder)
    grammar = try PlanGrammar(models: models)
  }

  mutating func make(_ random: inout SplitMix64) throws -> [UInt8] {
    // The one with a sigmoid, whose tables take long to make, comes seldom.
    let number = random.chance(32) ? 2 : random.pick([0, 0, 0, 1, 3, 3])
    var bytes = Array(grammar.text(model: number, &random).utf8)
    if random.chance(2) { mutation.mutate(&bytes, &random) }
    if random.chance(16) { ByteMutation.mutate(&bytes, &random) }
    return Array("#\(number)\n".utf8) + bytes
  }

  func read(_ path: String) throws {
    let bytes = FileManager.default.contents(atPath: path) ?? Data()
    let number = bytes.dropFirst().first.map { Int($0) - 48 } ?? 0
    let model = models[models.indices.contains(number) ? number : 0]
    let sum = bytes.reduce(0) { $0 &+ Int($1) }
    try inspectAndCompile(model, plan: path, output: sum % 16 == 0 ? output : nil)
  }
}

/// What `inspect` and `compile` do.
private func inspectAndCompile(_ model: String, plan: String?, output: String?) throws {
  let report = try inspect(InspectOptions(model: model, plan: plan))
  for line in report.problems + report.layers.compactMap(\.problem) + report.notes { try checkReadable(line) }
  guard report.supported else {
    if report.problems.isEmpty, report.layers.allSatisfy({ $0.problem == nil }) { throw Complaint("says not why") }
    throw Failure(at: model, "is not supported")
  }
  guard let output else { return }
  _ = try compile(
    CompileOptions(model: model, plan: plan, calibration: "random", calibrationSamples: 2, output: output))
}

/// Models to start from.
enum Models {
  /// Small ones, and those that other tools wrote.
  static func all() throws -> [[UInt8]] {
    let folder = Subjects.root.appending(path: "Tests/Models")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".onnx") }
      .sorted()
    let own = try [TinyModel.make(), TinyModel.makeMoves()].map { [UInt8](try $0.serializedData()) }
    return own + own + (try names.map { [UInt8](try Data(contentsOf: folder.appending(path: $0))) })
  }

  /// The paths of those that compile quickly: without quantizers, with them, with joins.
  static func small(in folder: URL) throws -> [String] {
    let own = [TinyModel.makeFloats(), TinyModel.make(), TinyModel.makeMoves()]
    let paths = try own.enumerated().map { index, model in
      let file = folder.appending(path: "tiny\(index).onnx")
      try model.serializedData().write(to: file)
      return file.path
    }
    return paths + [Subjects.root.appending(path: "Tests/Models/small_residual.onnx").path]
  }
}

import Driver
import Foundation
import ModelTools
import ONNX
import Support
import SwiftProtobuf
import TestTools
import Testing

/// Values that arithmetic does not expect, in models, plans, samples and designs: computed, or refused in words.
@Suite struct HostileValueTests {
  private static func write(_ model: Onnx_ModelProto, _ folder: URL) throws -> String {
    let file = folder.appending(path: "model.onnx")
    try model.serializedData().write(to: file)
    return file.path
  }

  /// The float model without its functions of an element, which have no tables of wide codes.
  private static func plainModel() -> Onnx_ModelProto {
    var model = TinyModel.makeFloats()
    model.graph.node.removeAll { ["LeakyRelu", "Mul"].contains($0.opType) }
    for index in model.graph.node.indices where model.graph.node[index].input == ["h"] {
      model.graph.node[index].input = ["p"]
    }
    return model
  }

  /// The same with all elements of a tensor replaced.
  private static func model(_ name: String, _ value: Float) -> Onnx_ModelProto {
    var model = plainModel()
    for index in model.graph.initializer.indices where model.graph.initializer[index].name == name {
      let count = model.graph.initializer[index].rawData.count / 4
      model.graph.initializer[index].rawData = [Float](repeating: value, count: count).withUnsafeBytes { Data($0) }
    }
    return model
  }

  /// Whether a model compiles under a plan; a refusal has to be one of the input, and names a place.
  private func compiles(_ model: Onnx_ModelProto, plan: String, _ folder: URL) throws -> Bool {
    let path = try Self.write(model, folder)
    let file = folder.appending(path: "plan.yml")
    try Data(plan.utf8).write(to: file)
    do throws(Failure) {
      _ = try compile(
        CompileOptions(
          model: path, plan: file.path, calibration: "random", calibrationSamples: 4,
          output: folder.appending(path: "out").path))
      try readDesign(folder.appending(path: "out").path)
      return true
    } catch {
      #expect(error.kind == .input)
      #expect(error.description.contains("node '") || error.description.contains("layer '"), "\(error)")
      return false
    }
  }

  @Test(arguments: [
    "", "defaults: {weights: fp32, activations: fp32}\n", "defaults: {weights: fixed<32>, activations: fixed<32>}\n",
    "input: {format: 'posit<16,1>'}\ndefaults: {weights: 'posit<16,1>', activations: 'posit<16,1>'}\n",
    "defaults: {range: percentile<99>}\n",
    """
    input: {format: 'posit<8,0>'}
    defaults: {weights: 'posit<8,0>', activations: 'posit<8,0>', multiplier: plam, accumulator: rounded}

    """,
    "defaults: {weights: binary, activations: fixed<8>, affine: 48, range: min-max}\n",
  ]) func weightsOfAnySize(plan: String) throws {
    try withTemporaryFolder { folder in
      #expect(try compiles(Self.plainModel(), plan: plan, folder))
      for name in ["w", "w1", "v"] { #expect(try compiles(Self.model(name, 0), plan: plan, folder), "\(name)") }
      for value in [1e38, -1e38, Float.leastNonzeroMagnitude] {
        for name in ["w", "mean", "variance", "beta", "v"] {
          _ = try compiles(Self.model(name, value), plan: plan, folder)
        }
      }
    }
  }

  /// Random codes have values: ternary has one code that has none.
  @Test func randomSamplesAreOfTheInputsFormat() throws {
    try withTemporaryFolder { folder in
      let plan = "input: {format: ternary}\ndefaults: {weights: fixed<4>}\n"
      let isCompiled = try compiles(TinyModel.makeFloats(), plan: plan, folder)
      #expect(isCompiled)
    }
  }

  /// Samples that a network makes infinite are refused, wherever the first one lies.
  @Test(arguments: ["range: percentile<99>", "activations: 'posit<8,0>'", "range: mse"])
  func samplesThatOverflow(setting: String) throws {
    try withTemporaryFolder { folder in
      let path = try Self.write(TinyModel.makeFloats(), folder)
      let samples = folder.appending(path: "samples.npy")
      let plan = folder.appending(path: "plan.yml")
      try Data("defaults: {\(setting)}\n".utf8).write(to: plan)
      var values = (0..<144).map { Float($0) / 100 }
      for index in 80..<100 { values[index] = index % 2 == 0 ? 3e38 : -3e38 }
      let elements = values.withUnsafeBytes { Array($0) }
      try Data(DataFiles.npy("<f4", shape: "(2, 2, 6, 6)", elements: elements)).write(to: samples)
      let failure = #expect(throws: Failure.self) {
        try FrontEnd(model: path, plan: plan.path, calibration: samples.path, samples: 8)
      }
      #expect(failure?.description.contains("is not finite on the calibration samples") == true)
    }
  }

  @Test func tracesHaveSortedKeys() throws {
    try withTemporaryFolder { folder in
      let path = try Self.write(TinyModel.makeFloats(), folder)
      let (images, labels) = (folder.appending(path: "images"), folder.appending(path: "labels"))
      try Data(DataFiles.idx(shape: [2, 2, 6, 6], elements: Array(0..<144))).write(to: images)
      try Data(DataFiles.idx(shape: [2], elements: [0, 2])).write(to: labels)
      let trace = folder.appending(path: "trace.json")
      let options = EvaluateOptions(model: path, images: images.path, labels: labels.path, trace: trace.path)
      #expect(try evaluate(options).images == 2)
      let first = try Data(contentsOf: trace)
      _ = try evaluate(options)
      #expect(try Data(contentsOf: trace) == first)
      let keys = String(decoding: first, as: UTF8.self).matches(of: #/"([a-z_]+)":/#).prefix(7).map { String($0.1) }
      #expect(keys == ["codes", "format", "name", "scale", "shape", "values", "zero_point"])
    }
  }

  /// The same of the lines below a border that a LeakyRelu becomes.
  @Test(arguments: [
    ("borders:", "border:"), ("borders:\n", "borders:\n        - '0'\n"),
    ("borders:\n        - '", "borders:\n        - 'x"),
    ("borders:\n        - '", "borders:\n        - '1\(String(repeating: "0", count: 5000))"),
    ("below:\n", "below:\n        width: 1\n        borders: []\n"),
  ]) func alteredBorders(from: String, to: String) throws {
    try withTemporaryFolder { folder in
      let output = folder.appending(path: "out").path
      let model = LayerModels.root.appending(path: "Tests/Models/pytorch_mlp_leaky.onnx").path
      _ = try compile(CompileOptions(model: model, calibration: "random", calibrationSamples: 2, output: output))
      let file = URL(fileURLWithPath: output + "/model/quantized.yml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let place = try #require(text.range(of: from), "\(text.prefix(3000))")
      try Data(text.replacingCharacters(in: place, with: to).utf8).write(to: file)
      let failure = #expect(throws: Failure.self) { try readDesign(output) }
      #expect(failure?.kind == .input)
    }
  }

  /// Edits of the quantized network of a design, all of which `verify` reads before it simulates.
  @Test(arguments: [
    ("scale: ", "scale: -"), ("scale: ", "scale: .nan # "), ("channels: 4", "channels: 4611686018427387904"),
    ("height: 6", "height: 0"), ("format: ufixed<8,0>", "format: fixed<4,0>"), ("exponent: -", "exponent: -9999999"),
    ("multiplierWidth: ", "multiplierWidth: -"), ("kernel: 3", "kernel: 9223372036854775807"),
    ("stride: 1", "stride: 0"), ("groups: 1", "groups: 0"), ("lowest: ", "lowest: 4294967295 # "),
    ("zeroPoint: 0", "zeroPoint: 9223372036854775807"), ("before: 1", "before: -1"), ("accumulator:", "accumulators:"),
    ("multiplier: exact", "multiplier: mitchell-w<1>"),
  ]) func alteredQuantizedNetworks(from: String, to: String) throws {
    try withTemporaryFolder { folder in
      let output = folder.appending(path: "out").path
      _ = try compile(
        CompileOptions(
          model: try Self.write(TinyModel.makeFloats(), folder), calibration: "random", calibrationSamples: 2,
          output: output))
      try readDesign(output)
      let file = URL(fileURLWithPath: output + "/model/quantized.yml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let place = try #require(text.range(of: from), "\(text.prefix(3000))")
      try Data(text.replacingCharacters(in: place, with: to).utf8).write(to: file)
      let failure = #expect(throws: Failure.self) { try readDesign(output) }
      #expect(failure?.kind == .input)
    }
  }
}

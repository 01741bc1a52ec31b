import Foundation
import Import
import NetworkIR
import ONNX
import Support
import TestTools
import Testing

@testable import Training

/// Training in 32-bit floats against the same steps in NumPy, from the same start.
@Suite struct ReferenceTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// A Python that has onnx and NumPy: `MANTISSA_PYTHON`, or what `make test` installs.
  static let python: String? = {
    let installed = root.appending(path: ".build/oracles/bin/python3").path
    let path = ProcessInfo.processInfo.environment["MANTISSA_PYTHON"] ?? installed
    guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
    return (try? run(path, ["-c", "import onnx, numpy"], in: root))?.status == 0 ? path : nil
  }()

  private static func array<T>(_ folder: URL, _ name: String, _: T.Type) throws -> [T] {
    try Data(contentsOf: folder.appending(path: name)).withUnsafeBytes { Array($0.bindMemory(to: T.self)) }
  }

  @Test(
    .enabled(if: python != nil, "no Python with onnx and NumPy: run `make test`, or set MANTISSA_PYTHON"),
    arguments: [(Recipe.Optimizer.sgd, 0.05), (.adam, 0.01)])
  func stepsAreNumPys(_ optimizer: Recipe.Optimizer, rate: Double) throws {
    let steps = 8
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-reference-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = Self.root.appending(path: "Tests/Oracles/train_reference.py").path
    let finished = try run(
      try #require(Self.python), [script, folder.path, optimizer.rawValue, "\(steps)"], in: Self.root)
    try #require(finished.status == 0, "\(finished.output)")
    let model = try importTrainable(try ONNXModel.load(folder.appending(path: "model.onnx").path))
    var recipe = Recipe()
    recipe.optimizer = optimizer
    let images = model.network.input.order.apply(try Self.array(folder, "images.f32", Float.self))
    let labels = try Self.array(folder, "labels.i32", Int32.self).map { Int($0) }
    let set = TrainingSet(shape: model.network.input.shape, layout: nil, images: images, targets: .classes(labels))
    let passes = try Backpropagation(model, recipe, arithmetic: nil)
    let rule = OptimizerRule(recipe, model.parameters)
    var state = TrainingState(.init(values: model.values, statistics: model.statistics), recipe)
    let losses = try Self.array(folder, "losses.f64", Double.self)
    for step in 0..<steps {
      let parts = set.parts(Array(step * 24..<(step + 1) * 24)[...], recipe, epoch: 0)
      let found = passes.step(
        values: state.weights.values, statistics: state.weights.statistics, parts: parts, step: step)
      // Sums of 32-bit floats against those of 64 bits.
      #expect((found.loss - losses[step]).magnitude < 2e-5, "step \(step)")
      rule.step(&state.weights.values, found.gradient, &state.optimizer, rate: rate)
      state.weights.statistics = found.statistics
    }
    let tensors = model.tensors(values: state.weights.values, statistics: state.weights.statistics)
    #expect(tensors.count == 9)
    for (name, values) in tensors {
      let expected = try Self.array(folder, "\(name).f32", Float.self)
      let scale = max(0.1, expected.map(\.magnitude).max() ?? 0)
      let error = zip(values, expected).map { ($0 - $1).magnitude / scale }.max() ?? .infinity
      // Adam divides gradients by their own size, those near 0 too.
      #expect(values.count == expected.count && error < (optimizer == .sgd ? 2e-5 : 2e-3), "\(name): \(error)")
    }
  }
}

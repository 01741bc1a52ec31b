import Foundation
import NetworkIR
import Support
import TestTools
import Testing
import Training

@testable import Driver

/// Networks that are written untrained.
@Suite struct UntrainedNetworkTests {
  /// A file that no test writes.
  private static let never = FileManager.default.temporaryDirectory.appending(path: "mantissa-never.onnx").path

  @Test(arguments: [
    ("lenet5", 44_652, [1, 28, 28]), ("resnet8", 78_042, [3, 32, 32]), ("mlp:784-64-10", 50_890, [784]),
  ])
  func networksAreImported(_ name: String, parameters: Int, input: [Int]) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "mantissa-\(UUID().uuidString).onnx")
    defer { try? FileManager.default.removeItem(at: file) }
    try writeNetwork(name, to: file.path, seed: 1, replacing: false)
    let front = try FrontEnd(model: file.path, plan: nil, calibration: "random", samples: 4)
    #expect(front.network.input.modelShape == input)
    #expect(front.network.nodes.reduce(0) { $0 + $1.operation.parameterCount } == parameters)
    let first = try Data(contentsOf: file)
    try writeNetwork(name, to: file.path, seed: 1, replacing: true)
    #expect(try Data(contentsOf: file) == first)
    #expect(throws: Failure.self) { try writeNetwork(name, to: file.path, seed: 1, replacing: false) }
  }

  @Test(arguments: ["lenet", "mlp:", "mlp:10", "mlp:10-0", "mlp:10-x-3", "mlp:-1-3"])
  func otherSpellingsAreRefused(_ name: String) {
    let failure = #expect(throws: Failure.self) {
      try writeNetwork(name, to: Self.never, seed: 1, replacing: true)
    }
    #expect(failure?.description.contains("lenet5, resnet8, dscnn, mlp:784-64-10") == true)
  }

  @Test func imagesThatAreTooSmallAreRefused() {
    let failure = #expect(throws: Failure.self) {
      try writeNetwork(
        "lenet5", to: Self.never, seed: 1, image: Shape(height: 9, width: 9, channels: 1), replacing: true)
    }
    #expect(failure?.description.contains("does not fit an image") == true)
  }
}

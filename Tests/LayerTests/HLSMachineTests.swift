import Emit
import Foundation
import HLS
import Layers
import PipelineIR
import QuantizedIR
import Schedule
import Support
import TestTools
import Testing
import Verify

private let hasHeaders = FileManager.default.fileExists(atPath: ".build/hls/ready")

/// Random machines as C++: compiled with g++, every word compared; both libraries of integers.
@Suite(.enabled(if: hasHeaders, "the open headers are missing: make setup-hls"))
struct HLSMachineTests {
  /// Machines of the ordinary tests; more by MANTISSA_HLS.
  private static let machines = ProcessInfo.processInfo.environment["MANTISSA_HLS"].flatMap { Int($0) } ?? 5

  @Test(arguments: HLSTypes.allCases) func everyWordOfMachines(_ types: HLSTypes) async throws {
    var words = 0
    for place in 0..<Self.machines {
      // Every third is a graph, every third moves and joins elements.
      let seed = UInt64(types == .ap ? 2 * place : 2 * place + 1) + 1
      var machine =
        switch place % 3 {
        case 0: try RandomMachine(seed: seed)
        case 1: try RandomMachine(streams: 100 + seed)
        default: try RandomMachine(graph: seed)
        }
      words += try await check(&machine, types, "kind \(place % 3), seed \(seed), \(types)")
    }
    print("HLSMachineTests \(types): \(Self.machines) machines, \(words) words compared")
  }

  private func check(_ machine: inout RandomMachine, _ types: HLSTypes, _ name: String) async throws -> Int {
    let design = try Self.design(&machine)
    return try await Self.inFolder { folder in
      try HLSEmitter.files(of: design, types: types).write(to: folder)
      let report = try await Verifier.run(folder: folder, options: VerifyOptions(), golden: RandomMachineTests.golden)
      #expect(report.passed && report.simulator == .gxx, "\(name): \(report.findings)")
      #expect(report.wordsCompared == design.frames.count * design.pipeline.output.stream.wordsPerFrame, "\(name)")
      #expect(try await Self.warnings(folder, types) == "", "\(name)")
      return report.wordsCompared
    }
  }

  private static func design(_ machine: inout RandomMachine) throws -> Design {
    let network = machine.network
    let pipeline = try BufferSizing.size(try Lowering.lower(network, folds: machine.folds()), holding: .processes)
      .pipeline
    let frames = machine.inputs(3)
    let expected = QuantizedIR.GoldenModel(network).run(frames.flatMap { $0 }, batch: frames.count)
    let words = expected.count / frames.count
    return Design(
      pipeline: pipeline, quantizedText: try TextForm.print(network), frames: frames,
      expected: (0..<frames.count).map { Array(expected[$0 * words..<($0 + 1) * words]) })
  }

  private static func inFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-hls-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }

  /// What g++ has to say of the sources with all its warnings.
  private static func warnings(_ folder: String, _ types: HLSTypes) async throws -> String {
    let run = try run(
      "sh",
      [
        "-c", "exec g++ -std=c++14 -fsyntax-only -Wall -Wextra -Wconversion -isystem \"$0\" src/*.cpp tb/*.cpp",
        try await types.include(),
      ], in: URL(fileURLWithPath: folder))
    return run.output
  }

  /// What is in machine words for simulation gives the same words as its form for synthesis.
  @Test(arguments: HLSTypes.allCases) func theFormsForSynthesisGiveTheSameWords(_ types: HLSTypes) async throws {
    for seed in [UInt64(3), 5] {
      var machine = try RandomMachine(seed: seed)
      let design = try Self.design(&machine)
      try await Self.inFolder { folder in
        try HLSEmitter.files(of: design, types: types).write(to: folder)
        let include = try await types.include()
        let run = try run(
          "make", ["csim", "CXXFLAGS=-O0 -DMANTISSA_SYNTHESIS_FORMS", "HLS_INCLUDE=\(include)"],
          in: URL(fileURLWithPath: folder))
        #expect(run.status == 0, "\(seed): \(run.output)")
        let words = design.frames.count * design.pipeline.output.stream.wordsPerFrame
        #expect(run.output.contains("@done words=\(words) mismatches=0 "), "\(run.output)")
      }
    }
  }

  @Test func aWrongConstantIsNoticedAndItsLayerNamed() async throws {
    var machine = try RandomMachine(seed: 3)
    let design = try Self.design(&machine)
    try await Self.inFolder { folder in
      try HLSEmitter.files(of: design, types: .ac).write(to: folder)
      let bits = folder + "/src/mantissa/mantissa_fifo.h"
      let text = try String(contentsOfFile: bits, encoding: .utf8)
      let altered = text.replacing("m_axis.write(s_axis.read());", with: "m_axis.write(~s_axis.read());")
      #expect(altered != text)
      try altered.write(toFile: bits, atomically: true, encoding: .utf8)
      let report = try await Verifier.run(folder: folder, options: VerifyOptions(), golden: RandomMachineTests.golden)
      #expect(report.mismatches > 0 && report.firstMismatch?.layer != nil)
      #expect(report.alteredFiles == ["src/mantissa/mantissa_fifo.h"])
    }
  }

  /// Stages whose names are words of C++, the top function's, or what others derive from theirs.
  @Test func oddNamesAreLegal() async throws {
    var machine = try RandomMachine(seed: 3)
    var design = try Self.design(&machine)
    let odd = [
      "top", "a", "a_weights", "a_finish", "A", "input_t", "class", "a_weight", "a_activation", "main", "a_offsets",
    ]
    let new = Dictionary(
      uniqueKeysWithValues: zip(design.pipeline.stages.map(\.name), odd + (0..<99).map { "int_\($0)" }))
    func renamed(_ stream: String) -> String {
      let parts = stream.split(separator: ".", maxSplits: 1).map(String.init)
      return ([new[parts[0]] ?? parts[0]] + parts.dropFirst()).joined(separator: ".")
    }
    for index in design.pipeline.stages.indices {
      design.pipeline.stages[index].name = renamed(design.pipeline.stages[index].name)
      design.pipeline.stages[index].inputs = design.pipeline.stages[index].inputs.map(renamed)
    }
    design.pipeline.outputStream = renamed(design.pipeline.outputStream)
    try await Self.inFolder { folder in
      try HLSEmitter.files(of: design, types: .ac).write(to: folder)
      let report = try await Verifier.run(folder: folder, options: VerifyOptions(), golden: RandomMachineTests.golden)
      #expect(report.passed, "\(report.findings)")
    }
  }
}

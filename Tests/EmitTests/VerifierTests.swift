import Emit
import Foundation
import Support
import Testing
import Verify

/// Both simulators against designs that are right and designs that are not.
@Suite(.serialized) struct VerifierTests {
  static let icarus = VerifyOptions(simulator: .icarus, seed: 3, timeout: .seconds(120))
  static let both = [icarus, VerifyOptions(simulator: .verilator, seed: 3, timeout: .seconds(300))]

  @Test(arguments: both, VerifyOptions.Stalls.allCases)
  func aRightDesignPasses(options: VerifyOptions, stalls: VerifyOptions.Stalls) async throws {
    var options = options
    options.stalls = stalls
    options.frames = 5
    let report = try await Sample.verify(options)
    #expect(report.passed, "\(report.findings)")
    #expect(report.frames == 5 && report.wordsCompared == 60 && report.mismatches == 0)
    #expect(report.cyclesPerFrame == 24)
    #expect((28...40).contains(report.latencyCycles ?? 0))
    #expect(report.framesPerSecond > 0)
    #expect(report.firstMismatch == nil)
  }

  @Test(arguments: both)
  func ownInputsAreFedAndRepeated(options: VerifyOptions) async throws {
    var options = options
    options.inputs = Sample.frames(3, seed: 99)
    options.frames = 7
    let report = try await Sample.verify(options)
    #expect(report.passed, "\(report.findings)")
    #expect(report.wordsCompared == 84 && report.frames == 7 && report.distinctFrames == 3)
  }

  @Test(arguments: both)
  func aWrongMemoryWordIsTracedToItsLayer(options: VerifyOptions) async throws {
    // Address 0 holds 3; the first frame with a 0 differs there.
    let report = try await Sample.verify(
      options, replace: "03\n", by: "07\n", in: "rtl/mem/sample_second_table_table.mem")
    let place = try #require(
      Sample.frames(5).enumerated().lazy.compactMap { frame, codes in
        codes.firstIndex(of: 0).map { (frame: frame, element: $0) }
      }.first)
    let first = try #require(report.firstMismatch)
    #expect(!report.passed && report.mismatches > 0)
    #expect(first.frame == place.frame && first.element == place.element)
    #expect(first.expectedCode == "03" && first.foundCode == "07")
    #expect(first.expectedValue == 0.5 && first.foundValue == 1.5)
    let layer = try #require(first.layer)
    #expect(layer.layer == "second" && layer.frame == place.frame && layer.element == place.element)
    #expect(layer.expectedCode == "03" && layer.foundCode == "07")
  }

  @Test func aWrongExpectedWordIsNoLayersFault() async throws {
    let word = String(Sample.answer(Sample.frames(1)[0])[0], radix: 16)
    let old = word.count == 1 ? "0" + word : word
    var options = Self.icarus
    options.frames = 5
    let report = try await Sample.verify(
      options, replace: old + "\n", by: (old == "2a" ? "15" : "2a") + "\n", in: "vectors/expected.hex")
    let first = try #require(report.firstMismatch)
    #expect(report.mismatches == 1)
    #expect(first.layer == nil)
  }

  @Test(arguments: both)
  func dataThatChangesWhileItWaitsIsNoticed(options: VerifyOptions) async throws {
    let report = try await Sample.verify(
      options, replace: "assign m_axis_tdata  = s_axis_tdata;",
      by: "assign m_axis_tdata  = s_axis_tdata ^ {WIDTH{!m_axis_tready}};", in: "rtl/cells/mantissa_frame_last.v")
    #expect(report.mismatches == 0)
    #expect(report.problems.contains { $0.hasPrefix("m_axis changed while it waited") }, "\(report.findings)")
    #expect(!report.passed)
  }

  @Test(arguments: both)
  func anEarlyEndOfFrameIsNoticed(options: VerifyOptions) async throws {
    let report = try await Sample.verify(options, replace: ".WORDS (12)", by: ".WORDS (6)", in: "rtl/sample_top.v")
    #expect(report.mismatches == 0)
    #expect(report.problems.contains("m_axis_tlast came early (frame 0, word 5)"), "\(report.findings)")
    #expect(!report.passed)
  }

  @Test(arguments: both)
  func aMachineThatStopsIsReportedWithItsLayer(options: VerifyOptions) async throws {
    let report = try await Sample.verify(
      options, replace: ".s_axis_tvalid (second_table_tvalid)", by: ".s_axis_tvalid (1'b0)", in: "rtl/sample_second.v")
    #expect(report.wordsCompared == 0)
    #expect(report.problems.contains { $0.hasPrefix("the machine stopped after") }, "\(report.findings)")
    #expect(report.problems.contains { $0.hasPrefix("layer 'second' is the first") }, "\(report.findings)")
    #expect(!report.passed)
  }

  /// Cells that the networks of the mutant tests have nowhere, or where nothing can wait for them.
  @Test(arguments: [
    ("rtl/cells/mantissa_narrow.v", "(m_axis_tready && last)", "last"),
    ("rtl/cells/mantissa_widen.v", "!last || advance", "1'b1"),
    ("rtl/cells/mantissa_fifo.v", "DEPTH - 1", "DEPTH - 2"),
  ])
  func wordsThatAreLostWhileTheyWaitAreNoticed(file: String, old: String, new: String) async throws {
    let report = try await Sample.verify(Self.icarus, replace: old, by: new, in: file)
    #expect(!report.passed && !report.findings.isEmpty, "\(report)")
  }

  @Test(arguments: both)
  func wavesAreWritten(options: VerifyOptions) async throws {
    var options = options
    options.waves = true
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      let report = try await Verifier.run(folder: folder + "/out", options: options)
      let waves = try #require(report.waves)
      #expect(report.passed)
      #expect(waves.hasSuffix(options.simulator == .verilator ? ".fst" : ".vcd"))
      #expect((FileManager.default.contents(atPath: waves)?.count ?? 0) > 1000)
    }
  }

  @Test(arguments: both)
  func aSecondRunUsesTheSimulatorOfTheFirst(options: VerifyOptions) async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/a b")
      let first = try await Verifier.run(folder: folder + "/a b", options: options)
      let simulators = try FileManager.default.contentsOfDirectory(atPath: folder + "/a b/build")
      let second = try await Verifier.run(folder: folder + "/a b", options: options)
      #expect(first.passed && second.passed)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/a b/build").sorted() == simulators.sorted())
      #expect(second.buildSeconds < 1)
    }
  }

  @Test(arguments: both)
  func aDamagedSimulatorIsBuiltAgain(options: VerifyOptions) async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      #expect(try await Verifier.run(folder: folder + "/out", options: options).passed)
      let simulator = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/out/build").first {
          $0.contains("-plain-") && !$0.hasSuffix(".log")
        })
      #expect(truncate("\(folder)/out/build/\(simulator)", 100) == 0)
      #expect(try await Verifier.run(folder: folder + "/out", options: options).passed)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give folders away"))
  func whatOthersBuiltIsNotRun() async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      try Disk.makeFolder(folder + "/out/build")
      #expect(chown(folder + "/out/build", 1, 1) == 0)
      let before = try FileManager.default.contentsOfDirectory(atPath: folder + "/out/build")
      #expect(try await Verifier.run(folder: folder + "/out", options: Self.icarus).passed)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out/build") == before)
    }
  }

  @Test func aSimulatorThatHangsIsStopped() async throws {
    var options = Self.icarus
    options.timeout = .seconds(3)
    let failure = await #expect(throws: Failure.self) {
      try await Sample.verify(
        options, replace: "endmodule", by: "initial while (1) sent = 0;\nendmodule", in: "tb/sample_tb.v")
    }
    #expect(failure?.kind == .tool)
    #expect(failure?.description.contains("did not finish within") == true)
  }

  @Test func aSimulatorThatCrashesIsReported() async throws {
    let failure = await #expect(throws: Failure.self) {
      try await Sample.verify(
        VerifyOptions(timeout: .seconds(300)), replace: "Bench bench;", by: "std::abort();\n  Bench bench;",
        in: "tb/sample_tb.cpp")
    }
    #expect(failure?.kind == .tool)
    #expect(failure?.description.contains("crashed with signal 6") == true)
  }

  @Test func aBuildThatFailsShowsItsLog() async throws {
    let failure = await #expect(throws: Failure.self) {
      try await Sample.verify(Self.icarus, replace: "endmodule", by: "nonsense", in: "rtl/sample_core.v")
    }
    #expect(failure?.kind == .tool)
    #expect(failure?.description.contains("sample_core.v") == true)
  }

  @Test(arguments: ["$display(\"@done words=abc\");", "$display(\"@surprise\");", "", "$display(\"@done words=0\");"])
  func aDamagedReportIsRefused(line: String) async throws {
    let failure = await #expect(throws: Failure.self) {
      try await Sample.verify(
        Self.icarus, replace: "aclk = 1'b0;", by: "\(line) $finish;", in: "tb/sample_tb.v")
    }
    #expect(failure?.kind == .tool)
    #expect(failure?.description.contains("the testbench's report is damaged") == true)
  }

  @Test func wrongInputsAreRefused() async throws {
    for inputs in [[], [[1, 2, 3]], [[UInt32](repeating: 64, count: 24)]] as [[[UInt32]]] {
      var options = Self.icarus
      options.inputs = inputs
      let failure = await #expect(throws: Failure.self) { try await Sample.verify(options) }
      #expect(failure?.kind == .input)
    }
    var options = Self.icarus
    options.frames = 0
    await #expect(throws: Failure.self) { try await Sample.verify(options) }
  }

  @Test func aFolderWithoutManifestIsRefused() async throws {
    let failure = await #expect(throws: Failure.self) {
      try await Verifier.run(folder: "/nowhere", options: Self.icarus)
    }
    #expect(failure?.kind == .input)
  }
}

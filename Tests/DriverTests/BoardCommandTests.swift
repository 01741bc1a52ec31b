import Emit
import Foundation
import Support
import Synthesis
import Testing
import Tools
import Verify

@testable import Driver

/// Compiled networks to bitstreams of boards, and through their serial pins.
@Suite struct BoardCommandTests {
  private static func canPlace(_ board: Board) -> Bool {
    let router = Router(program: "nextpnr-\(board.family.rawValue)", arguments: [])
    return [router.program, router.result.packer].allSatisfy { (try? PackagedTool.find($0)) != nil }
  }

  private func design(_ network: String) throws -> (place: TrainTests.Workplace, folder: String) {
    let place = try TrainTests.Workplace(network)
    let folder = place.path("rtl")
    _ = try compile(
      CompileOptions(model: place.path("net.onnx"), calibration: place.path("images.idx"), output: folder))
    return (place, folder)
  }

  @Test(.enabled(if: Board.all.allSatisfy(canPlace), "nextpnr for iCE40 or ECP5 is not here"), arguments: Board.all)
  func aNetworkReachesTheBoardsBitstream(_ board: Board) async throws {
    let (place, folder) = try design("mlp:36-12-3")
    defer { place.remove() }
    let report = try await synthesise(SynthesiseRequest(folder: folder, board: board))
    #expect(report.exitCode == 0 && report.board == board.name && report.target.rawValue == board.target)
    let clock = try #require(report.clock)
    #expect(clock >= board.megahertz && report.clockGoal == board.megahertz)
    let bitstream = try Data(contentsOf: URL(fileURLWithPath: try #require(report.bitstream)))
    #expect(bitstream.count > 50_000)
    #expect(report.layers.map(\.name) == ["fc1", "fc2", "(between layers)"])
    #expect(report.text.contains("network for \(board.name)") && !report.text.contains("four pins"))
    let again = try await synthesise(SynthesiseRequest(folder: folder, board: board))
    #expect(again.isKept && again.bitstream == report.bitstream)
  }

  /// 16,200 weights of 8 bits are more than the memories of the device hold.
  @Test(.enabled(if: canPlace(Board.all[1]), "nextpnr-ice40 or icepack is not here"))
  func whatDoesNotFitIsRefusedWithItsNumbers() async throws {
    let (place, folder) = try design("mlp:36-450-3")
    defer { place.remove() }
    let report = try await synthesise(SynthesiseRequest(folder: folder, board: Board.all[1]))
    #expect(report.exitCode == Failure.Kind.mismatch.rawValue && report.bitstream == nil)
    #expect(report.notes.contains { $0.contains("memory blocks of 30") }, "\(report.notes)")
  }

  /// A clock that is missed is no bitstream.
  @Test(.enabled(if: canPlace(Board.all[1]), "nextpnr-ice40 or icepack is not here"))
  func aMachineThatIsTooSlowIsRefusedWithItsNumbers() async throws {
    let (place, folder) = try design("mlp:36-12-3")
    defer { place.remove() }
    var board = Board.all[1]
    board.hertz = 200_000_000
    let report = try await synthesise(SynthesiseRequest(folder: folder, board: board))
    #expect(report.exitCode == Failure.Kind.mismatch.rawValue && report.bitstream == nil)
    #expect(report.clock ?? 0 > 10 && report.notes.contains { $0.contains("of the board's 200.0 MHz") })
  }

  @Test func inputsOfTheUserGoThroughTheSerialPins() async throws {
    let (place, folder) = try design("mlp:36-12-3")
    defer { place.remove() }
    let report = try await verify(
      board: Board.all[0], folder: folder, inputs: place.path("test.idx"),
      VerifyOptions(simulator: .verilator, frames: 20))
    #expect(report.passed && report.wordsCompared == 21 * 3 && report.exitCode == 0)
    #expect(try report.json().contains("\"words_compared\" : 63"))
    #expect(report.text.contains("the board agrees with the golden model"))
  }

  /// A board is named once in `Emit`; the target that it names has the same family and command.
  @Test(arguments: Board.all) func boardsNameTargets(_ board: Board) throws {
    let target = try SynthesisTarget(board)
    #expect(target.synthesis == (["synth_\(board.family.rawValue)"] + board.synthesis).joined(separator: " "))
    #expect(target.router?.program == Router(program: "nextpnr-\(board.family.rawValue)", arguments: []).program)
    #expect(target.router?.arguments.first == board.placing.first)
  }
}

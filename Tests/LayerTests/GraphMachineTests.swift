import Datapath
import Emit
import Foundation
import Layers
import PipelineIR
import QuantizedIR
import Schedule
import StageTools
import Support
import Testing

/// Networks that fork and meet again, from the golden model to RTL: every stage as eager or as lazy as it may be.
@Suite struct GraphMachineTests {
  private static let frames = 2

  /// Graphs of the ordinary tests; more by MANTISSA_GRAPHS, from seed MANTISSA_GRAPH on.
  private static let graphs = ProcessInfo.processInfo.environment["MANTISSA_GRAPHS"].flatMap { Int($0) } ?? 5

  /// Cycles that a machine may take, and with Icarus cycles times the look-up tables of its stages.
  private static let (mostCycles, mostWork) = (60_000, 100_000_000)

  private struct Case {
    var bench: GatedBench.Case
    var counts: [Int]
    var words: [String]
    var name: String
  }

  /// A machine with gates, what it does in the cycle model, and the words of the golden model; nil where it has more
  /// streams than gates can be, or is more than the simulator should take.
  private static func machine(seed: UInt64, for simulator: StageBench.Simulator) throws -> Case? {
    var machine = try RandomMachine(graph: seed)
    let network = machine.network
    let pipeline = try BufferSizing.size(try Lowering.lower(network, folds: machine.folds())).pipeline
    let streams = GatedMachine.numbers(of: pipeline).count
    guard streams <= 64 else { return nil }
    let inputs = machine.inputs(frames)
    let expected = GoldenModel(network).run(inputs.flatMap { $0 }, batch: frames)
    // A few streams at a time wait for everything else: those of other seeds are others.
    let lazy = Set((0..<streams).shuffled(using: &machine.random).prefix(6))
    let eager = (0..<streams).reduce(UInt64(0)) { lazy.contains($1) ? $0 : $0 | 1 << UInt64($1) }
    var gates: Gates =
      seed % 3 == 0 ? .random(streams, &machine.random) : .lazy(streams, eager: eager, &machine.random)
    var model = GatedMachine(pipeline, frames: frames)
    model.run(gates)
    // Lazy gates of large frames take longer than simulations should.
    if model.cycle > mostCycles {
      gates = .random(streams, &machine.random)
      model = GatedMachine(pipeline, frames: frames)
      model.run(gates)
    }
    let tables = pipeline.stages.reduce(0) {
      $0 + $1.operation.inventory(inputs: pipeline.inputs(of: $1)).lookUpTables
    }
    guard simulator == .verilator || model.cycle * tables <= mostWork else { return nil }
    func words(_ stream: StreamType, _ codes: [UInt32]) -> [String] {
      let frame = codes.count / frames
      return (0..<frames).flatMap { WordCoding(packed: stream).words(Array(codes[$0 * frame..<($0 + 1) * frame])) }
    }
    return Case(
      bench: .init(
        pipeline: pipeline, gates: gates, frames: frames, cycles: model.cycle,
        inputs: words(pipeline.input.stream, inputs.flatMap { $0 })),
      counts: model.passed, words: words(pipeline.output.stream, expected), name: "seed \(seed), \(gates.name)")
  }

  @Test(arguments: StageBench.Simulator.allCases) func everyWordOfGraphs(_ simulator: StageBench.Simulator) throws {
    var cases: [Case] = []
    var seed =
      ProcessInfo.processInfo.environment["MANTISSA_GRAPH"].flatMap { UInt64($0) }
      ?? (simulator == .icarus ? 1 : 100_001)
    while cases.count < Self.graphs {
      if let machine = try Self.machine(seed: seed, for: simulator) { cases.append(machine) }
      seed += 1
    }
    var words = 0
    for start in stride(from: 0, to: cases.count, by: 20) {
      let batch = cases[start..<min(start + 20, cases.count)]
      let found = try GatedBench.run(batch.map(\.bench), in: simulator)
      for (item, result) in zip(batch, found) {
        #expect(result.counts == item.counts, "\(item.name)")
        #expect(result.words == item.words, "\(item.name)")
        words += result.words.count
      }
    }
    let longest = cases.map(\.bench.cycles).max() ?? 0
    print("GraphMachineTests \(simulator): \(cases.count) graphs, \(words) words compared, \(longest) cycles at most")
  }
}

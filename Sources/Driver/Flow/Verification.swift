import Arithmetic
package import Emit
import Foundation
import QuantizedIR
package import Support
import Synthesis
package import Verify

/// Simulates an emitted folder and compares every output word with the golden model's.
package func verify(_ request: VerifyRequest, progress: Progress = .silent) async throws(Failure) -> VerifyReport {
  var options = request.options
  let junit = try request.junit.map { path throws(Failure) in try OutputFile(path, besides: [request.inputs]) }
  // No run of 'compile' may replace the folder meanwhile; what a killed one left beside it is taken away.
  let lock = try FileLock.waiting(for: request.folder, .shared)
  defer { withExtendedLifetime(lock) {} }
  Temporary.sweep(beside: request.folder)
  if let weights = request.weights {
    progress.show("reading \(weights)")
    options.weights = try loadedWeights(weights, for: DesignFolder(request.folder))
  }
  var note: String?
  if let path = request.inputs {
    progress.show("reading \(path)")
    let inputs = try inputCodes(path, folder: request.folder, limit: options.frames)
    (options.inputs, note) = (inputs.codes, inputs.note)
  }
  var report =
    if let target = request.netlist {
      try await verify(netlist: target, of: request.folder, options, progress)
    } else { try await run(request.folder, options, progress) }
  report.notes += [note].compactMap { $0 }
  if request.weights != nil {
    let third = report.frames / 3
    report.notes.append(
      "\(third) frames with the folder's weights, \(third) after those of '\(request.weights ?? "")' were loaded, \(third) "
        + "after its own were loaded again")
    progress.clear()
    return report
  }
  let kept = KeptResults(folder: request.folder, manifest: try Manifest(folder: request.folder))
  let name = KeptResults.name(report.simulator, netlist: request.netlist)
  report.notes += [kept.keep(report, as: name)].compactMap { $0 }
  progress.clear()
  if let junit { try junit.write(report.junit(design: URL(fileURLWithPath: request.folder).lastPathComponent)) }
  return report
}

/// Simulates a board's top in an emitted folder through its serial pins, and compares every word of its answers.
package func verify(
  board: Board, folder: String, inputs: String? = nil, _ options: VerifyOptions, progress: Progress = .silent
) async throws(Failure) -> BoardReport {
  var options = options
  let lock = try FileLock.waiting(for: folder, .shared)
  defer { withExtendedLifetime(lock) { progress.clear() } }
  var note: String?
  if let inputs {
    let read = try inputCodes(inputs, folder: folder, limit: options.frames)
    (options.inputs, note) = (read.codes, read.note)
  }
  progress.show("building and running the simulator")
  var report = try await BoardVerifier.run(folder: folder, board: board, options: options, golden: .swift)
  report.notes += [note].compactMap { $0 }
  return report
}

private func run(
  _ folder: String, _ options: VerifyOptions, _ progress: Progress
) async throws(Failure) -> VerifyReport {
  progress.show("building and running the simulator")
  return try await Verifier.run(folder: folder, options: options, golden: .swift)
}

/// Synthesises the folder's design and simulates the netlist in its place.
private func verify(
  netlist target: SynthesisTarget, of folder: String, _ options: VerifyOptions, _ progress: Progress
) async throws(Failure) -> VerifyReport {
  progress.show("synthesising for \(target.rawValue)")
  let netlist = try await GateNetlist(
    folder: folder, Manifest(folder: folder), target, limit: max(options.timeout, .seconds(3600)))
  return try await withTemporaryFolder { work throws(Failure) in
    var options = options
    options.netlist = netlist.files.map { "\(work)/\($0.name)" }
    for file in netlist.files { try Disk.write(file.text.utf8, to: "\(work)/\(file.name)") }
    var report = try await run(folder, options, progress)
    report.netlist = "\(Figure.count(netlist.cells)) cells of \(target.rawValue), by yosys \(netlist.yosys)"
    return report
  }
}

/// Reads all that `verify` needs of a folder, and computes what its first frame has to give; throws what is wrong with it.
package func readDesign(_ folder: String) throws(Failure) { try Verifier.read(folder: folder, golden: .swift) }

/// The codes of the samples in a file, as the quantized network in the folder takes them, one array a frame; and which
/// of them it clips.
private func inputCodes(
  _ path: String, folder: String, limit: Int?
) throws(Failure) -> (codes: [[UInt32]], note: String?) {
  let feed = try DesignFolder(folder).network.feed
  let samples = try Samples.read(path, limit: limit)
  let batch = try feed.batch(samples, 0..<samples.count)
  return (
    batch.codes.chunks(of: feed.type.shape.count),
    feed.clippingNote(batch.clipped, of: samples.count, file: path)
  )
}

func quantizedNetwork(_ text: String, file: String) throws(Failure) -> QuantizedNetwork {
  let network = try TextForm.parse(QuantizedNetwork.self, from: text, file: file)
  try network.verify()
  return network
}

/// Bytes of the longest quantized network that is read.
let mostNetworkText = 1 << 30

extension QuantizedNetwork {
  /// The codes of all frames after one another; throws unless each is an input of the network.
  func input(_ frames: [[UInt32]]) throws(Failure) -> [UInt32] {
    let number = input.format.number
    guard !frames.isEmpty, frames.allSatisfy({ $0.count == input.shape.count }),
      frames.allSatisfy({ $0.allSatisfy { $0 & ~number.codeMask == 0 && number.hasValue($0) } })
    else {
      throw Failure(at: "quantized network", "takes \(input.shape) codes of \(number), which the vectors are not")
    }
    return frames.flatMap { $0 }
  }
}

extension Verify.GoldenModel {
  /// The golden model of this program.
  fileprivate static let swift = Verify.GoldenModel(
    run: { text, inputs in
      let network = try quantizedNetwork(text, file: "quantized network")
      let codes = QuantizedIR.GoldenModel(network).run(try network.input(inputs), batch: inputs.count)
      return codes.chunks(of: codes.count / max(1, inputs.count))
    },
    trace: { text, inputs in
      let network = try quantizedNetwork(text, file: "quantized network")
      let tensors = QuantizedIR.GoldenModel(network).trace(try network.input(inputs), batch: inputs.count)
      return tensors.mapValues { $0.chunks(of: $0.count / max(1, inputs.count)) }
    })
}

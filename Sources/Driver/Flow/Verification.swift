import Emit
import Foundation
import Golden
import Layers
import NetworkIR
import QuantizedIR
package import Support
package import Verify

/// Simulates an emitted folder and compares every output word with the golden model's.
package func verify(_ request: VerifyRequest, progress: Progress = .silent) async throws(Failure) -> VerifyReport {
  var options = request.options
  let junit = try request.junit.map { path throws(Failure) in try OutputFile(path, besides: [request.inputs]) }
  // No run of 'compile' may replace the folder meanwhile; what a killed one left beside it is taken away.
  let lock = try FileLock.waiting(for: request.folder, .shared)
  defer { withExtendedLifetime(lock) {} }
  Temporary.sweep(beside: request.folder)
  if let path = request.inputs {
    progress.show("reading \(path)")
    options.inputs = try inputCodes(path, folder: request.folder, limit: options.frames)
  }
  progress.show("building and running the simulator (\(options.simulator.rawValue))")
  let report = try await Verifier.run(folder: request.folder, options: options, golden: .swift)
  progress.clear()
  if let junit { try junit.write(report.junit(design: URL(fileURLWithPath: request.folder).lastPathComponent)) }
  return report
}

/// The codes of the samples in a file, as the quantized network in the folder takes them: one array a frame.
private func inputCodes(_ path: String, folder: String, limit: Int?) throws(Failure) -> [[UInt32]] {
  let manifest = try Manifest(folder: folder)
  guard let name = manifest.quantizedNetwork else {
    throw Failure(at: folder, "the folder has no quantized network, so nothing tells how to read other inputs")
  }
  let file = "\(folder)/\(name)"
  guard let data = FileManager.default.contents(atPath: file) else { throw Failure(at: file, "cannot be read") }
  let network = try quantizedNetwork(String(decoding: data, as: UTF8.self), file: file)
  let input = NetworkInput(
    name: network.inputName, shape: network.input.shape, modelShape: network.modelShape,
    splitShape: network.splitShape, streamAxes: network.streamAxes)
  guard input.order.isSound, elementCount(of: input.order.extents) == input.shape.count else {
    throw Failure(at: file, "the input's axes \(input.order.extents) do not fit its shape \(input.shape)")
  }
  let samples = try Samples.read(path, limit: limit)
  let codes = try InputFeed(
    input: input, type: network.input, sampleScale: network.sampleScale, readers: network.sampleReaders ?? []
  )
  .batch(samples, 0..<samples.count).codes
  return codes.chunks(of: network.input.shape.count)
}

private func quantizedNetwork(_ text: String, file: String) throws(Failure) -> QuantizedNetwork {
  let network = try TextForm.parse(QuantizedNetwork.self, from: text, kinds: QuantizedRegistry.kinds, file: file)
  try network.verify()
  return network
}

extension Verify.GoldenModel {
  /// The golden model of this program.
  fileprivate static let swift = Verify.GoldenModel(
    run: { text, inputs in
      let network = try quantizedNetwork(text, file: "quantized network")
      let codes = Golden.GoldenModel(network).run(inputs.flatMap { $0 }, batch: inputs.count)
      return codes.chunks(of: codes.count / max(1, inputs.count))
    },
    trace: { text, inputs in
      let network = try quantizedNetwork(text, file: "quantized network")
      let tensors = Golden.GoldenModel(network).trace(inputs.flatMap { $0 }, batch: inputs.count)
      return tensors.mapValues { $0.chunks(of: $0.count / max(1, inputs.count)) }
    })
}

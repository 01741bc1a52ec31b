import Arithmetic
import Foundation
import NetworkIR
import QuantizedIR
package import Support

/// What `mantissa run` is asked to do.
package struct RunOptions: Sendable {
  /// The ONNX file.
  package var model: String
  /// The plan's file; nil for 8-bit fixed point in every layer.
  package var plan: String?
  /// A file of inputs from which ranges are found; nil takes the first of `images`.
  package var calibration: String?
  /// Inputs that ranges are found from.
  package var calibrationSamples: Int
  /// Whether affines make up for approximate products; nil leaves that to the plan.
  package var correctsBatchNorm: Bool?
  /// A file of inputs.
  package var images: String
  /// At most so many inputs; nil for all.
  package var limit: Int?
  /// The layer whose result is written; nil for the network's output.
  package var layer: String?
  /// Whether codes are written; else real values.
  package var writesCodes: Bool
  /// The `.npy` file.
  package var output: String

  /// What is run, and where its results go.
  package init(
    model: String, plan: String? = nil, calibration: String? = nil, calibrationSamples: Int = 512,
    correctsBatchNorm: Bool? = nil, images: String, limit: Int? = nil, layer: String? = nil, writesCodes: Bool = false,
    output: String
  ) {
    self.model = model
    self.plan = plan
    self.calibration = calibration
    self.calibrationSamples = calibrationSamples
    self.correctsBatchNorm = correctsBatchNorm
    self.images = images
    self.limit = limit
    self.layer = layer
    self.writesCodes = writesCodes
    self.output = output
  }
}

/// What the golden model made of a file's inputs.
package struct RunReport: Report {
  /// The layer, or the network's output.
  package var layer: String
  /// How its codes are read.
  package var format: String
  /// A real value is scale * (value of the code - zero point).
  package var scale: Double
  /// The code's number that stands for 0.
  package var zeroPoint: Int
  /// Of the array: inputs, then the tensor's extents.
  package var shape: [Int]
  /// NumPy's name of the elements' type.
  package var type: String
  /// The file.
  package var output: String
  /// What a reader should know.
  package var notes: [String]

  package var text: String {
    let extents = shape.map { String($0) }.joined(separator: " x ")
    return
      (["wrote '\(output)': \(extents) of \(type), \(layer) in \(format), scale \(scale), zero point \(zeroPoint)"]
      + notes.map { "note: \($0)" }).joined(separator: "\n")
  }
}

/// Writes what the golden model makes of inputs as a `.npy` file: the network's output in the model's order, or a layer's
/// result as it streams, row by row, its channels last.
///
/// Throws where the layer is not there, or the array would be larger than 4 GiB.
package func run(_ options: RunOptions, progress: Progress = .silent) throws(Failure) -> RunReport {
  defer { progress.clear() }
  let file = try OutputFile(
    options.output, besides: [options.model, options.plan, options.calibration, options.images])
  let front = try FrontEnd(
    model: options.model, plan: options.plan, calibration: options.calibration ?? options.images,
    samples: options.calibrationSamples, correctsBatchNorm: options.correctsBatchNorm, progress: progress)
  let network = front.quantized
  let name = options.layer ?? network.output
  guard let type = network.types[name] else {
    throw Failure(
      at: "--layer '\(name)'", "the network has no such layer",
      notes: ["its layers are \(network.nodes.map(\.name).joined(separator: ", "))"])
  }
  let samples = try Samples.read(options.images, limit: options.limit)
  guard samples.count > 0 else { throw Failure(at: options.images, "holds no inputs") }
  let bytes = options.writesCodes ? type.codeBytes : 8
  guard samples.count <= (1 << 32) / (bytes * max(1, type.shape.count)) else {
    throw Failure(
      at: options.output, "\(samples.count) results of \(type.shape) would be more than 4 GiB",
      notes: ["--limit takes fewer inputs"])
  }
  let model = GoldenModel(network)
  let order = options.layer == nil ? front.network.outputOrder : nil
  var (elements, clipped): ([UInt8], Int) = ([], 0)
  for start in stride(from: 0, to: samples.count, by: 1024) {
    progress.show("input \(start) of \(samples.count)")
    let batch = try front.feed.batch(samples, start..<min(samples.count, start + 1024))
    clipped += batch.clipped
    let streamed = model.trace(batch.codes, batch: batch.count, keeping: [name])[name] ?? []
    let codes = order?.apply(streamed) ?? streamed
    if options.writesCodes {
      for code in codes { withUnsafeBytes(of: code.littleEndian) { elements += $0.prefix(bytes) } }
    } else {
      for code in codes { withUnsafeBytes(of: type.real(code).bitPattern.littleEndian) { elements += $0 } }
    }
  }
  let element = options.writesCodes ? (bytes == 1 ? "|u1" : "<u\(bytes)") : "<f8"
  let shape = [samples.count] + type.shape.extents
  try file.write(npy(element, shape, elements))
  return RunReport(
    layer: name, format: type.format.description, scale: type.scale, zeroPoint: type.zeroPoint, shape: shape,
    type: element, output: options.output,
    notes: (front.notes + [front.feed.clippingNote(clipped, of: samples.count, file: samples.file)].compactMap { $0 })
      .map(\.shownMessage))
}

extension TensorType {
  /// Bytes of NumPy's unsigned integers that hold a code.
  fileprivate var codeBytes: Int { format.width <= 8 ? 1 : format.width <= 16 ? 2 : 4 }
}

extension Shape {
  /// Rows, columns and channels, or channels alone where there is one place.
  fileprivate var extents: [Int] { height * width == 1 ? [channels] : [height, width, channels] }
}

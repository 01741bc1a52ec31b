import Arithmetic
import Foundation
internal import Layers
internal import NetworkIR
internal import QuantizedIR
package import Support

/// Classifies labelled images with the float network and with the golden model.
package func evaluate(_ options: EvaluateOptions, progress: Progress = .silent) throws(Failure) -> EvaluateReport {
  defer { progress.clear() }
  let inputs = [options.model, options.plan, options.calibration, options.images, options.labels]
  let trace = try options.trace.map { path throws(Failure) in try OutputFile(path, besides: inputs) }
  let frontEnd = try options.frontEnd(correctsBatchNorm: options.correctsBatchNorm, progress)
  let samples = try Samples.read(options.images, limit: options.limit)
  let labels = try labels(options, of: samples)
  guard samples.count > 0 else { throw Failure(at: options.images, "holds no images") }
  var evaluation = try Evaluation(frontEnd: frontEnd)
  var uncorrected =
    frontEnd.isCorrected ? try Evaluation(frontEnd: options.frontEnd(correctsBatchNorm: false, progress)) : nil
  try evaluation.check(labels: labels, file: options.labels)
  var clipped = 0
  for start in stride(from: 0, to: samples.count, by: Evaluation.step) {
    progress.show("image \(start) of \(samples.count)")
    let range = start..<min(samples.count, start + Evaluation.step)
    let batch = try frontEnd.feed.batch(samples, range)
    try evaluation.add(batch)
    clipped += batch.clipped
    uncorrected?.addGolden(batch)
  }
  if let trace { try evaluation.writeTrace(of: try frontEnd.feed.batch(samples, 0..<1), to: trace) }
  return EvaluateReport(
    labels: labels, float: evaluation.float, golden: evaluation.golden, uncorrected: uncorrected?.golden,
    classes: evaluation.classes, seconds: evaluation.seconds,
    notes: frontEnd.notes + options.remarks(frontEnd, clipped: clipped, of: samples))
}

/// One label for each of the samples, from a file with as many as that of the images has.
private func labels(_ options: EvaluateOptions, of samples: Samples) throws(Failure) -> [Int] {
  let file = try Samples.labelled(options.labels, limit: samples.count)
  guard file.available == samples.available, file.labels.count == samples.count else {
    throw Failure(
      at: options.labels, "holds \(file.available) labels; '\(options.images)' holds \(samples.available) images")
  }
  return file.labels
}

extension EvaluateOptions {
  /// Where ranges come from, and which images do not fit.
  fileprivate func remarks(_ frontEnd: FrontEnd, clipped: Int, of images: Samples) -> [String] {
    var remarks: [String] = []
    if calibration == nil {
      remarks.append(
        "ranges that neither model nor plan states come from the first \(frontEnd.calibration.count) of these images; "
          + "give others with --calibrate")
    }
    // Those of calibration have been told of.
    let isNew = calibration != nil || images.count > frontEnd.calibration.count
    if isNew, let note = frontEnd.feed.clippingNote(clipped, of: images.count, file: images.file) {
      remarks.append(note)
    }
    return remarks
  }

  fileprivate func frontEnd(correctsBatchNorm: Bool?, _ progress: Progress) throws(Failure) -> FrontEnd {
    try FrontEnd(
      model: model, plan: plan, calibration: calibration ?? images, samples: calibrationSamples,
      correctsBatchNorm: correctsBatchNorm, progress: progress)
  }
}

/// The classes that both models name, batch after batch.
private struct Evaluation {
  static let step = 1024

  let model: GoldenModel
  let executor: NetworkExecutor
  let output: TensorType
  let classes: Int
  var float: [Int] = []
  var golden: [Int] = []
  /// Spent in the golden model.
  var seconds = 0.0

  init(frontEnd: FrontEnd) throws(Failure) {
    model = GoldenModel(frontEnd.quantized)
    executor = try NetworkExecutor(frontEnd.network)
    output = frontEnd.quantized.types[frontEnd.quantized.output] ?? frontEnd.quantized.input
    let last = frontEnd.quantized.nodes.last
    let scores = last?.operation.kind == .channelArgmax ? last?.inputs.first : nil
    let type = scores.flatMap { frontEnd.quantized.types[$0] }
    guard type == nil || output.shape.count == 1 else {
      throw Failure(
        at: frontEnd.network.name,
        "its output is an index for each of \(output.shape.count) places; labels name one class a sample")
    }
    classes = (type ?? output).shape.count
  }

  func check(labels: [Int], file: String) throws(Failure) {
    if let index = labels.firstIndex(where: { $0 >= classes }) {
      throw Failure(at: file, "label \(index) is \(labels[index]); the model has \(classes) classes")
    }
  }

  mutating func add(_ batch: InputFeed.Batch) throws(Failure) {
    addGolden(batch)
    let scores = try executor.output(batch.reals, batch: batch.count)
    // One number a sample is an index where there are several classes.
    let isIndex = scores.count == batch.count && classes > 1
    float +=
      isIndex ? scores.map { Int(exactly: $0) ?? 0 } : classesOf(ordered(scores), size: scores.count / batch.count)
  }

  mutating func addGolden(_ batch: InputFeed.Batch) {
    let start = DispatchTime.now().uptimeNanoseconds
    let codes = model.run(batch.codes, batch: batch.count)
    seconds += Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
    let size = output.shape.count
    if size == 1 && classes > 1 {
      golden += codes.map { Int($0) }
    } else {
      let number = output.format.number
      golden += classesOf(ordered(codes.map { number.order(of: $0) }), size: size)
    }
  }

  /// Outputs in the model's order.
  private func ordered<T>(_ values: [T]) -> [T] { executor.network.outputOrder?.apply(values) ?? values }

  /// The index of the largest of each `size` scores, the lowest of equals.
  private func classesOf<T: Comparable>(_ scores: [T], size: Int) -> [Int] {
    stride(from: 0, to: scores.count, by: size).map { start in
      (0..<size).reduce(0) { best, index in scores[start + index] > scores[start + best] ? index : best }
    }
  }

  /// Every tensor of one input as JSON: codes and values, channel-last.
  func writeTrace(of batch: InputFeed.Batch, to file: OutputFile) throws(Failure) {
    struct TracedTensor: Encodable {
      var name: String
      var shape: [Int]
      var format: String
      var scale: Double
      var zeroPoint: Int
      var codes: [UInt32]
      var values: [Double]
    }
    let tensors = model.trace(batch.codes, batch: 1)
    let order = [model.network.inputName] + model.network.nodes.map(\.name)
    let types = model.network.types
    let traced = order.compactMap { name -> TracedTensor? in
      guard let type = types[name], let codes = tensors[name] else { return nil }
      return TracedTensor(
        name: name, shape: [type.shape.height, type.shape.width, type.shape.channels],
        format: type.format.description, scale: type.scale, zeroPoint: type.zeroPoint, codes: codes,
        values: codes.map { type.real($0) })
    }
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(traced) else { throw Failure(at: file.path, "the tensors have no text form") }
    try file.write(Array(data))
  }
}

import Arithmetic
import NetworkIR
import QuantizedIR
import Support
import Training

/// What a golden model gives images: codes, and the classes that they say.
struct GoldenScore {
  private(set) var codes: [UInt32] = []
  private(set) var classes: [Int] = []
  private let type: TensorType
  private let order: AxisOrder?
  private static let step = 1024

  /// - Parameter order: from the stream's order of scores to the model's.
  init(_ quantized: QuantizedNetwork, _ inputs: [UInt32], count: Int, order: AxisOrder?) {
    let model = GoldenModel(quantized)
    let size = quantized.input.shape.count
    type = quantized.types[quantized.output] ?? quantized.input
    self.order = order
    let isIndex = quantized.nodes.last?.operation.kind == .channelArgmax
    for start in stride(from: 0, to: count, by: Self.step) {
      let end = min(count, start + Self.step)
      let found = model.run(Array(inputs[start * size..<end * size]), batch: end - start)
      codes += found
      if isIndex {
        classes += found.map { Int($0) }
      } else {
        let keys = found.map { type.format.number.order(of: $0) }
        classes += Self.largest(order?.apply(keys) ?? keys, size: type.shape.count)
      }
    }
  }

  /// The index of the largest of each `size` scores, the lowest of equals.
  private static func largest(_ scores: [Int64], size: Int) -> [Int] {
    stride(from: 0, to: scores.count, by: size).map { start in
      (0..<size).reduce(0) { best, index in scores[start + index] > scores[start + best] ? index : best }
    }
  }

  /// How far the outputs are from numbers, in real units and the model's order.
  func error(_ numbers: [Float]) -> RealError {
    let reals = codes.map { type.real($0) }
    return RealError(order?.apply(reals) ?? reals, numbers, outputs: type.shape.count)
  }

  /// What training is judged by: the share of classes that are the labels, or the mean squared error.
  func figure(_ targets: Targets) -> Double {
    switch targets {
    case .classes(let labels): accuracy(labels)
    case .reals(let numbers, _): error(numbers).mean
    }
  }

  /// The share of classes that are the labels.
  func accuracy(_ labels: [Int]) -> Double {
    Double(zip(classes, labels).count { $0 == $1 }) / Double(max(1, labels.count))
  }

  var digest: String { SHA256.hex(of: codes.map { "\($0)" }.joined(separator: " ")) }
}

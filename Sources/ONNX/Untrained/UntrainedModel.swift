internal import Foundation
package import Support

/// A network without training, to start one from.
package enum UntrainedModel: Sendable, Hashable {
  /// Two convolutions and three dense layers, with batch norm: 44,190 weights for images of 28 x 28.
  ///
  /// Source: Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021, after LeCun et al.
  case lenet5
  /// Three residual blocks. Source: MLPerf Tiny's image classification.
  case resnet8
  /// A depthwise separable network of four blocks. Source: MLPerf Tiny's keyword spotting.
  case dscnn
  /// Dense layers of these widths, the input's first; an activation, ReLU where nothing is said, between them.
  case mlp([Int])

  /// What lies between the layers of an MLP.
  package enum Activation: String, Sendable, Hashable, CaseIterable {
    case relu, sigmoid, tanh

    /// The name in ONNX.
    var kind: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
  }

  /// The spellings, for messages.
  package static let spellings = "lenet5, resnet8, dscnn, mlp:784-64-10"

  /// Reads a spelling; throws for others.
  package init(_ text: String) throws(Failure) {
    switch text {
    case "lenet5": self = .lenet5
    case "resnet8": self = .resnet8
    case "dscnn": self = .dscnn
    default:
      let widths = text.dropFirst(4).split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard text.hasPrefix("mlp:"), (2...64).contains(widths.count),
        widths.allSatisfy({ $0.map { (1...1 << 16).contains($0) } ?? false })
      else {
        throw Failure(
          at: text,
          "is no network that can be written; \(Self.spellings) are, with any widths of 1 to 65536 in the last")
      }
      self = .mlp(widths.compactMap { $0 })
    }
  }

  /// The image that it takes where nothing is said: height, width, channels.
  private var image: Shape {
    switch self {
    case .lenet5: Shape(height: 28, width: 28, channels: 1)
    case .resnet8: Shape(height: 32, width: 32, channels: 3)
    case .dscnn: Shape(height: 49, width: 10, channels: 1)
    case .mlp(let widths): Shape(channels: widths[0])
    }
  }

  private var classes: Int {
    switch self {
    case .lenet5, .resnet8: 10
    case .dscnn: 12
    case .mlp(let widths): widths[widths.count - 1]
    }
  }

  /// The bytes of an ONNX file, weights drawn from a seed.
  ///
  /// - Parameters:
  ///   - image: the image that it takes; nil for its own.
  ///   - classes: scores that it gives; nil for its own.
  ///   - activation: what lies between an MLP's layers; nil for its own.
  ///
  /// Throws where an image is too small, or for an MLP has not as many elements as the first width says.
  package func file(
    seed: UInt64, image: Shape? = nil, classes: Int? = nil, activation: Activation? = nil
  ) throws(Failure) -> [UInt8] {
    if case .mlp(let widths) = self {
      guard classes == nil, image.map({ $0.count == widths[0] }) ?? true else {
        throw Failure(
          at: "mlp", "its widths state its classes, and that it takes \(widths[0]) elements",
          notes: ["give an image of as many elements, and the classes as the last width"])
      }
    } else if activation != nil {
      throw Failure(at: "network", "only an MLP's activations can be chosen")
    }
    var graph = GraphBuilder(image: image ?? self.image, seed: seed)
    build(&graph, classes: classes ?? self.classes, activation ?? .relu)
    return try graph.bytes()
  }

  private func build(_ graph: inout GraphBuilder, classes: Int, _ activation: Activation) {
    switch self {
    case .lenet5:
      for (number, channels) in [6, 16].enumerated() {
        graph.convolution("conv\(number + 1)", channels, kernel: 5)
        graph.normalization("bn\(number + 1)")
        graph.relu("relu\(number + 1)")
        graph.maximum("pool\(number + 1)", size: 2)
      }
      graph.flatten()
      for (number, width) in [120, 84].enumerated() {
        graph.dense("fc\(number + 1)", width, hasBias: false)
        graph.normalization("bn\(number + 3)")
        graph.relu("relu\(number + 3)")
      }
      graph.dense("fc3", classes, hasBias: true)
    case .mlp(let widths):
      graph.flatten()
      for (number, width) in widths.dropFirst().enumerated() {
        graph.dense("fc\(number + 1)", width, hasBias: true)
        if number + 2 < widths.count { graph.activation(activation, "\(activation.rawValue)\(number + 1)") }
      }
    case .resnet8: residual(&graph, classes: classes)
    case .dscnn:
      graph.convolution("conv", 64, kernel: (10, 4), stride: 2, pads: [4, 1, 5, 1])
      graph.normalization("bn")
      graph.relu("relu")
      for number in 1...4 {
        graph.convolution("depthwise\(number)", 64, kernel: 3, pads: [1, 1, 1, 1], groups: 64)
        graph.normalization("bn\(number)a")
        graph.relu("relu\(number)a")
        graph.convolution("pointwise\(number)", 64, kernel: 1)
        graph.normalization("bn\(number)b")
        graph.relu("relu\(number)b")
      }
      graph.globalAverage("pool")
      graph.flatten()
      graph.dense("fc", classes, hasBias: true)
    }
  }

  private func residual(_ graph: inout GraphBuilder, classes: Int) {
    graph.convolution("conv", 16, kernel: 3, pads: [1, 1, 1, 1])
    graph.normalization("bn")
    graph.relu("relu")
    for (number, channels) in [16, 32, 64].enumerated() {
      let (block, stride) = (number + 1, number == 0 ? 1 : 2)
      let start = graph.position
      graph.convolution("conv\(block)a", channels, kernel: 3, stride: stride, pads: [1, 1, 1, 1])
      graph.normalization("bn\(block)a")
      graph.relu("relu\(block)a")
      graph.convolution("conv\(block)b", channels, kernel: 3, pads: [1, 1, 1, 1])
      graph.normalization("bn\(block)b")
      let main = graph.position
      if stride > 1 {
        graph.position = start
        graph.convolution("conv\(block)c", channels, kernel: 1, stride: stride)
        graph.normalization("bn\(block)c")
        graph.add("add\(block)", main)
      } else {
        graph.add("add\(block)", start)
      }
      graph.relu("relu\(block)b")
    }
    graph.globalAverage("pool")
    graph.flatten()
    graph.dense("fc", classes, hasBias: true)
  }
}

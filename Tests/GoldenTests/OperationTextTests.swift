import Arithmetic
import BigInt
import Foundation
import QuantizedIR
import Support
import Testing

/// Text forms of quantized operations, sound ones and others.
@Suite struct OperationTextTests {
  /// One of each kind.
  private static func operation(_ kind: QuantizedOperation.Kind) throws -> QuantizedOperation {
    let affine = Affine(multipliers: [3], offsets: [BigInt(-5)], exponent: -4, multiplierWidth: 8)
    switch kind {
    case .linear: return .linear(try linear())
    case .windowMaximum: return .windowMaximum(WindowMaximum(geometry: Geometry(rows: .init(kernel: 2, stride: 2))))
    case .scaledSum: return .scaledSum(ScaledSum(affine: affine, lowest: 0, highest: 9))
    case .scaledProduct: return .scaledProduct(ScaledProduct(affine: affine, lowest: 0, highest: 9))
    case .codeTable: return .codeTable(CodeTable(entries: [3, 1, 2, 0]))
    case .stepTable:
      return .stepTable(
        StepTable(thresholds: Tensor(shape: [1, 1], values: [-7]), codes: Tensor(shape: [1, 2], values: [4, 6])))
    case .channelArgmax: return .channelArgmax(ChannelArgmax())
    case .joined: return .joined(Joined(axis: .width))
    case .cropped: return .cropped(Cropped(axis: .height, start: 2))
    case .padded: return .padded(Padded(axis: .width, before: 1, step: 2, after: 3, code: 5))
    case .rearranged: return .rearranged(Rearranged(order: AxisOrder(extents: [2, 3], order: [1, 0])))
    case .repeated: return .repeated(Repeated(axis: .channels, factor: 4))
    case .reshaped: return .reshaped(Reshaped())
    }
  }

  private static func linear() throws -> Linear {
    try Linear(
      geometry: Geometry(), groups: 1, weights: Tensor(shape: [2, 1, 1, 3], values: [1, 2, 3, 255, 0, 7]),
      weightFormat: Format("fixed<8>"), multiplier: .exact, accumulator: .exact, input: Format("ufixed<4>"),
      affine: Affine(multipliers: [3, 4], offsets: [BigInt(1), BigInt(2)], exponent: -4, multiplierWidth: 8), lowest: 0,
      highest: 255)
  }

  private static func network() throws -> QuantizedNetwork {
    QuantizedNetwork(
      name: "small", inputName: "x", input: TensorType(shape: Shape(channels: 3), format: try Format("ufixed<4>")),
      streamAxes: [0], modelShape: [3],
      nodes: [
        QuantizedNode(
          name: "sums", operation: .linear(try linear()), inputs: ["x"],
          type: TensorType(shape: Shape(channels: 2), format: try Format("ufixed<8>")))
      ], output: "sums")
  }

  @Test(arguments: QuantizedOperation.Kind.allCases) func everyKindIsReadBack(_ kind: QuantizedOperation.Kind) throws {
    let operation = try Self.operation(kind)
    #expect(operation.kind == kind)
    let text = try TextForm.print(operation)
    #expect(text.hasPrefix("kind: \(kind.rawValue)\n"))
    let read = try TextForm.parse(QuantizedOperation.self, from: text, file: "text")
    #expect(read.kind == kind)
    #expect(try TextForm.print(read) == text)
  }

  @Test func unknownKindsAreRefused() {
    let failure = #expect(throws: Failure.self) {
      try TextForm.parse(QuantizedOperation.self, from: "kind: convolution\n", file: "text")
    }
    #expect(failure?.description.contains("unknown kind 'convolution'") == true)
  }

  /// The text form has no accumulators; the network that is read has those of the one that was printed.
  @Test func accumulatorsAreFoundAgain() throws {
    let network = try Self.network()
    try network.verify()
    let text = try TextForm.print(network)
    #expect(!text.contains("accumulatorShape"))
    let read = try TextForm.parse(QuantizedNetwork.self, from: text, file: "text")
    try read.verify()
    #expect(read.nodes[0].operation == network.nodes[0].operation)
    #expect(read.nodes[0].operation.linear?.accumulatorShape == AccumulatorShape(width: 8, lsb: 0))
  }

  /// Weights from which no accumulator can be found are read, and then refused by name.
  @Test(arguments: [
    ("- 2\n      - 1\n      - 1\n      - 3\n", "- 0\n      - 1099511627776\n      - 1099511627776\n      - 1\n"),
    ("- 2\n      - 1\n      - 1\n      - 3\n", "- 2\n      - 0\n      - 3\n      - 1\n"),
    ("- 2\n      - 1\n      - 1\n      - 3\n", "- 0\n"),
    ("multiplier: exact", "multiplier: plam"), ("weightFormat: fixed<8,0>", "weightFormat: fixed<2,0>"),
    ("exact: {}", "rounded: {}"),
  ]) func hostileWeightsAreRefused(from: String, to: String) throws {
    var text = try TextForm.print(try Self.network())
    let place = try #require(text.range(of: from), "\(text)")
    text.replaceSubrange(place, with: to)
    if to.contains("- 0\n") {
      let base = try #require(text.firstMatch(of: #/base64: .*/#)?.range)
      text.replaceSubrange(base, with: "base64: ''")
    }
    let failure = #expect(throws: Failure.self) {
      try TextForm.parse(QuantizedNetwork.self, from: text, file: "text").verify()
    }
    let message = failure?.description ?? ""
    #expect(message.contains("node 'sums'") && message.contains("linear: "), "\(message)")
  }
}

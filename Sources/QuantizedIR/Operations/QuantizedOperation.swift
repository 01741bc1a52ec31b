package import Support

/// What a quantized node computes: codes in, codes out.
///
/// The set is closed: what reads a quantized network has a case for each operation, and the compiler finds one that is
/// missing.
package enum QuantizedOperation: Hashable, Sendable {
  case linear(Linear)
  case windowMaximum(WindowMaximum)
  case scaledSum(ScaledSum)
  case scaledProduct(ScaledProduct)
  case codeTable(CodeTable)
  case stepTable(StepTable)
  case channelArgmax(ChannelArgmax)
  case joined(Joined)
  case cropped(Cropped)
  case padded(Padded)
  case rearranged(Rearranged)
  case repeated(Repeated)
  case reshaped(Reshaped)

  /// The name of an operation in text forms.
  package enum Kind: String, CaseIterable, Sendable {
    case linear
    case windowMaximum = "window-maximum"
    case scaledSum = "scaled-sum"
    case scaledProduct = "scaled-product"
    case codeTable = "code-table"
    case stepTable = "step-table"
    case channelArgmax = "channel-argmax"
    case joined = "join"
    case cropped = "crop"
    case padded = "pad"
    case rearranged = "rearrange"
    case repeated = "repeat"
    case reshaped = "reshape"
  }

  /// The sum of products that it is; nil for operations of other kinds.
  package var linear: Linear? { if case .linear(let linear) = self { linear } else { nil } }
}

/// Computes a batch: arrays hold `batch` tensors one after another, channel-last.
package typealias GoldenKernel = @Sendable (_ inputs: [[UInt32]], _ batch: Int) -> [UInt32]

/// What each operation states of itself.
protocol OperationLaw: Codable, Hashable, Sendable {
  static var kind: QuantizedOperation.Kind { get }
  /// See `QuantizedOperation.verify`.
  func verify(inputs: [TensorType], output: TensorType) throws(Failure)
  /// See `QuantizedOperation.kernel`.
  func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel
}

extension QuantizedOperation {
  private var law: any OperationLaw {
    switch self {
    case .linear(let operation): operation
    case .windowMaximum(let operation): operation
    case .scaledSum(let operation): operation
    case .scaledProduct(let operation): operation
    case .codeTable(let operation): operation
    case .stepTable(let operation): operation
    case .channelArgmax(let operation): operation
    case .joined(let operation): operation
    case .cropped(let operation): operation
    case .padded(let operation): operation
    case .rearranged(let operation): operation
    case .repeated(let operation): operation
    case .reshaped(let operation): operation
    }
  }

  /// Which operation it is, without its parameters.
  /// The operation's name in text forms.
  package var kind: Kind { type(of: law).kind }

  /// Throws when the operation does not fit the types of its tensors.
  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    try law.verify(inputs: inputs, output: output)
  }

  /// The golden computation for tensors of these types, with everything that does not depend on the codes prepared.
  ///
  /// - Precondition: `verify` passes.
  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    law.kernel(inputs: inputs, output: output)
  }
}

/// The text form is that of the operation, with its name under `kind` before it.
extension QuantizedOperation: Codable {
  private enum CodingKeys: String, CodingKey { case kind }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind.rawValue, forKey: .kind)
    try law.encode(to: encoder)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .kind)
    switch Kind(rawValue: name) {
    case .linear: self = .linear(try Linear(from: decoder))
    case .windowMaximum: self = .windowMaximum(try WindowMaximum(from: decoder))
    case .scaledSum: self = .scaledSum(try ScaledSum(from: decoder))
    case .scaledProduct: self = .scaledProduct(try ScaledProduct(from: decoder))
    case .codeTable: self = .codeTable(try CodeTable(from: decoder))
    case .stepTable: self = .stepTable(try StepTable(from: decoder))
    case .channelArgmax: self = .channelArgmax(try ChannelArgmax(from: decoder))
    case .joined: self = .joined(try Joined(from: decoder))
    case .cropped: self = .cropped(try Cropped(from: decoder))
    case .padded: self = .padded(try Padded(from: decoder))
    case .rearranged: self = .rearranged(try Rearranged(from: decoder))
    case .repeated: self = .repeated(try Repeated(from: decoder))
    case .reshaped: self = .reshaped(try Reshaped(from: decoder))
    case nil:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container, debugDescription: "unknown kind '\(name)'")
    }
  }
}

import Foundation

/// A dense array in row-major order.
package struct Tensor<Scalar: BitwiseCopyable & Sendable & Hashable>: Hashable, Sendable {
  /// Elements along each axis, outermost first.
  package var shape: [Int]
  /// As many as the shape's product, the last axis running fastest.
  package var values: [Scalar]

  /// - Precondition: `values` holds as many elements as `shape` says.
  package init(shape: [Int], values: [Scalar]) {
    precondition(shape.reduce(1, *) == values.count, "a tensor's values fill its shape")
    self.shape = shape
    self.values = values
  }
}

/// The text form is the shape and the little-endian bytes of the values in base 64.
extension Tensor: Codable {
  private enum CodingKeys: String, CodingKey { case shape, base64 }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shape, forKey: .shape)
    try container.encode(values.withUnsafeBytes { Base64Text($0) }, forKey: .base64)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let shape = try container.decode([Int].self, forKey: .shape)
    let text = try container.decode(String.self, forKey: .base64)
    let stride = MemoryLayout<Scalar>.stride
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow, product <= 1 << 40 else {
        throw DecodingError.dataCorruptedError(
          forKey: .shape, in: container, debugDescription: "the shape is negative or too large")
      }
      count = product
    }
    guard let data = Data(base64Encoded: text), data.count == count * stride else {
      throw DecodingError.dataCorruptedError(
        forKey: .base64, in: container, debugDescription: "the values do not fill the shape")
    }
    self.shape = shape
    self.values = [Scalar](unsafeUninitializedCapacity: count) { buffer, used in
      data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      used = count
    }
  }
}

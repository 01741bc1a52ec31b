internal import Arithmetic
package import Support

/// One output code for every input code: any function of one element, for all channels or for each.
package struct CodeTable: OperationLaw {
  static let kind = QuantizedOperation.Kind.codeTable
  /// The widest input that may have a table, in bits.
  package static let widestInput = 16
  /// The widest input whose table costs less than arithmetic.
  package static let narrowInput = 12

  /// The most entries of all tables together.
  package static let mostEntries = 1 << 20

  /// Indexed by the input's code; where channels differ, one table after another.
  package var entries: [UInt32]

  /// One table for all channels, or one for each.
  package init(entries: [UInt32]) { self.entries = entries }

  private enum CodingKeys: String, CodingKey { case entries }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(NumberTexts(entries), forKey: .entries)
  }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1, inputs[0].shape == output.shape else {
      throw Failure(at: "table", "its input and output differ in shape")
    }
    let channels = output.shape.channels
    guard inputs[0].format.width <= CodeTable.widestInput,
      [1, channels].contains(where: { entries.count == $0 << inputs[0].format.width })
    else {
      throw Failure(at: "table", "has \(entries.count) entries; its input has \(inputs[0].format.width) bits")
    }
    guard entries.allSatisfy({ UInt64($0) < 1 << UInt64(output.format.width) }) else {
      throw Failure(at: "table", "an entry is wider than \(output.format)")
    }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let width = inputs[0].format.width
    guard entries.count > 1 << width else { return { [entries] inputs, _ in inputs[0].map { entries[Int($0)] } } }
    let channels = entries.count >> width
    return { [entries] inputs, _ in
      inputs[0].indices.map { entries[(($0 % channels) << width) + Int(inputs[0][$0])] }
    }
  }
}

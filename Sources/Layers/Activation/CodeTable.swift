internal import Arithmetic
package import QuantizedIR
package import Support

/// One output code for every input code: any function of one element.
package struct CodeTable: QuantizedOperation, Hashable {
  package static let kind = "code-table"
  /// The widest input that may have a table, in bits.
  package static let widestInput = 12

  /// Indexed by the input's code.
  package var entries: [UInt32]

  package init(entries: [UInt32]) { self.entries = entries }

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    guard inputs.count == 1, inputs[0].shape == output.shape else {
      throw Failure(at: "table", "its input and output differ in shape")
    }
    guard inputs[0].format.width <= CodeTable.widestInput, entries.count == 1 << inputs[0].format.width else {
      throw Failure(at: "table", "has \(entries.count) entries; its input has \(inputs[0].format.width) bits")
    }
    guard entries.allSatisfy({ UInt64($0) < 1 << UInt64(output.format.width) }) else {
      throw Failure(at: "table", "an entry is wider than \(output.format)")
    }
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> Kernel {
    { [entries] inputs, _ in inputs[0].map { entries[Int($0)] } }
  }
}

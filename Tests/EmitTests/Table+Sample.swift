import Arithmetic
import Datapath
import Stages
import Support

extension Table {
  /// A table for tests: 5 times the code and 3, as far as it has bits.
  static func sample(_ format: Format) -> Table {
    let values = (0..<UInt32(1) << UInt32(format.width)).map { ($0 &* 5 &+ 3) & (1 << UInt32(format.width) - 1) }
    return Table(lanes: 1, input: format, output: format, entries: Tensor(shape: [values.count], values: values))
  }
}

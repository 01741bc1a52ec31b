import Arithmetic
import Datapath
import Support
import Verilog

extension Table {
  func memories(_ name: String) -> [MemoryImage] {
    func image(_ file: String, _ codes: [UInt32]) -> MemoryImage {
      MemoryImage(file: file, width: output.width, words: codes.map { hexDigits(Int128($0), width: output.width) })
    }
    guard tables > 1 else { return [image("\(name)_table.mem", entries.values)] }
    return (0..<lanes).map { index in
      image(
        "\(name)_table_\(index).mem",
        stride(from: index, to: tables, by: lanes).flatMap { entries.values[$0 * rows..<($0 + 1) * rows] })
    }
  }
}

import Arithmetic
import Datapath
import Support
import Verilog

extension Search {
  private var isSigned: Bool { input.number.operandShape.sign != .unsigned }

  private func file(_ name: String, _ level: Int, _ lane: Int? = nil) -> String {
    name + (level == levels ? "_codes" : "_level\(level)") + (lane.map { "_\($0)" } ?? "") + ".mem"
  }

  func memories(_ name: String) -> [MemoryImage] {
    (0...levels).flatMap { level in
      tables == 1
        ? [image(file(name, level), level, [0])]
        : (0..<lanes).map { image(file(name, level, $0), level, Array(stride(from: $0, to: tables, by: lanes))) }
    }
  }

  /// What the memory of a level holds for some tables, one after another.
  private func image(_ file: String, _ level: Int, _ tables: [Int]) -> MemoryImage {
    let places = 1 << levels
    guard level < levels else {
      return MemoryImage(
        file: file, width: output.width,
        words: tables.flatMap { table in
          codes.values[table * places..<(table + 1) * places].map { hexDigits(Int128($0), width: output.width) }
        })
    }
    let turned = isSigned ? Int128(1) << Int128(input.width - 1) : 0
    return MemoryImage(
      file: file, width: input.width,
      words: tables.flatMap { table in
        (0..<1 << level).map { place in
          let middle = place << (levels - level) + 1 << (levels - level - 1)
          let threshold = thresholds.values[table * (places - 1) + middle - 1]
          return hexDigits(Int128(threshold) + turned, width: input.width)
        }
      })
  }
}

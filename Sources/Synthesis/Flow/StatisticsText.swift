package import Support

/// What Yosys prints about a synthesised module.
package enum StatisticsText {
  /// Cells by type, from the output of `stat`; throws a `Failure` when there is no count.
  package static func cells(_ text: String) throws(Failure) -> [String: Int] {
    // The last module's paragraph.
    let lines = text.split(separator: "\n")
    guard let start = lines.lastIndex(where: { $0.contains("Number of cells:") }) else {
      throw failure("prints no 'Number of cells:'")
    }
    var cells: [String: Int] = [:]
    for line in lines[(start + 1)...] {
      let words = line.split(separator: " ")
      guard words.count == 2, let count = Int(words[1]) else { break }
      cells[String(words[0]), default: 0] += count
    }
    let total = lines[start].split(separator: " ").last.flatMap { Int($0) }
    guard let total, total == cells.values.reduce(0, +) else {
      throw failure("prints counts of cells that are not what it says they are together")
    }
    return cells
  }

  /// The area of the module, in the Liberty file's unit, from the output of `stat -liberty`.
  package static func area(_ text: String) throws(Failure) -> Double {
    let line = text.split(separator: "\n").last { $0.contains("Chip area for") }
    guard let area = line?.split(separator: " ").last.flatMap({ Double($0) }), area.isFinite, area >= 0 else {
      throw failure("prints no 'Chip area for module'; has every cell of the Liberty file an area?")
    }
    return area
  }

  /// The longest path in picoseconds, from the last line of ABC's `stime`; nil when ABC had nothing to do.
  package static func delay(_ text: String) throws(Failure) -> Double? {
    let line = text.split(separator: "\n").last { $0.contains("Delay =") && $0.contains(" ps") }
    guard let line else {
      if text.contains("Don't call ABC as there is nothing to map") { return nil }
      throw failure("prints no 'Delay =' of ABC's stime")
    }
    let words = line.split { $0 == " " || $0 == "=" }
    guard let place = words.lastIndex(of: "Delay"), place + 1 < words.count, let delay = Double(words[place + 1]) else {
      throw failure("prints 'Delay =' without a number")
    }
    return delay
  }

  private static func failure(_ message: String) -> Failure {
    Failure(.tool, at: "yosys", message, notes: ["the version that is known to work is 0.23"])
  }
}

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
    return try cells(lines, from: start)
  }

  /// Cells by type of each module, submodules excluded, by the module's name as Yosys has it.
  package static func modules(_ text: String) throws(Failure) -> [String: [String: Int]] {
    let lines = text.split(separator: "\n")
    let titles = lines.indices.filter { lines[$0].hasPrefix("=== ") && lines[$0].hasSuffix(" ===") }
    var found: [String: [String: Int]] = [:]
    for (place, next) in zip(titles, titles.dropFirst() + [lines.endIndex]) {
      let name = String(lines[place].dropFirst(4).dropLast(4))
      guard name != "design hierarchy" else { continue }
      guard let start = lines[place..<next].firstIndex(where: { $0.contains("Number of cells:") }) else {
        throw failure("prints no 'Number of cells:' of '\(name)'")
      }
      found[name] = try cells(lines, from: start)
    }
    guard !found.isEmpty else { throw failure("prints no statistics") }
    return found.mapValues { cells in cells.filter { found[$0.key] == nil } }
  }

  /// A module's name in the Verilog text, without the parameters that Yosys writes around it.
  package static func plainName(_ module: String) -> String {
    let parts = module.split(separator: "\\")
    return parts.count > 1 && module.hasPrefix("$paramod") ? String(parts[1]) : module
  }

  /// The counts below a line that says how many cells there are.
  private static func cells(_ lines: [Substring], from start: Int) throws(Failure) -> [String: Int] {
    var cells: [String: Int] = [:]
    for line in lines[(start + 1)...] {
      // Names of modules may have blanks.
      guard line.hasPrefix("     "), let gap = line.lastIndex(of: " "), let count = Int(line[line.index(after: gap)...])
      else { break }
      cells[String(line[..<gap].drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()), default: 0] += count
    }
    let total = lines[start].split(separator: " ").last.flatMap { Int($0) }
    guard let total, total == cells.values.reduce(0, +) else {
      throw failure("prints counts of cells that are not what it says they are together")
    }
    return cells
  }

  /// The same of one module among several; nil where Yosys prints none.
  package static func area(_ text: String, of module: String) -> Double? {
    let line = text.split(separator: "\n").last { $0.contains("Chip area for") && $0.contains("\(module)':") }
    return line?.split(separator: " ").last.flatMap { Double($0) }
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

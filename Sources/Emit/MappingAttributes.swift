/// What synthesis is asked of memories and multipliers: attributes that the cells get as they are written.
///
/// Nothing changes for simulators. Vivado and Yosys read `ram_style` and `rom_style`, Vivado reads `use_dsp`.
package struct MappingAttributes: Sendable, Hashable {
  /// Where memories go.
  package enum MemoryStyle: String, Sendable, CaseIterable {
    case block, distributed
  }

  /// Nil leaves memories to the tool.
  package var memories: MemoryStyle?
  /// Whether multipliers are DSP blocks; nil leaves them to the tool.
  package var usesDSP: Bool?

  /// Attributes for synthesis; none where nothing is said.
  package init(memories: MemoryStyle? = nil, usesDSP: Bool? = nil) {
    (self.memories, self.usesDSP) = (memories, usesDSP)
  }

  /// A module's Verilog with its attributes: memories are registers named `memory`, products are nets that are nothing
  /// but the product of two others.
  package func applied(to text: String) -> String {
    guard memories != nil || usesDSP != nil else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let products = Set(lines.compactMap(Self.product))
    let isROM = text.contains("$readmemh(") && !text.contains("load_in")
    return lines.flatMap { line -> [String] in
      let indent = String(line.prefix { $0 == " " })
      if let memories, line.hasSuffix("memory [0:DEPTH-1];") {
        return memories.attributes(isROM: isROM).map { $0.hasPrefix("`") ? $0 : indent + $0 } + [String(line)]
      }
      if let usesDSP, let (net, declaration, value) = Self.declaredNet(line), products.contains(net) {
        // Yosys takes no attribute on a net that is declared and set at once.
        return ["\(indent)(* use_dsp = \"\(usesDSP ? "yes" : "no")\" *)", "\(indent)\(declaration);"]
          + (value.map { ["\(indent)assign \(net) = \($0)"] } ?? [])
      }
      return [String(line)]
    }.joined(separator: "\n")
  }

  /// The net that a line sets to a product of two names: `wire [7:0] p = a * b;` or `assign p = a * b;`.
  private static func product(_ line: Substring) -> Substring? {
    let words = line.split(separator: " ")
    guard let place = words.firstIndex(of: "="), place > 0, words.count == place + 4, words[place + 2] == "*",
      ["wire", "assign"].contains(words[0])
    else { return nil }
    return words[place - 1]
  }

  /// The net that a line declares, the declaration, and what it is set to, if it is.
  private static func declaredNet(_ line: Substring) -> (net: Substring, declaration: String, value: String?)? {
    let words = line.split(separator: " ")
    guard words.first == "wire", words.count > 1, let last = words.last, last.hasSuffix(";") else { return nil }
    guard let place = words.firstIndex(of: "=") else {
      return (last.dropLast(), String(words.joined(separator: " ").dropLast()), nil)
    }
    guard place > 1 else { return nil }
    return (
      words[place - 1], words[..<place].joined(separator: " "), words[(place + 1)...].joined(separator: " ")
    )
  }
}

extension MappingAttributes.MemoryStyle {
  /// The lines that ask it of a memory. What Vivado calls a distributed ROM, Yosys calls logic.
  fileprivate func attributes(isROM: Bool) -> [String] {
    switch (self, isROM) {
    case (_, false): ["(* ram_style = \"\(rawValue)\" *)"]
    case (.block, true): ["(* rom_style = \"block\" *)"]
    case (.distributed, true):
      ["`ifdef YOSYS", "(* rom_style = \"logic\" *)", "`else", "(* rom_style = \"distributed\" *)", "`endif"]
    }
  }
}

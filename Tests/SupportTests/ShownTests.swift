import Support
import Testing

/// What a file holds is shown so that a person can read it.
@Suite struct ShownTests {
  @Test func shortTextStaysAsItIs() {
    #expect("conv1 ü名".shown() == "conv1 ü名")
    #expect("".shown() == "")
  }

  @Test func longTextIsCutInTheMiddle() {
    let text = String(repeating: "a", count: 500) + String(repeating: "z", count: 500)
    #expect(text.shown() == String(repeating: "a", count: 147) + "..." + String(repeating: "z", count: 50))
  }

  @Test func whatTerminalsObeyIsEscaped() {
    #expect("a\u{1B}[31mb\u{0}\u{202E}\r\u{FEFF}".shown() == "a\\u{1b}[31mb\\u{0}\\u{202e}\\u{d}\\u{feff}")
  }

  @Test func messagesAreBounded() {
    let name = String(repeating: "n", count: 1 << 20)
    let found = Diagnostic(at: "plan.yml: node '\(name)'", "unknown key '\(name)' in '\(name)'\u{7}", notes: [name])
    #expect(found.message.hasPrefix("unknown key 'nnn"))
    #expect(found.message.hasSuffix("n'\\u{7}"))
    #expect(found.description.utf8.count < 4000)
    let all = Failure(.input, Array(repeating: found, count: 1000))
    #expect(all.description.hasSuffix("and 950 more"))
    #expect(all.diagnostics.count == 1000)
  }

  /// Names as files may hold them: lines, characters of control, direction and none at all, quotes, and long ones.
  private static let names = [
    "a\nb", "a\r\nb", "tab\t", "\u{0}", "\u{7F}", "\u{9B}31m", "\u{1B}]0;title\u{7}", "\u{202E}gnp.exe",
    "\u{2066}x\u{2069}",
    "\u{200B}", "\u{3164}", "\u{115F}", "\u{FE0F}", "\u{E0041}", "\u{2028}", "\u{2029}", "\u{E000}", "\u{10FFFF}",
    "it's", "''", "'",
    "ü名é", String(repeating: "x", count: 1000), String(repeating: "\n", count: 1000),
    String(repeating: "'", count: 3001),
  ]

  @Test(arguments: names) func aMessageIsOneLineAndPrintable(name: String) {
    var found = Diagnostic(at: "m.onnx: node '\(name)'", "tensor '\(name)' is wrong", notes: ["rename '\(name)'"])
    check(found)
    // However its texts were set.
    (found.location, found.message) = ("layer '\(name)'", "weights of '\(name)'")
    found.notes.append("see '\(name)'")
    check(found)
    check(Failure(.input, [found]).inside("'\(name)'").diagnostics[0])
  }

  private func check(_ found: Diagnostic) {
    for text in [found.location, found.message] + found.notes {
      #expect(text.unicodeScalars.count <= 2000)
      #expect(
        text.unicodeScalars.allSatisfy { scalar in
          ![.control, .format, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator].contains(
            scalar.properties.generalCategory) && !scalar.properties.isDefaultIgnorableCodePoint
        }, "\(text)")
    }
  }

  @Test(arguments: names) func whatIsShownStaysAsItIs(name: String) {
    #expect(name.shown().shown() == name.shown())
    #expect(name.shown().unicodeScalars.count <= 200)
  }

  @Test func quotedTextIsCutWhereverItStands() {
    let name = String(repeating: "n", count: 5000)
    let found = Diagnostic(at: name, "'\(name)' is followed by '\(name)', \(name)")
    #expect(found.message.unicodeScalars.count < 1100)
    #expect(found.message.contains("is followed by 'nnn"))
    #expect(found.location.unicodeScalars.count == 600)
  }
}

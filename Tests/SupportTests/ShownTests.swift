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
    #expect(text.shown() == String(repeating: "a", count: 150) + "..." + String(repeating: "z", count: 50))
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
}

internal import Support

/// The report as a JUnit file: one test case, failed when the report is.
extension VerifyReport {
  /// `design` names the test case.
  package func junit(design: String) -> String {
    let name = Self.escaped("\(design.shown()), \(simulator.rawValue), stalls \(stalls.rawValue), seed \(seed)")
    let seconds = framesPerSecond > 0 ? Double(frames) / framesPerSecond : 0
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuite name=\"mantissa verify\" tests=\"1\" failures=\"\(passed ? 0 : 1)\" errors=\"0\">\n"
    text += "  <testcase classname=\"mantissa.verify\" name=\"\(name)\" time=\"\(seconds)\">\n"
    if !passed {
      text += "    <failure message=\"\(Self.escaped(findings.first ?? "no word was compared"))\">"
      text += Self.escaped(findings.joined(separator: "\n")) + "</failure>\n"
    }
    let summary = "\(frames) frames, \(wordsCompared) words compared, \(mismatches) mismatches"
    text += "    <system-out>\(summary)</system-out>\n"
    return text + "  </testcase>\n</testsuite>\n"
  }

  /// What was wrong, in sentences.
  package var findings: [String] {
    var found: [String] = []
    if wordsCompared == 0 { found.append("no word was compared") }
    if mismatches > 0 { found.append("\(mismatches) of \(wordsCompared) words differ") }
    if let first = firstMismatch { found += first.findings }
    return (found + problems).map(\.shownMessage)
  }

  private static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case _ where character.asciiValue.map { $0 < 32 && $0 != 10 } == true: "?"
      default: String(character)
      }
    }.joined()
  }
}

extension VerifyReport.Mismatch {
  /// The element and the layer, in sentences.
  package var findings: [String] {
    func shown(_ code: String, _ value: Double?) -> String { value.map { "\(code) (\($0))" } ?? code }
    var found = [
      "the first is element \(element) of frame \(frame): expected \(shown(expectedCode, expectedValue)), "
        + "found \(shown(foundCode, foundValue))"
    ]
    if let layer {
      let seen = layer.foundCode.map { "found \($0)" } ?? "the layer stopped before it"
      found.append(
        "golden model and RTL part in layer '\(layer.layer)', element \(layer.element) of frame \(layer.frame): "
          + "expected \(layer.expectedCode), \(seen)")
    }
    return found
  }
}

import Pages

/// What a report can lack.
enum ReportPart: CaseIterable {
  case accuracy, float, verification, synthesis, timing
}

extension DesignReport {
  /// The block that says which command brings a part; none where it is there.
  func lacking(_ part: ReportPart) -> [Document.Block] {
    lack(part).map { [.text($0.prefix(1).uppercased() + $0.dropFirst() + ".")] } ?? []
  }

  /// One line for each part that is not there.
  var allMissing: [String] { ReportPart.allCases.compactMap { lack($0) } }

  private func lack(_ part: ReportPart) -> String? {
    let folder = folder.replacing("`", with: "'")
    switch part {
    case .accuracy:
      return accuracy == nil && errors == nil
        ? "accuracy: `mantissa report \(folder) --model MODEL --images FILE --labels FILE` brings it" : nil
    case .float:
      return hasFloat
        ? nil
        : "the float network's values and the error of each layer: `mantissa report \(folder) --model MODEL` brings them"
    case .verification:
      return verifications.isEmpty ? "verification: `mantissa verify \(folder)` brings it" : nil
    case .synthesis:
      if backend == "hls" { return "area: a tool for high-level synthesis tells it, as Yosys reads no C++" }
      return syntheses.isEmpty ? "area as synthesised: `mantissa synthesise \(folder) --target xc7` brings it" : nil
    case .timing:
      if backend == "hls" { return "timing: a tool for high-level synthesis tells it" }
      return syntheses.contains { $0.clock != nil }
        ? nil : "timing: `mantissa synthesise \(folder) --target ecp5-85k` brings it"
    }
  }
}

import Driver
import Foundation
import Testing

@Suite struct ReportTests {
  @Test func tablesAlign() {
    var table = Table([("name", .left), ("count", .right)])
    table.add(["conv1", "7"])
    table.add(["f", "1,234"])
    table.add(["g"])
    #expect(table.text == "name   count\nconv1      7\nf      1,234\ng")
  }

  @Test(arguments: [(0, "0"), (12, "12"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
  func counts(value: Int, text: String) { #expect(Figure.count(value) == text) }

  @Test func evaluationCounts() throws {
    let report = EvaluateReport(
      labels: [0, 1, 2, 2], float: [0, 1, 2, 1], golden: [0, 1, 1, 1], uncorrected: [0, 1, 2, 2], classes: 3, seconds: 2
    )
    #expect(report.top1Float == 0.75)
    #expect(report.top1Golden == 0.5)
    #expect(report.top1Uncorrected == 1)
    #expect(report.agreement == 0.75)
    #expect(report.imagesPerSecond == 2)
    #expect(report.confusion == [[1, 0, 0], [0, 1, 0], [0, 2, 0]])
    #expect(
      try keys(report) == [
        "images", "top1_float", "top1_golden", "top1_uncorrected", "agreement", "images_per_second", "confusion",
        "notes",
      ])
  }

  @Test func evaluationTakesClassesThatNoLabelHas() {
    let report = EvaluateReport(labels: [12], float: [3], golden: [14], classes: 10, seconds: 0)
    #expect(report.confusion.count == 15)
    #expect(report.imagesPerSecond == 0)
  }

  @Test func compileKeys() throws {
    let report = CompileReport(
      output: "d", layers: 1, parameters: 2, weightBits: 16, macs: 3, cyclesPerFrame: 4, seconds: 5)
    #expect(
      try keys(report) == [
        "output", "layers", "parameters", "weight_bits", "macs", "cycles_per_frame", "memory", "queues", "paths",
        "seconds", "notes",
      ])
  }

  private func keys(_ report: some Report) throws -> Set<String> {
    let object = try JSONSerialization.jsonObject(with: Data(try report.json().utf8))
    return Set(try #require(object as? [String: Any]).keys)
  }
}

import Emit
import Foundation
import Import
import NetworkIR
import Pages
import QuantizedIR
package import Support

/// Writes what is known of a compiled folder as pages: one HTML file and a Markdown twin with its drawings, all of it or
/// nothing.
package func report(_ options: ReportOptions, progress: Progress = .silent) async throws(Failure) -> DesignReport {
  defer { progress.clear() }
  let path = if let output = options.output { output } else { try ownFolder(in: options.folder) }
  // No run of 'compile' may replace the folder meanwhile.
  let lock = try FileLock.waiting(for: options.folder, .shared)
  defer { withExtendedLifetime(lock) {} }
  try ReportManifest.checkReplaceable(path)
  let output = try OutputFolder(path)
  let (graphviz, gnuplot) = (try Graphviz(), try Gnuplot())
  var report = try survey(options, progress)
  progress.show("drawing")
  let drawings = try await [graphviz.draw(report.graph)] + gnuplot.draw(report.plots)
  let document = report.document(Dictionary(drawings.map { ($0.name, $0) }) { first, _ in first })
  var files = FileSet()
  try files.add("report.html", document.html())
  try files.add("report.md", document.markdown(drawings: "drawings"))
  for drawing in drawings { try files.add("drawings/\(drawing.name).svg", drawing.file) }
  try files.add("manifest.json", ReportManifest(hashes: files.hashes).text())
  try output.write(files)
  (report.html, report.markdown) = ("\(path)/report.html", "\(path)/report.md")
  report.drawings = drawings.map { "\(path)/drawings/\($0.name).svg" }
  return report
}

/// Reads all that `report` needs of a folder, and makes its page without drawings; throws what is wrong with the folder.
package func readReport(_ folder: String) throws(Failure) {
  let report = try survey(ReportOptions(folder: folder), .silent)
  _ = (report.graph, report.plots.map(\.commands), try report.document([:]).html())
}

/// `build/report` in a compiled folder; throws where that would lead out of the folder.
private func ownFolder(in folder: String) throws(Failure) -> String {
  for path in ["\(folder)/build", "\(folder)/build/report"] {
    guard let status = Disk.status(of: path), status.st_mode & S_IFMT != S_IFDIR else { continue }
    throw Failure(at: path, "this is no folder", notes: ["remove it, or name another folder with --output"])
  }
  return "\(folder)/build/report"
}

/// What the folder tells, and what its golden model and the float network make of inputs.
private func survey(_ options: ReportOptions, _ progress: Progress) throws(Failure) -> DesignReport {
  let design = try DesignFolder(options.folder)
  var report = try DesignReport(design, options)
  var float: Network?
  if let path = options.model {
    progress.show("reading \(path)")
    float = try importModel(at: path)
  }
  let survey = try LayerSurvey(design.network, float: float)
  let inputs = try design.inputs(options.images, limit: min(options.limit ?? .max, LayerSurvey.most))
  let values = try survey.values(inputs, progress: progress)
  report.hasFloat = float != nil
  report.inputsSeen = survey.count(of: inputs.count / design.network.input.shape.count)
  report.input.values = values[report.input.name]
  for place in report.layers.indices { report.layers[place].values = values[report.layers[place].name] }
  if let float, let images = options.images, let labels = options.labels {
    let pair = NetworkPair(float: float, quantized: design.network, feed: design.network.feed)
    switch try judge(pair, images: images, labels: labels, limit: options.limit, progress) {
    case .classes(let found): report.accuracy = found
    case .numbers(let found): report.errors = found
    }
    report.notes += (report.accuracy?.notes ?? []) + (report.errors?.notes ?? [])
  }
  report.missing = report.allMissing
  return report
}

/// What the folder of a report says of itself, so that a later run replaces what this one wrote and nothing else.
private struct ReportManifest: Codable {
  var generator = Manifest.generatorName
  var kind = "report"
  var hashes: [String: String]

  func text() throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do { return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n" } catch {
      throw Failure(at: "manifest.json", "the manifest cannot be written: \(error)")
    }
  }

  /// Throws where a folder holds a design of Mantissa, which a report must not replace.
  static func checkReplaceable(_ folder: String) throws(Failure) {
    let path = "\(folder)/manifest.json"
    guard FileManager.default.fileExists(atPath: path) else { return }
    let found = try? JSONDecoder().decode(ReportManifest.self, from: WholeFile.bytes(path))
    guard found?.kind == "report" else {
      throw Failure(
        at: folder, "the folder holds a design, which a report does not replace",
        notes: ["name another folder with --output"])
    }
  }
}

// Writes the text files below a folder as one Swift source: `embed-templates FOLDER OUTPUT`.
import Foundation

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: embed-templates FOLDER OUTPUT\n".utf8))
  exit(2)
}
let folder = URL(fileURLWithPath: arguments[1], isDirectory: true)
let paths = (try FileManager.default.subpathsOfDirectory(atPath: folder.path))
  .filter { ["v", "mustache", "vh", "h", "json", "py"].contains(($0 as NSString).pathExtension) }
  .sorted()

var source = "/// Every file below `Templates/`: its path there and its text.\n"
source += "let embeddedTemplates: [String: String] = [\n"
for path in paths {
  let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  source += "  \"\(path)\": ####\"\"\"\n\(text)\n\"\"\"####,\n"
}
source += paths.isEmpty ? ":]\n" : "]\n"
try source.write(to: URL(fileURLWithPath: arguments[2]), atomically: true, encoding: .utf8)

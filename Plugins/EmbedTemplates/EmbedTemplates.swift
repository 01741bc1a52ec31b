import Foundation
import PackagePlugin

/// Makes a Swift source of every file under `Templates/`, so that the built command carries them.
@main
struct EmbedTemplates: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let templates = context.package.directoryURL.appending(path: "Templates")
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedTemplates.swift")
    return [
      .buildCommand(
        displayName: "Embedding Templates",
        executable: try context.tool(named: "embed-templates").url,
        arguments: [templates.path(), output.path()],
        inputFiles: files(below: templates), outputFiles: [output])
    ]
  }

  private func files(below folder: URL) -> [URL] {
    let walk = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: [.isRegularFileKey])
    let all = walk?.compactMap { $0 as? URL } ?? []
    return all.filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true }
      .sorted { $0.path() < $1.path() }
  }
}

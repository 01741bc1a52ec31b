import Foundation
import Testing

/// `Documentation/House.md` and its picture, which `make house` makes, are of today's targets.
@Suite struct HouseTests {
  @Test func theHouseIsDrawnAsItStands() throws {
    let targets = try Manifest.dump().targets.filter { $0.isCode && $0.folder.hasPrefix("Sources/") }
    let names = Set(targets.map(\.name))
    let arrows = Dictionary(
      uniqueKeysWithValues: targets.map { ($0.name, Set($0.dependencies.map(\.name)).intersection(names)) })
    func reached(_ name: String) -> Set<String> {
      (arrows[name] ?? []).reduce(into: []) { $0.formUnion(reached($1).union([$1])) }
    }
    let folder = Manifest.root.appending(path: "Documentation")
    let page = try String(contentsOf: folder.appending(path: "House.md"), encoding: .utf8)
    let picture = try String(contentsOf: folder.appending(path: "house.svg"), encoding: .utf8)
    for name in names {
      let all = arrows[name] ?? []
      let direct = all.filter { other in !all.contains { $0 != other && reached($0).contains(other) } }.sorted()
      let line = direct.isEmpty ? "no other target" : direct.joined(separator: ", ")
      #expect(page.contains("- **\(name)** needs \(line).\n"), "\(name): run `make house`")
      #expect(picture.contains("<title>\(name)</title>"), "\(name): run `make house`")
      for other in direct { #expect(picture.contains("<title>\(name)&#45;&gt;\(other)</title>"), "run `make house`") }
    }
  }
}

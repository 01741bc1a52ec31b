import Testing

/// The reader that the architecture tests rely on sees what it should.
@Suite struct SourceTextTests {
  @Test(
    arguments: [
      ("import Support", ["Support"]),
      ("package import Support\nimport Yams", ["Support", "Yams"]),
      ("@testable import Driver", ["Driver"]),
      ("@_spi(Internal) public import Tools", ["Tools"]),
      ("import struct Foundation.URL", ["Foundation"]),
      ("import Support // for Failure", ["Support"]),
      ("// import Golden", []),
      ("import inside a text", []),
      ("/// import Golden\nlet important = 1", []),
    ] as [(String, Set<String>)]) func imports(text: String, modules: Set<String>)
  {
    #expect(SourceText(path: "", text: text).imports == modules)
  }

  @Test(
    arguments: [
      ("package struct Golden {}", ["Golden"]),
      ("enum Outer { final class Inner {} }", ["Outer", "Inner"]),
      ("protocol Kind {} // struct Hidden", ["Kind"]),
      ("let structure = 1", []),
    ] as [(String, Set<String>)]) func types(text: String, names: Set<String>)
  {
    #expect(SourceText(path: "", text: text).types == names)
  }

  @Test func thisFileIsFound() {
    #expect(SourceText.all(below: "Tests/ArchitectureTests").contains { $0.path.hasSuffix("SourceTextTests.swift") })
  }
}

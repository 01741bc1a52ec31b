import Testing

/// What other targets use is explained where it is declared.
@Suite struct CommentTests {
  private static let least = 0.9

  /// A comment of its own, or that of the protocol's requirement which it fulfils.
  @Test func packageDeclarationsAreCommented() {
    let found = Declarations(SourceText.all(below: "Sources"))
    let commented = found.all.filter(\.isCommented).count
    let inherited = found.all.filter { !$0.isCommented && found.inheritsComment($0) }.count
    let share = Double(commented + inherited) / Double(found.all.count)
    let missing = found.all.filter { !$0.isCommented && !found.inheritsComment($0) }
    #expect(found.all.count > 2000, "the reader finds few")
    #expect(share >= Self.least, "\(missing.map { "\($0.path):\($0.line) \($0.name)" }.joined(separator: "\n"))")
    print(
      "CommentTests: \(found.all.count) package declarations, \(commented) with a comment of their own, \(inherited) with "
        + "that of the requirement that they fulfil: \(Int(1000 * share) / 10) %")
  }

  @Test func readerFindsWhatIsMissing() {
    let source = SourceText(
      path: "Sample.swift",
      text: """
        /// A shape.
        package protocol Shape {
          /// Its area.
          var area: Int { get }
          func grow(by factor: Int)
        }
        package struct Square: Shape {
          /// Its side.
          @Wrapped
          package var side: Int
          package var area: Int { side * side }  // package var none
          package func grow(by factor: Int) {}
          package init(side: Int) { self.side = side }
          private var other = "package let text"
        }
        """)
    let found = Declarations([source])
    #expect(found.all.map(\.name) == ["Shape", "Square", "side", "area", "grow", "init(side"])
    #expect(found.all.filter(\.isCommented).map(\.name) == ["Shape", "side"])
    #expect(found.all.filter { found.inheritsComment($0) }.map(\.name) == ["area"])
  }
}

import Cells
import Support
import Testing

@Suite struct ScaffoldTests {
  func render(_ text: String, _ values: Values) throws -> String {
    try Scaffold.render(text: text, values, location: "test")
  }

  @Test func fillsInWithoutEscaping() throws {
    #expect(try render("a {{x}} & {{y}}", ["x": "<b>", "y": "\"&\""]) == "a <b> & \"&\"")
  }

  @Test func repeatsSectionsAndSeesOuterValues() throws {
    let values: Values = ["n": 3, "items": .list([["i": 0], ["i": 1]]), "on": true, "off": false]
    let text = "{{#items}}\n{{i}} of {{n}}\n{{/items}}\n{{#on}}\nyes\n{{/on}}\n{{#off}}\nno\n{{/off}}\nend"
    #expect(try render(text, values) == "0 of 3\n1 of 3\nyes\nend")
  }

  @Test func rejectsAPlaceholderWithoutValue() {
    let failure = #expect(throws: Failure.self) { try render("{{x}} {{y}}", ["x": 1]) }
    #expect(failure?.description.contains("placeholder 'y' has no value") == true)
  }

  @Test func rejectsAPlaceholderInAHiddenSection() {
    #expect(throws: Failure.self) { try render("{{#on}}{{y}}{{/on}}", ["on": false]) }
  }

  @Test func anEmptyListNeedsNoValuesOfItems() throws {
    #expect(try render("a{{#items}}{{i}}{{/items}}b", ["items": .list([])]) == "ab")
    #expect(throws: Failure.self) { try render("a{{#items}}{{i}}{{/items}}b{{c}}", ["items": .list([])]) }
  }

  @Test func rejectsAValueWithoutPlaceholder() {
    let failure = #expect(throws: Failure.self) { try render("{{x}}", ["x": 1, "z": 2]) }
    #expect(failure?.description.contains("value 'z' has no placeholder") == true)
  }

  @Test func rejectsAValueOutOfReach() {
    let values: Values = ["items": .list([["i": 0]])]
    #expect(throws: Failure.self) { try render("{{#items}}{{i}}{{/items}} {{i}}", values) }
  }

  @Test func rejectsAnItemThatLacksAValue() {
    let values: Values = ["items": .list([["i": 0, "j": 1], ["i": 0]])]
    #expect(throws: Failure.self) { try render("{{#items}}{{i}}{{j}}{{/items}}", values) }
  }

  @Test func rejectsAnAbsentTemplate() {
    #expect(throws: Failure.self) { try Scaffold.render("absent", [:]) }
  }

  @Test func rejectsABrokenTemplate() {
    #expect(throws: Failure.self) { try render("{{#x}} open", ["x": true]) }
  }
}

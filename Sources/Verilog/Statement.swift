/// What stands inside an `always` block.
package indirect enum Statement: Sendable, Hashable {
  case comment(String)
  /// `target <= value`.
  case nonblocking(Expression, Expression)
  /// `target = value`.
  case blocking(Expression, Expression)
  /// `if`, and `else` when its branch is not empty.
  case branch(Expression, [Statement], [Statement])
  /// A `case` statement; an empty `default` prints none.
  case select(Expression, [Choice], otherwise: [Statement])
  /// `for (variable = 0; variable < count; variable = variable + 1)` over an `integer`.
  case loop(String, Expression, [Statement])
  /// A task, for example `$readmemh`.
  case task(String, [Expression])

  package struct Choice: Sendable, Hashable {
    package var value: Expression
    package var body: [Statement]

    package init(_ value: Expression, _ body: [Statement]) {
      self.value = value
      self.body = body
    }
  }

  package static func when(_ condition: Expression, _ body: Statement..., otherwise: [Statement] = []) -> Statement {
    .branch(condition, body, otherwise)
  }
}

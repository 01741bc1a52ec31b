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

  /// One branch of a case.
  package struct Choice: Sendable, Hashable {
    /// What the selector has to equal.
    package var value: Expression
    /// What happens then.
    package var body: [Statement]

    /// A branch.
    package init(_ value: Expression, _ body: [Statement]) {
      self.value = value
      self.body = body
    }
  }

  /// What happens where a condition holds, and otherwise.
  package static func when(_ condition: Expression, _ body: Statement..., otherwise: [Statement] = []) -> Statement {
    .branch(condition, body, otherwise)
  }
}

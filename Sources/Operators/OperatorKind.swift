package import Arithmetic
package import Support

/// An operation that can stand alone, over any formats; a new one is one file in `Kinds` and one line in the registry.
package protocol OperatorKind: Sendable {
  /// The name in commands.
  static var name: String { get }
  /// One line for `operator list`.
  static var summary: String { get }
  /// The operator that is asked for; throws a message that says why there is none.
  static func make(_ request: OperatorRequest) throws(FormatError) -> Operator
}

/// The operators. A new one is one line here.
package enum OperatorRegistry {
  /// Every kind, in the order in which they are listed to users.
  package static let kinds: [any OperatorKind.Type] = [
    MultiplyOperator.self,
    AddOperator.self,
    SubtractOperator.self,
    CompareOperator.self,
    DotOperator.self,
    SigmoidOperator.self,
  ]

  /// The names in commands, in the registry's order.
  package static var names: [String] { kinds.map { $0.name } }

  /// The operator that is asked for.
  ///
  /// Throws a `Failure` when there is no such operator, when the formats or the multiplier do not fit it, and when it
  /// cannot be cut as often.
  package static func make(_ request: OperatorRequest) throws(Failure) -> Operator {
    guard let kind = kinds.first(where: { $0.name == request.name }) else {
      throw Failure(
        at: "operator '\(request.name)'",
        "there is no such operator; the operators are \(names.joined(separator: ", "))")
    }
    do throws(FormatError) {
      let made = try kind.make(request)
      try made.check()
      return made
    } catch {
      throw Failure(at: "operator '\(request.name)'", error.message)
    }
  }
}

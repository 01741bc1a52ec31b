package import Arithmetic

/// How two codes of one format compare by value.
package enum CompareOperator: OperatorKind {
  package static let name = "compare"
  package static let summary = "{unordered, equal, less} of a and b: NaN is not ordered, posits' NaR is the least"

  package static func make(_ request: OperatorRequest) throws(FormatError) -> Operator {
    try request.refuseMultiplier()
    let format = try request.commonFormat()
    return Operator(
      name: name, operands: [format, format].operands(), result: .comparison,
      formula: "bit 0: a < b; bit 1: a = b; bit 2: not ordered", errorBound: "exact",
      takesValuesOnly: !(format.number is any OperatorFormat), function: ComparisonFunction(format: format.number),
      datapath: try ComparisonDatapath(
        module: Operator.module(request, [format]), format: format, cuts: request.pipeline
      ).datapath())
  }
}

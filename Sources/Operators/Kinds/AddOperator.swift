package import Arithmetic
internal import Datapath

/// The sum: rounded in floats and posits, exact in other formats.
package enum AddOperator: OperatorKind {
  package static let name = "add"
  package static let summary = "a + b, rounded in floats and posits, one bit wider in fixed point"

  package static func make(_ request: OperatorRequest) throws(FormatError) -> Operator {
    try sum(request, subtracts: false)
  }
}

/// The difference: rounded in floats and posits, exact in other formats.
package enum SubtractOperator: OperatorKind {
  package static let name = "subtract"
  package static let summary = "a - b, likewise"

  package static func make(_ request: OperatorRequest) throws(FormatError) -> Operator {
    try sum(request, subtracts: true)
  }
}

private func sum(_ request: OperatorRequest, subtracts: Bool) throws(FormatError) -> Operator {
  try request.refuseMultiplier()
  let format = try request.commonFormat()
  let module = Operator.module(request, [format])
  let formula = subtracts ? "a - b" : "a + b"
  let composed = SumDatapath(module: module, format: format, subtracts: subtracts, cuts: request.pipeline)
  guard let number = format.number as? any OperatorFormat else {
    let function = IntegerSum(format, subtracts: subtracts)
    return Operator(
      name: request.name, operands: [format, format].operands(),
      result: .integer(width: function.width, lsb: format.number.operandShape.lsb), formula: formula,
      errorBound: "exact", takesValuesOnly: true, function: function, datapath: try composed.integer())
  }
  let cell = number.sumOperator(subtracts: subtracts)
  let datapath =
    if let cell {
      try OperatorDatapath(
        module, cell, width: format.width, outputs: ["result"], outputWidth: format.width, cuts: request.pipeline)
    } else {
      try composed.rounded(to: number)
    }
  return Operator(
    name: request.name, operands: [format, format].operands(), result: .code(format),
    formula: formula + ", rounded to \(format)", errorBound: number.roundingBound, takesValuesOnly: cell == nil,
    function: RoundedOperation(number, subtracts ? .subtract : .add),
    datapath: datapath)
}

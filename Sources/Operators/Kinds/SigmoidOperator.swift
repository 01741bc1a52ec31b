package import Arithmetic

/// The fast logistic function on the bit strings of posits without exponent bits.
package enum SigmoidOperator: OperatorKind {
  package static let name = "sigmoid"
  package static let summary = "1 / (1 + exp(-a)) of posits with es = 0, by a shift of the bit string"

  package static func make(_ request: OperatorRequest) throws(FormatError) -> Operator {
    try request.refuseMultiplier()
    let format = try request.formats(1)[0]
    guard let posit = format.number as? PositFormat, posit.hasFastSigmoid else {
      throw FormatError("operator 'sigmoid' takes posits with es = 0, for example 'posit<8,0>', not '\(format)'")
    }
    let cell = CellUse(CellContract(.unary, "posit_sigmoid"), [("WIDTH", .integer(format.width))])
    return Operator(
      name: name, operands: [format].operands(), result: .code(format),
      formula: "(a with its sign bit inverted) >> 2 on the bit string, about 1 / (1 + exp(-a)); NaR gives 0",
      errorBound: "absolute, 0.0607 at 8 bits and 0.0490 at 16", takesValuesOnly: false,
      function: SigmoidFunction(format: posit),
      datapath: try UnaryDatapath(
        module: Operator.module(request, [format]), width: format.width, cell: cell, cuts: request.pipeline
      ).datapath())
  }
}

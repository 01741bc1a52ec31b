package import Arithmetic
internal import Datapath

/// The product: rounded where both operands have one format with an arithmetic of its own, else exact.
package enum MultiplyOperator: OperatorKind {
  package static let name = "multiply"
  package static let summary = "a * b, by any multiplier; rounded in floats and posits of one format, else exact"

  package static func make(_ request: OperatorRequest) throws(FormatError) -> Operator {
    let formats = try request.formats(2)
    let multiplier = try request.multiplier(formats[0], formats[1])
    if formats[0] == formats[1], let format = formats[0].number as? any OperatorFormat {
      return try rounded(request, format, multiplier)
    }
    return try integer(request, formats, multiplier)
  }

  private static func rounded(
    _ request: OperatorRequest, _ format: any OperatorFormat, _ multiplier: any Multiplier
  ) throws(FormatError) -> Operator {
    let formats = [Format(format), Format(format)]
    let module = Operator.module(request, formats, multiplier: multiplier.description)
    let cell = format.productOperator(multiplier)
    // Without a cell of its own the product goes through the format's encoder, which saturates.
    let overflow: Overflow = cell == nil ? .saturate : .toInfinity
    let function: any OperatorFunction =
      multiplier.isExact
      ? RoundedOperation(format, .multiply)
      : RoundedProduct(format, multiplier, overflow: overflow)
    let datapath =
      if let cell {
        try OperatorDatapath(
          module, cell, width: format.width, outputs: ["result"], outputWidth: format.width, cuts: request.pipeline)
      } else {
        try ProductDatapath(module: module, formats: formats, multiplier: multiplier, cuts: request.pipeline)
          .rounded(to: format)
      }
    return Operator(
      name: name, operands: formats.operands(), result: .code(formats[0]), multiplier: multiplier.description,
      formula: multiplier.formula + ", rounded to \(format)", errorBound: multiplier.errorBound(rounded: format),
      takesValuesOnly: cell == nil, function: function, datapath: datapath)
  }

  private static func integer(
    _ request: OperatorRequest, _ formats: [Format], _ multiplier: any Multiplier
  ) throws(FormatError) -> Operator {
    let function = IntegerProduct(formats, multiplier)
    let datapath = try ProductDatapath(
      module: Operator.module(request, formats, multiplier: multiplier.description), formats: formats,
      multiplier: multiplier, cuts: request.pipeline
    ).integer()
    return Operator(
      name: name, operands: formats.operands(),
      result: .integer(width: function.shape.integerWidth, lsb: function.shape.lsb),
      multiplier: multiplier.description, formula: multiplier.formula, errorBound: multiplier.errorBound(rounded: nil),
      takesValuesOnly: true, function: function, datapath: datapath)
  }
}

extension [Format] {
  /// The operands a and b, or a alone.
  func operands(terms: Int = 1) -> [Operator.Operand] {
    zip(["a", "b"], self).map { Operator.Operand(port: $0, format: $1, terms: terms) }
  }
}

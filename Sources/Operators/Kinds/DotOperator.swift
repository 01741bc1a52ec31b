package import Arithmetic

/// The sum of products through an exact accumulator, rounded once.
package enum DotOperator: OperatorKind {
  package static let name = "dot"
  package static let summary =
    "the exact sum of some products (--terms), rounded once where floats or posits of one format meet"
  private static let most = 64

  package static func make(_ request: OperatorRequest) throws(FormatError) -> Operator {
    let formats = try request.formats(2)
    guard (1...most).contains(request.terms) else {
      throw FormatError("a dot product of \(request.terms) terms was asked for; 1 to \(most) are supported")
    }
    let multiplier = try request.multiplier(formats[0], formats[1])
    let target = formats[0] == formats[1] ? formats[0].number as? any OperatorFormat : nil
    let function = DotFunction(formats, multiplier, terms: request.terms, target: target)
    guard function.sumWidth <= AccumulatorShape.widest else {
      throw FormatError(
        "the accumulator needs \(function.sumWidth) bits; \(AccumulatorShape.widest) are supported")
    }
    let datapath = DotDatapath(
      module: Operator.module(request, formats, multiplier: multiplier.description), formats: formats,
      multiplier: multiplier, terms: request.terms, cuts: request.pipeline)
    let sum = "sum of \(request.terms) products, each \(multiplier.formula)"
    return Operator(
      name: name, operands: formats.operands(terms: request.terms),
      result: target == nil ? .integer(width: function.sumWidth, lsb: function.shape.lsb) : .code(formats[0]),
      multiplier: multiplier.description,
      formula: sum + (target.map { ", in \(function.sumWidth) bits, rounded once to \($0)" } ?? ""),
      errorBound: multiplier.isExact
        ? target?.roundingBound ?? "exact" : "of each product: " + multiplier.errorBound(rounded: nil),
      takesValuesOnly: true, function: function, datapath: try datapath.datapath(rounding: target))
  }
}

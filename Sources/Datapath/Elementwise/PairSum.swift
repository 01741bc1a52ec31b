package import Arithmetic
import BigInt
import Support

/// The element-wise sum of two streams of one shape: `t = M0 * x0 + M1 * x1 + B`, rounded and clamped.
///
/// x0 and x1 are integers in units of the finer of the two formats' lowest bits, which is also the unit of `t`.
package struct PairSum: Codable, Sendable, Hashable {
  package var lanes: Int
  /// The formats of the two streams.
  package var inputs: [Format]
  /// Two multipliers and one offset.
  package var affine: Affine
  package var rounding: Rounding

  package init(lanes: Int, inputs: [Format], affine: Affine, rounding: Rounding) {
    self.lanes = lanes
    self.inputs = inputs
    self.affine = affine
    self.rounding = rounding
  }

  /// The power of two that x0, x1 and t count in.
  package var lsb: Int { inputs.map(\.number.operandShape.lsb).min() ?? 0 }
}

extension PairSum {
  private func shape(_ i: Int) -> OperandShape { inputs[i].number.operandShape }
  /// Zeros below input i in units of the common lowest bit.
  private func shift(_ i: Int) -> Int { shape(i).lsb - lsb }
  /// Bits of `M_i * x_i` in units of its own lowest bit, two's complement.
  private func scaledWidth(_ i: Int) -> Int { shape(i).integerWidth + affine.multiplierWidth }
  /// Bits of `t`, two's complement.
  package var totalWidth: Int {
    max(scaledWidth(0) + shift(0), scaledWidth(1) + shift(1), affine.offsetWidth) + 2
  }

  /// Both decode, both scale, add, round.
  package var graph: DatapathGraph {
    let all = Extent.units(lanes)
    var (graph, integers) = DatapathGraph.pair(inputs, all)
    graph.cut("scale, exactly")
    let scaled = (0...1).map { i in
      graph.add(
        .scale(by: BigInt(affine.multipliers[i]), symbol: "x\(i)"), reads: [integers[i]],
        Signal("scaled\(i)", width: scaledWidth(i), all, .integer))
    }
    graph.mayCutInside("the scaling")
    graph.cut("add")
    let totals = graph.add(
      .add([Term(shift: shift(0)), Term(shift: shift(1))], constant: affine.offsets[0]), reads: scaled,
      Signal("totals", element: "total", width: totalWidth, all, .integer))
    graph.round(totals, rounding.encoder(inputWidth: totalWidth, after: affine), rounding.format)
    return graph
  }
}

extension DatapathGraph {
  /// A graph of two streams whose elements have become integers.
  static func pair(_ formats: [Format], _ all: Extent) -> (DatapathGraph, integers: [Signal]) {
    let codes = formats.enumerated().map { Signal("data\($0)", element: "code\($0)", width: $1.width, all) }
    var graph = DatapathGraph(.pair, inputs: codes, remark: "a register for each side; both move on together")
    graph.cut("decode to integers", isFixed: true)
    let operands = formats.enumerated().map { i, format in
      graph.decode(codes[i], DecodedOperand(format: format), "x\(i)")
    }
    graph.mayCutInside("the decoders")
    graph.mayCut()
    let integers = formats.enumerated().map { i, format in
      let shape = format.number.operandShape
      return graph.add(
        .align(shape), reads: operands[i],
        Signal("integers\(i)", element: "value\(i)", width: shape.integerWidth, all, .integer))
    }
    graph.mayCutInside("the alignment")
    return (graph, integers)
  }

  /// The last step: rounds and clamps.
  mutating func round(_ totals: Signal, _ encoder: CellUse, _ format: Format) {
    cut("round and clamp")
    let codes = add(
      .encode(encoder, format), reads: [totals], Signal("data", element: "code", width: format.width, totals.extent))
    mayCutInside("the encoders")
    leave(codes)
  }
}

package import Arithmetic
import BigInt

/// The element-wise product of two streams of one shape: `t = M * (x0 - z0) * (x1 - z1) + B`, rounded and clamped.
///
/// x0 and x1 are integers in units of their formats' lowest bits, so `t` counts in the product of both units.
package struct PairProduct: Codable, Sendable, Hashable {
  package var lanes: Int
  /// The formats of the two streams.
  package var inputs: [Format]
  /// The zero point of each, in units of its format's lowest bit: a value of the format.
  package var zeros: [Int]
  /// One multiplier and one offset.
  package var affine: Affine
  package var rounding: Rounding

  package init(lanes: Int, inputs: [Format], zeros: [Int], affine: Affine, rounding: Rounding) {
    self.lanes = lanes
    self.inputs = inputs
    self.zeros = zeros
    self.affine = affine
    self.rounding = rounding
  }

  /// Bits of `x - z`, two's complement.
  package func factorWidth(_ i: Int) -> Int { inputs[i].number.operandShape.integerWidth + 1 }
  /// Bits of the scaled product, two's complement.
  package var scaledWidth: Int { factorWidth(0) + factorWidth(1) + affine.multiplierWidth }

  /// The widest scaled product, in bits.
  package static let widestProduct = 512
}

extension PairProduct {
  /// Bits of the exact result, two's complement.
  package var totalWidth: Int { max(scaledWidth, affine.offsetWidth) + 1 }

  /// Both decode, take the zero points off and multiply, scale, add, round.
  package var graph: DatapathGraph {
    let all = Extent.units(lanes)
    var (graph, integers) = DatapathGraph.pair(inputs, all)
    graph.cut("take the zero points off and multiply")
    let factors = (0...1).map { i in
      graph.add(
        .add([Term()], constant: -BigInt(zeros[i])), reads: [integers[i]],
        Signal("factor\(i)", width: factorWidth(i), all, .integer))
    }
    let products = graph.add(
      .product, reads: factors,
      Signal("products", element: "product", width: factorWidth(0) + factorWidth(1), all, .integer))
    graph.cut("scale, exactly")
    let scaled = graph.add(
      .scale(by: BigInt(affine.multipliers[0]), symbol: "x"), reads: [products],
      Signal("scaled", width: scaledWidth, all, .integer))
    graph.mayCutInside("the scaling")
    graph.cut("add the offset")
    let totals = graph.add(
      .add([Term()], constant: affine.offsets[0]), reads: [scaled],
      Signal("totals", element: "total", width: totalWidth, all, .integer))
    graph.round(totals, rounding.encoder(inputWidth: totalWidth, after: affine), rounding.format)
    return graph
  }
}

internal import Arithmetic
package import QuantizedIR
internal import Support

/// The real values that a tensor's codes stand for: what 32-bit floats become when the format's encoder rounds them.
package struct TensorRounding: Sendable {
  /// The format, scale and zero point.
  package let type: TensorType
  /// The smallest and the largest real value.
  package let range: ClosedRange<Float>
  /// The real value of every code; empty where there are too many.
  private let table: [Float]
  private let grid: Grid?
  private let binades: BinadeRounding?

  /// A fixed-point format's integers.
  private struct Grid {
    /// Units of the lowest bit in 1.
    var unit: Double
    var lowest: Double
    var highest: Double
    /// Whole numbers are rounded before the zero point is added; see `TensorType.code`.
    var isWhole: Bool
  }

  /// The rounding of tensors of a type; the shape is of no account.
  package init(_ type: TensorType) {
    self.type = type
    let number = type.format.number
    let (low, high) = (Float(type.real(number.lowestCode)), Float(type.real(number.highestCode)))
    range = min(low, high)...max(low, high)
    let isFixed = number is any FixedPointFormat
    grid =
      isFixed
      ? Grid(
        unit: Double(sign: .plus, exponent: -number.operandShape.lsb, significand: 1),
        lowest: Double(type.format.integer(of: number.lowestCode)),
        highest: Double(type.format.integer(of: number.highestCode)), isWhole: number.operandShape.lsb == 0) : nil
    let isListed = !isFixed && type.format.width <= 16
    binades = isListed && type.zeroPoint == 0 ? BinadeRounding(number) : nil
    table =
      isListed
      ? (0...number.codeMask).map { code in
        let real = type.real(code)
        return real.isNaN ? 0 : Float(real)
      } : []
  }

  /// Each value rounded as the format's encoder rounds it.
  package func values(_ reals: [Float]) -> [Float] {
    if let grid { return values(reals, grid) }
    if let binades { return binades.values(reals, scale: type.scale, encoder: listed) }
    return listed(reals)
  }

  private func listed(_ reals: [Float]) -> [Float] {
    let codes = self.codes(reals)
    if table.isEmpty { return codes.map { Float(type.real($0)) } }
    return table.withUnsafeBufferPointer { table in codes.map { table[Int($0)] } }
  }

  private func values(_ reals: [Float], _ grid: Grid) -> [Float] {
    let (scale, zero) = (type.scale, Double(type.zeroPoint))
    // Adding and taking away 1.5 * 2^52 leaves the nearest integer, ties to even.
    let magic = 0x1.8p52
    let (back, offset) = (scale / grid.unit, zero * grid.unit)
    let (low, high) = (
      grid.isWhole ? grid.lowest - zero : grid.lowest, grid.isWhole ? grid.highest - zero : grid.highest
    )
    let shift = grid.isWhole ? 0 : offset
    return [Float](unsafeUninitializedCapacity: reals.count) { result, used in
      used = reals.count
      guard let out = result.baseAddress else { return }
      reals.withUnsafeBufferPointer { reals in
        for place in reals.indices {
          let steps = Double(reals[place]) / scale * grid.unit + shift
          let clamped = min(max(steps, low), high)
          out[place] = Float(back * (((clamped + magic) - magic) - shift))
        }
      }
    }
  }

  /// The codes of real values.
  package func codes(_ reals: [Float]) -> [UInt32] { type.codes(reals.map { Double($0) }) }
}

import Arithmetic
package import PipelineIR

extension Sum {
  package func inventory(inputs streams: [StreamType]) -> Inventory {
    var result = Inventory(registers: 6)
    let shapes = inputs.map(\.number.operandShape)
    let total = (shapes.map { $0.integerWidth + $0.lsb - lsb }.max() ?? 0) + affine.multiplierWidth + 2
    for (format, shape) in zip(inputs, shapes) {
      let width = shape.integerWidth
      result.registers += lanes * (format.width + 2 * width + affine.multiplierWidth)
      // The multiplier is a constant: about a third of its bits are additions.
      result.adders += lanes * (width + affine.multiplierWidth) * max(1, affine.multiplierWidth / 3)
      if shape.maximumShift > 0 { result.shifters += lanes * width * bits(for: shape.maximumShift + 1) }
    }
    result.registers += lanes * (total + rounding.format.width)
    result.adders += lanes * (2 * total + rounding.format.width)
    result.comparators = lanes * total
    result.multiplexers = lanes * rounding.format.width
    return result
  }
}

internal import Arithmetic
package import QuantizedIR
package import Support

extension Padding: QuantizableOperation {
  package var keepsType: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    let type = context.inputs[0]
    let code = value == 0 ? type.zeroPointCode : type.code(Double(value))
    // Rounding is expected, saturation is not.
    let limits = type.format.limits
    let value = Double(self.value) / type.scale + Double(type.zeroPoint)
    guard value >= limits.low - 0.5, value <= limits.high + 0.5 else {
      throw Failure(
        at: "padding", "its value \(self.value) is outside the range of its input in \(type.format)",
        notes: ["give the layer before it a 'range: [lower, upper]' with this value in it"])
    }
    let found = type.real(code)
    guard found == 0 || self.value != 0 else {
      throw Failure(
        at: "padding", "its input's format \(type.format) has no zero to pad with",
        notes: ["quantize its input to 2 bits or more, or use no padding"])
    }
    if (found - Double(self.value)).magnitude > 0x1p-22 * found.magnitude {
      context.remarks?.add("tensor '\(context.tensor)' is padded with \(found), the code nearest to \(self.value)")
    }
    return .padded(Padded(axis: axis, before: before, step: step, after: after, code: code))
  }
}

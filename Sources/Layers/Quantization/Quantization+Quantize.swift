package import Arithmetic
package import QuantizedIR
package import Support

extension Quantization: QuantizableOperation {
  /// The type of the codes, with the scale and zero point that the model states.
  package func type(shape: Shape) -> TensorType {
    TensorType(shape: shape, format: format, scale: Double(step), zeroPoint: zeroPoint)
  }

  /// The widths of a float grid.
  package var floatWidths: FloatWidths? {
    guard case .floats(let exponentWidth, let fractionWidth, _) = grid else { return nil }
    return FloatWidths(exponent: exponentWidth, fraction: fractionWidth)
  }

  /// Throws where results that the hardware computes cannot have this grid, though weights can.
  package func checkActivations() throws(Failure) {
    guard case .floats(let exponentWidth, let fractionWidth, let largest) = grid else { return }
    let format = FloatFormat(exponentWidth: exponentWidth, fractionWidth: fractionWidth)
    guard rounding == .halfEven, Double(largest) <= format.double(of: format.largestFinite) ?? 0 else {
      throw Failure(
        at: Self.kind,
        "its floats reach \(largest) and round as '\(rounding.rawValue)'; \(format) has \(format.double(of: format.largestFinite) ?? 0) and rounds to nearest",
        notes: ["only weights may use the exponent of infinities; quantize activations to integers"])
    }
  }

  /// Whether a float grid has all of its format's numbers.
  package func reachesEnd(of type: TensorType) -> Bool {
    guard case .floats(_, _, let largest) = grid, let format = type.format.number as? FloatFormat else { return true }
    return Double(largest) >= format.double(of: format.largestFinite) ?? 0
  }

  /// Whether tensors of the type are on this grid already.
  private func keeps(_ type: TensorType) -> Bool {
    let own = self.type(shape: type.shape)
    guard reachesEnd(of: own), shift == nil, own.scale == type.scale, own.zeroPoint == type.zeroPoint else {
      return false
    }
    if case .integers(let lowest, let highest) = grid, type.format.number is any FixedPointFormat {
      let number = type.format.number
      return number.operandShape.lsb == 0
        && Int(type.format.integer(of: number.lowestCode)) >= lowest
        && Int(type.format.integer(of: number.highestCode)) <= highest && own.format == type.format
    }
    return own.format == type.format
  }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    let input = context.inputs[0]
    if context.output == input, context.isCoded && reachesEnd(of: input) || keeps(input) {
      return .reshaped(Reshaped())
    }
    if let table = context.table({ $0 }) { return .codeTable(table) }
    let channels = input.shape.channels
    let form = LinearForm(geometry: Geometry(), groups: channels, weights: nil, outputs: channels)
    return .linear(try form.quantize(context))
  }
}

extension LayerContext {
  /// A table of a function of one real element, where the input is narrow enough.
  func table(_ function: (Double) -> Double) -> CodeTable? {
    guard inputs.count == 1, inputs[0].format.width <= CodeTable.narrowInput else { return nil }
    let input = inputs[0]
    return CodeTable(
      entries: (0..<UInt32(1) << UInt32(input.format.width)).map { code in
        let real = input.real(code)
        return singleCode(function(real.isNaN ? 0 : real))
      })
  }

  /// The code of a real result within the bounds. Models compute in 32 bits, where borders of decimal scales lie elsewhere.
  func singleCode(_ real: Double) -> UInt32 {
    let result = clamped(real)
    return quantization.map { output.format.number.encode(Double($0.level(Float(result)))) } ?? code(result)
  }
}

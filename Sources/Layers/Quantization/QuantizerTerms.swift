package import Arithmetic
package import ONNX
import Support

/// A quantizing node's operands: scales and zero points, and what a pair of them makes.
package struct QuantizerTerms: Sendable {
  /// Positive finite numbers.
  package var scales: ONNXTensor
  /// Integers; one, or as many as scales.
  package var zeroPoints: [Int]
  package var make: @Sendable (_ scale: Float, _ zeroPoint: Int) -> Quantization

  /// The scales and zero points of the current node; nil after reporting what does not fit.
  init?(
    _ context: inout ImportContext, scale: Int, zeroPoint: Int?,
    _ make: @escaping @Sendable (_ scale: Float, _ zeroPoint: Int) -> Quantization
  ) {
    guard let scales = context.scales(scale) else { return nil }
    self.scales = scales
    zeroPoints = [0]
    self.make = make
    guard let zeroPoint, context.value(zeroPoint) != nil else { return }
    guard let points = context.constant(zeroPoint, "zero points") else { return nil }
    let found = points.reals.compactMap { Int(exactly: $0) }
    guard found.count == points.count, found.allSatisfy({ $0.magnitude < 1 << 32 }) else {
      context.report("its zero points are not all integers", notes: ["a code has to stand for 0 exactly"])
      return nil
    }
    let distinct = Set(found)
    guard distinct.count == 1 || found.count == scales.count else {
      context.report("it has \(found.count) zero points and \(scales.count) scales; as many, or one, are expected")
      return nil
    }
    zeroPoints = distinct.count == 1 ? [found[0]] : found
  }

  /// The quantizer where one scale and zero point hold for all elements; nil after reporting that there are more.
  package func single(_ context: inout ImportContext) -> Quantization? {
    let values = scales.reals
    guard let first = values.first, let zero = zeroPoints.first, Set(values).count == 1, zeroPoints.count == 1 else {
      context.report(
        "its scale has shape \(scales.shape); the values that the network computes take one scale and one zero point",
        notes: ["scales for each channel are supported for weights"])
      return nil
    }
    return checked(make(Float(first), zero), &context)
  }

  package func checked(_ quantization: Quantization, _ context: inout ImportContext) -> Quantization? {
    do throws(Failure) { try quantization.check() } catch {
      for diagnostic in error.diagnostics { context.report(diagnostic.message, notes: diagnostic.notes) }
      return nil
    }
    return quantization
  }
}

extension ImportContext {
  /// Constant scales, all positive and finite.
  package mutating func scales(_ index: Int) -> ONNXTensor? {
    if case .activation? = value(index) {
      report(
        "its scale is computed by the network; a constant is expected",
        notes: ["export the model with static quantization"])
      return nil
    }
    guard let tensor = weights(index, "scales") else { return nil }
    let smallest = Double(Float.leastNormalMagnitude)
    guard tensor.count > 0, tensor.reals.allSatisfy({ $0 >= smallest }) else {
      let wrong = tensor.reals.first { !($0 >= smallest) }
      report("its scale is \(wrong.map { "\($0)" } ?? "empty"); positive numbers from 1.2e-38 up are supported")
      return nil
    }
    return tensor
  }

  /// A whole number that a constant operand of one element states; nil after reporting what it is instead.
  mutating func wholeNumber(_ index: Int, _ role: String, in range: ClosedRange<Int>) -> Int? {
    guard let tensor = constant(index, role) else { return nil }
    guard let value = tensor.reals.first, Set(tensor.reals).count == 1, let whole = Int(exactly: value),
      range.contains(whole)
    else {
      let found = tensor.count == 1 ? "\(tensor.reals[0])" : "of shape \(tensor.shape)"
      report(
        "its \(role) is \(found); one whole number from \(range.lowerBound) to \(range.upperBound) is supported")
      return nil
    }
    return whole
  }

  /// The attribute `rounding_mode`; nil after reporting a name that is none.
  mutating func roundingMode(default value: String) -> RoundingMode? {
    let name = text("rounding_mode", default: value)
    let modes = RoundingMode.allCases.filter { $0 != .halfOdd }
    // `ROUND` is `HALF_EVEN`; in any case.
    let spelling = name.uppercased() == "ROUND" ? "HALF_EVEN" : name.uppercased()
    if let rounding = modes.first(where: { $0.rawValue == spelling }) { return rounding }
    let names = modes.map(\.rawValue).joined(separator: ", ")
    unsupported("rounding_mode", found: "'\(name)'", supported: "ROUND, \(names) are supported")
    return nil
  }

  /// An attribute of 0 or 1.
  mutating func flag(_ name: String, default value: Bool) -> Bool? {
    let found = integer(name, default: value ? 1 : 0)
    if found == 0 || found == 1 { return found == 1 }
    unsupported(name, found: "\(found)", supported: "0 and 1 are supported")
    return nil
  }
}

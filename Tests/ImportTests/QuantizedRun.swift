import Arithmetic
import Driver
import Foundation
import NetworkIR
import Quantize
import QuantizedIR
import Support

/// A quantized model compiled without a plan, and its golden codes for random inputs.
struct QuantizedRun {
  let frontEnd: FrontEnd
  let count: Int
  /// The inputs' real values, each in the model's order.
  let reals: [Float]
  /// The same inputs' codes as integers.
  let integers: [Float]
  /// The golden codes of every tensor.
  let codes: [String: [UInt32]]

  /// Inputs are drawn over all codes of up to 8 bits; of wider ones within 2^12 around 0.
  init(model path: String, count: Int, seed: UInt64) throws(Failure) {
    frontEnd = try FrontEnd(model: path, plan: nil, calibration: nil, samples: 0)
    self.count = count
    let network = frontEnd.network
    let type = frontEnd.quantized.input
    let number = type.format.number
    let size = network.input.shape.count
    var random = SplitMix64(seed: seed)
    let drawn = (0..<count * size).map { _ -> UInt32 in
      let word = UInt32(truncatingIfNeeded: random.next())
      if type.format.width > 8 {
        return number.encode(Dyadic(Int(word % 8192) - 4096, exponent: number.operandShape.lsb))
      }
      var code = word & number.codeMask
      while !number.hasValue(code) { code = UInt32(truncatingIfNeeded: random.next()) & number.codeMask }
      return code
    }
    reals = drawn.map { Float(type.real($0)) }
    integers = drawn.map { Float(Int(type.format.integer(of: $0))) }
    let places = network.input.streamed((0..<size).map { Float($0) }[...]).map { Int($0) }
    let streamed = (0..<count).flatMap { sample in places.map { drawn[sample * size + $0] } }
    codes = GoldenModel(frontEnd.quantized).trace(streamed, batch: count)
  }

  /// How many of a tensor's golden codes are not those of the expected values, and of how many; all where the counts differ.
  ///
  /// The output's values are expected in the model's order.
  func mismatches(_ tensor: String, expected: [Float], areCodes: Bool = false) -> (wrong: Int, of: Int) {
    guard let type = frontEnd.quantized.types[tensor], let streamed = codes[tensor], streamed.count == expected.count
    else {
      return (expected.count, expected.count)
    }
    let order = tensor == frontEnd.quantized.output ? frontEnd.network.outputOrder : nil
    let found = order?.apply(streamed) ?? streamed
    let wrong = zip(found, expected).count { code, value in
      areCodes ? Float(Int(type.format.integer(of: code))) != value : type.code(Double(value)) != code
    }
    return (wrong, expected.count)
  }
}

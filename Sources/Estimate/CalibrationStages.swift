internal import Arithmetic
internal import BigInt
import Datapath
package import PipelineIR
internal import Stages
package import Support

/// Stages of all kinds and many sizes, whose area is synthesised to fit the estimates.
package struct CalibrationStage: Sendable {
  /// What it is, for people.
  package var name: String
  /// The stage.
  package var operation: any StageOperation
  /// The streams that enter it.
  package var inputs: [StreamType]

  /// Every stage that estimates are fitted to; throws where one is not as it has to be.
  package static func all() throws(Failure) -> [CalibrationStage] {
    var maker = Maker()
    var stages: [CalibrationStage] = []
    // Weights, inputs, outputs, PE, SIMD, inputs an output, outputs.
    let matrices: [(String, String, String, Int, Int, Int, Int)] = [
      ("fixed<8>", "ufixed<8>", "ufixed<8>", 1, 1, 64, 16), ("fixed<8>", "ufixed<8>", "ufixed<8>", 2, 4, 144, 32),
      ("fixed<8>", "fixed<8>", "fixed<8>", 4, 4, 64, 64), ("fixed<8>", "ufixed<8>", "ufixed<8>", 8, 4, 72, 16),
      ("fixed<4>", "ufixed<4>", "ufixed<4>", 4, 8, 128, 32), ("fixed<3>", "ufixed<3>", "ufixed<3>", 2, 8, 64, 64),
      ("binary", "ufixed<2>", "ufixed<2>", 4, 16, 256, 32), ("ternary", "ufixed<8>", "ufixed<8>", 4, 4, 64, 32),
      ("fp8-e4m3", "fixed<8>", "fixed<8>", 1, 2, 32, 16), ("posit<8,0>", "posit<8,0>", "posit<8,0>", 1, 2, 32, 16),
      ("fixed<6>", "ufixed<6>", "ufixed<6>", 1, 8, 512, 64), ("binary", "fp16", "fp16", 1, 2, 64, 16),
    ]
    for row in matrices { stages.append(try maker.matrix(row)) }
    stages += try maker.lanes()
    stages += try maker.windows()
    stages += try maker.others()
    return stages
  }
}

private struct Maker {
  private var random = SplitMix64(seed: 20_260)

  private func format(_ text: String) throws(Failure) -> Format {
    do throws(FormatError) { return try Format(text) } catch { throw Failure(at: text, error.message) }
  }

  private mutating func codes(_ count: Int, _ format: Format) -> [UInt32] {
    (0..<count).map { _ in
      while true {
        let code = UInt32(truncatingIfNeeded: random.next()) & format.number.codeMask
        if format.number.value(of: code) != nil { return code }
      }
    }
  }

  private mutating func arithmetic(
    _ weight: Format, _ input: Format, _ output: Format, weights: [UInt32], terms: Int, outputs: Int
  ) -> LinearArithmetic {
    let multiplier = NamedMultiplier.natural(weight: weight)
    let accumulator = AccumulatorShape(
      exact: multiplier.rule, weights: weights, terms: terms, weight: weight, activation: input)
    let affine = Affine(
      multipliers: (0..<outputs).map { _ in .random(in: 200...500, using: &random) },
      offsets: (0..<outputs).map { _ in BigInt(Int.random(in: -200_000...200_000, using: &random)) },
      exponent: -accumulator.width, multiplierWidth: 10)
    let rounding = Rounding(
      format: output, lowest: output.number.lowestCode, highest: output.number.highestCode)
    return LinearArithmetic(
      weight: weight, input: input, multiplier: multiplier, accumulator: accumulator, affine: affine, rounding: rounding
    )
  }

  mutating func matrix(
    _ row: (String, String, String, Int, Int, Int, Int)
  ) throws(Failure) -> CalibrationStage {
    let (weight, input, output) = (try format(row.0), try format(row.1), try format(row.2))
    let (pe, simd, terms, outputs) = (row.3, row.4, row.5, row.6)
    let weights = codes(terms * outputs, weight)
    let operation = Matrix(
      simd: simd, pe: pe, inputsPerOutput: terms, outputsPerGroup: outputs, pixels: 64,
      arithmetic: arithmetic(weight, input, output, weights: weights, terms: terms, outputs: outputs),
      weights: Tensor(shape: [1, outputs, terms], values: weights))
    let stream = StreamType(
      lanes: simd, elementWidth: input.width, wordsPerFrame: 64 * (outputs / pe) * (terms / simd))
    return CalibrationStage(name: "matrix \(row.0) x \(row.1), \(pe) x \(simd)", operation: operation, inputs: [stream])
  }

  mutating func lanes() throws(Failure) -> [CalibrationStage] {
    let rows: [(String, String, Int, Int, Int)] = [
      ("fixed<8>", "ufixed<8>", 2, 9, 32), ("fixed<8>", "ufixed<8>", 8, 9, 64), ("fixed<4>", "ufixed<4>", 4, 9, 16),
    ]
    var stages: [CalibrationStage] = []
    for (weight, input, lanes, taps, channels) in rows {
      let (w, x) = (try format(weight), try format(input))
      let weights = codes(channels * taps, w)
      let operation = Lanes(
        lanes: lanes, taps: taps, channels: channels, pixels: 64,
        arithmetic: arithmetic(w, x, x, weights: weights, terms: taps, outputs: channels),
        weights: Tensor(shape: [channels, taps], values: weights))
      let stream = StreamType(lanes: lanes, elementWidth: x.width, wordsPerFrame: 64 * channels / lanes * taps)
      stages.append(CalibrationStage(name: "lanes \(weight), \(lanes)", operation: operation, inputs: [stream]))
    }
    return stages
  }

  func windows() throws(Failure) -> [CalibrationStage] {
    // Height and width, channels, lanes, kernel, repeats, rows.
    let rows = [(32, 16, 4, 3, 4, 4), (8, 64, 8, 3, 8, 5), (14, 6, 1, 5, 2, 8), (1, 256, 4, 1, 8, 2)]
    return rows.map { extent, channels, lanes, kernel, repeats, buffered in
      let shape = Shape(height: extent, width: extent, channels: channels)
      let axis = Geometry.Axis(kernel: kernel, before: kernel / 2, after: kernel / 2)
      let operation = Window(
        input: shape, geometry: Geometry(rows: axis, columns: axis), repeats: repeats, bufferRows: buffered)
      return CalibrationStage(
        name: "window \(shape), \(kernel) x \(kernel), \(lanes) lanes", operation: operation,
        inputs: [StreamType(lanes: lanes, elementWidth: 8, wordsPerFrame: shape.count / lanes)])
    }
  }

  mutating func others() throws(Failure) -> [CalibrationStage] {
    let byte = try format("ufixed<8>")
    let stream = StreamType(lanes: 4, elementWidth: 8, wordsPerFrame: 240)
    let affine = Affine(multipliers: [311, 217], offsets: [BigInt(1234)], exponent: -9, multiplierWidth: 10)
    let rounding = Rounding(format: byte, lowest: 0, highest: 255)
    let operations: [(String, any StageOperation, [StreamType])] = [
      ("fifo of 1000", Fifo(depth: 1000), [stream]), ("fifo of 60", Fifo(depth: 60), [stream]),
      ("maximum", Maximum(format: byte, lanes: 4, taps: 4), [stream]),
      ("sum", PairSum(lanes: 4, inputs: [byte, byte], affine: affine, rounding: rounding), [stream, stream]),
      (
        "table",
        Table(lanes: 4, input: byte, output: byte, entries: Tensor(shape: [256], values: codes(256, byte))), [stream]
      ),
      ("argmax", ArgmaxStage(format: byte, lanes: 4, channels: 12), [stream]),
      ("narrow", Narrow(factor: 4), [stream]), ("widen", Widen(factor: 4), [stream]), ("skid", Skid(), [stream]),
    ]
    return operations.map { CalibrationStage(name: $0.0, operation: $0.1, inputs: $0.2) }
  }
}

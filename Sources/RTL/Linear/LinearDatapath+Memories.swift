import Arithmetic
import Datapath
import PipelineIR
import Support
import Verilog

extension LinearDatapath {
  func header(_ name: String, latency: Int) -> [String] {
    let top = accumulatorWidth - 1 + arithmetic.accumulator.lsb
    return ["\(name) -- \(title[0])", ""] + title.dropFirst() + [
      rounded == nil
        ? "acc = sum of weight * input, \(accumulatorWidth) bits in units of 2^\(arithmetic.accumulator.lsb): "
          + "-2^\(top) <= acc < 2^\(top)"
        : "acc = sum of weight * input in their order, each product and each sum rounded to \(arithmetic.weight)"
    ] + finishLines + [
      "",
      "Weights \(products.weight.format), inputs \(arithmetic.input), outputs \(arithmetic.rounding.format), "
        + "multiplier \(products.multiplier).",
    ]
      + (arithmetic.isLoadable
        ? ["Weights, multipliers and offsets are those of the last load; load is {last, valid, word}."] : []) + [
        "Takes a word a cycle; a result takes \(wordsPerResult) words. Latency \(latency) cycles from its last word."
      ]
  }

  private var finishLines: [String] {
    if let thresholds {
      return [
        "out = \(thresholds.lowest) + how many of its \(thresholds.count) thresholds of \(thresholds.width) bits "
          + (thresholds.hasFalls ? "acc, or ~acc where its flag says so, reaches" : "acc reaches")
      ]
    }
    var names = [(constants.multiplier, "M"), (constants.offset, "B")]
    if let below { names += [(below.line.multiplier, "N"), (below.line.offset, "C"), (below.border, "T")] }
    let widths = names.filter { $0.0.shared == nil }.map { "\($1) of \($0.width) bits" } + ["exact"]
    let shown = names.map { constant, name in constant.shared.map { "\($0)" } ?? name }
    let line = "t   = \(shown[0]) * acc + \(shown[1])"
    let other = below == nil ? "" : " where acc >= \(shown[4]), else \(shown[2]) * acc + \(shown[3])"
    return [line + other + ", " + widths.joined(separator: ", "), arithmetic.rounding.text(after: arithmetic.affine)]
  }

  func memories(_ name: String) -> [MemoryImage] {
    (weights.map { [weightMemory($0, name)] } ?? []) + (constantWidth == 0 ? [] : [affineMemory(name)])
  }

  /// A word for each input word: the weight of unit u and lane s at place u * lanesPerUnit + s.
  private func weightMemory(_ weights: [UInt32], _ name: String) -> MemoryImage {
    let inputs = wordsPerResult * lanesPerUnit
    var codes: [UInt32] = []
    codes.reserveCapacity(weights.count)
    for result in 0..<results {
      for slice in 0..<wordsPerResult {
        for unit in 0..<units {
          let first = (result * units + unit) * inputs + slice * lanesPerUnit
          for place in first..<first + lanesPerUnit { codes.append(weights[place]) }
        }
      }
    }
    return MemoryImage(
      file: "\(name)_weights.mem", width: units * lanesPerUnit * weightWidth,
      text: HexText.lines(codes, lanes: units * lanesPerUnit, width: weightWidth, stride: weightWidth),
      isLoadable: arithmetic.isLoadable)
  }

  /// A word for each beat of each result: for each affine unit the affine's constants, or the thresholds below their flag.
  private func affineMemory(_ name: String) -> MemoryImage {
    let words = (0..<results * beats).map { place in
      var word = HexWord()
      for output in place * affineUnits..<(place + 1) * affineUnits { appendConstants(of: output, to: &word) }
      return word.text
    }
    return MemoryImage(
      file: "\(name)_affine.mem", width: affineWordWidth, words: words, isLoadable: arithmetic.isLoadable)
  }

  private func appendConstants(of output: Int, to word: inout HexWord) {
    if let thresholds {
      for value in thresholds.values[output] { word.append(Int128(value), bits: thresholds.width) }
      if thresholds.hasFalls { word.append(thresholds.falls[output] ? 1 as Int128 : 0, bits: 1) }
      return
    }
    for constant in storedConstants { word.append(constant.values[output], bits: constant.width) }
  }
}

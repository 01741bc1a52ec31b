import Arithmetic
import PipelineIR
import Support
import Verilog

extension LinearDatapath {
  /// The module, the cells below it, its memories.
  var hardware: StageHardware {
    let cells =
      (hasMemories ? ["mantissa_rom"] : []) + (hasTree ? ["mantissa_adder_tree"] : []) + arithmeticCells
      + (thresholds == nil ? encoder.names : [])
    return StageHardware(module: name, modules: [module], cells: Set(cells).sorted(), memories: memories)
  }

  private var hasMemories: Bool { weights != nil || constantWidth > 0 }

  private var memories: [MemoryImage] {
    (weights.map { [weightMemory($0)] } ?? []) + (constantWidth == 0 ? [] : [affineMemory])
  }

  private var arithmeticCells: [String] {
    guard let rounded else { return products.cellNames }
    let decoder = rounded.format.decoderCell()?.names ?? []
    return rounded.product.names + rounded.sum.names + decoder + rounded.format.operandShape.alignCell().names
  }

  private var module: Module {
    Module(
      name: name, header: header, parameters: hasMemories ? [StreamModule.memoryFolder] : [],
      ports: StreamModule.ports(
        inputWidths: [activationLanes * activationWidth], outputWidth: units * outputWidth),
      items: StreamModule.enable + readItems + productItems + treeItems + accumulateItems + turnItems + finishItems
        + outputItems)
  }

  private var header: [String] {
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
      "Takes a word a cycle; a result takes \(wordsPerResult) words. Latency \(latency) cycles from its last word.",
    ]
  }

  private var finishLines: [String] {
    if let thresholds {
      return [
        "out = \(thresholds.lowest) + how many of its \(thresholds.count) thresholds of \(thresholds.width) bits "
          + (thresholds.hasFalls ? "acc, or ~acc where its flag says so, reaches" : "acc reaches")
      ]
    }
    let factor = sharedMultiplier.map { "\($0)" } ?? "M"
    let widths = [
      sharedMultiplier == nil ? "M of \(multiplierWidth) bits" : "",
      sharedOffset == nil ? "B of \(offsetWidth) bits" : "",
    ].filter { !$0.isEmpty }
    return [
      "t   = \(factor) * acc + \(sharedOffset.map { "\($0)" } ?? "B"), \((widths + ["exact"]).joined(separator: ", "))",
      arithmetic.rounding.text(after: arithmetic.affine),
    ]
  }

  var weightFile: String { "\(name)_weights.mem" }
  var affineFile: String { "\(name)_affine.mem" }

  /// A word for each input word: the weight of unit u and lane s at place u * lanesPerUnit + s.
  private func weightMemory(_ weights: [UInt32]) -> MemoryImage {
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
      file: weightFile, width: units * lanesPerUnit * weightWidth,
      text: HexText.lines(codes, lanes: units * lanesPerUnit, width: weightWidth, stride: weightWidth))
  }

  /// A word for each beat of each result: for each affine unit M below B, or the thresholds below their flag.
  private var affineMemory: MemoryImage {
    let words = (0..<results * beats).map { place in
      var word = HexWord()
      for output in place * affineUnits..<(place + 1) * affineUnits { appendConstants(of: output, to: &word) }
      return word.text
    }
    return MemoryImage(file: affineFile, width: affineWordWidth, words: words)
  }

  private func appendConstants(of output: Int, to word: inout HexWord) {
    if let thresholds {
      for value in thresholds.values[output] { word.append(Int128(value), bits: thresholds.width) }
      if thresholds.hasFalls { word.append(thresholds.falls[output] ? 1 as Int128 : 0, bits: 1) }
      return
    }
    let affine = arithmetic.affine
    if sharedMultiplier == nil { word.append(Int128(affine.multipliers[output]), bits: multiplierWidth) }
    if sharedOffset == nil { word.append(affine.offsets[output], bits: offsetWidth) }
  }

  var memoryBits: Int {
    let weightBits = weights == nil ? 0 : weightAddress.count * units * lanesPerUnit * weightWidth
    return weightBits + affineAddress.count * affineWordWidth
  }
}

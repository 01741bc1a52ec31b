import Arithmetic
import BigInt
import Support

extension LinearDatapath {
  /// Decode, multiply, add up; then the affine or the thresholds, and the code.
  package var graph: DatapathGraph {
    let data = Signal(
      "data", width: activationWidth, sharesActivations ? .lanes(activationLanes) : .units(activationLanes))
    var graph = DatapathGraph(.word, inputs: [data], remark: "take a word and read its weights")
    let flags = wordsPerResult > 1 ? ["first", "last"].map { Signal($0, width: 1, .single, .flags) } : []
    if !flags.isEmpty { graph.add(.sequence(words: wordsPerResult), reads: [], makes: flags) }
    let terms = terms(&graph, data)
    var sums = terms
    if hasTree {
      graph.cut("add the terms of each unit")
      sums = graph.add(
        .tree(tree), reads: [terms], Signal("sums", element: "sum", width: sumWidth, .units(units), .integer))
      graph.mayCutInside("the adder tree")
    }
    graph.cut("accumulate over the words of a result")
    let now = kept
    let last = beats > 1 ? [Signal("last", width: 1, .single, .flags, isControl: true)] : []
    let accumulation = Accumulation(
      words: wordsPerResult, width: keptWidth, units: units, leaving: affineUnits, adder: rounded?.sum,
      terms: rounded == nil ? 1 : lanesPerUnit)
    graph.add(.accumulate(accumulation), .units(units), reads: [sums] + flags, makes: [now] + last)
    finish(&graph, from: now, last: last)
    return graph
  }

  /// The sums that leave at a time: integers, or codes where they are rounded.
  private var kept: Signal {
    rounded == nil
      ? Signal("now", element: "sum", width: keptWidth, .units(affineUnits), .integer)
      : Signal("now", element: "kept", width: keptWidth, .units(affineUnits))
  }

  /// The adder tree of a unit.
  private var tree: CellUse {
    CellUse(
      .adderTree,
      [
        ("COUNT", .integer(lanesPerUnit)), ("WIDTH", .integer(termWidth)), ("LEVELS", .integer(treeLevels)),
      ], path: (1...max(1, treeLevels)).map { [.carry(termWidth + $0)] })
  }

  private func terms(_ graph: inout DatapathGraph, _ data: Signal) -> Signal {
    let all = Extent.products(units: units, lanes: lanesPerUnit)
    let weights = Signal("weights", element: "weight", width: weightWidth, all)
    if self.weights != nil {
      let memory = MemoryRead(
        role: "weights", words: weightWords, width: weights.bits, address: .inTurn(register: "p0_address_q"),
        isLoadable: arithmetic.isLoadable)
      graph.add(.memory(memory), reads: [], makes: [weights])
    }
    graph.cut(
      rounded == nil ? "decode and multiply; an activation is decoded once for all units" : "multiply, rounding",
      isFixed: true)
    graph.mayCut()
    // Every weight is the code of +1.
    if self.weights == nil { graph.add(.constant(0), all, reads: [], makes: [weights]) }
    let terms = Signal("terms", element: "term", width: termWidth, all, rounded == nil ? .integer : .code)
    if let rounded { return graph.add(.operate(rounded.product, products), reads: [weights, data], terms) }
    let x = graph.decode(data, products.activation, "x")
    let w = graph.decode(weights, products.weight, "w")
    graph.mayCutInside("the decoders")
    graph.mayCut()
    graph.add(.multiply(products, dropped: max(0, droppedBits)), all, reads: w + x, makes: [terms])
    graph.mayCutInside("the products")
    return terms
  }

  /// From the sums that leave at a time to output words.
  private func finish(_ graph: inout DatapathGraph, from now: Signal, last: [Signal]) {
    let constants = Signal("constants", width: constantWidth, now.extent)
    if constantWidth > 0 {
      let memory = MemoryRead(
        role: "affine", words: affineWords, width: constants.bits, address: .inTurn(register: "affine_address_q"),
        isLoadable: arithmetic.isLoadable)
      graph.add(.memory(memory), reads: [], makes: [constants])
    }
    let codes =
      thresholds.map { levels(&graph, $0, now, constants) } ?? affine(&graph, now, constants)
    let word = Signal("word", width: outputWidth, .units(units))
    graph.add(.collect(beats: beats), reads: [codes] + last, makes: [word])
    graph.leave(word)
  }

  private var lastRemark: String { beats == 1 ? "" : "; the first results end in the low bits" }

  private func levels(
    _ graph: inout DatapathGraph, _ thresholds: Thresholds, _ now: Signal, _ constants: Signal
  ) -> Signal {
    graph.cut("compare with the thresholds", isFixed: true)
    graph.mayCut()
    let reached = graph.add(
      .reach(thresholds), reads: [now, constants], Signal("reached", width: thresholds.count, now.extent, .flags))
    graph.cut("count them. They are a run of ones: bit b of its length is the parity of every 2^b-th")
    let codes = graph.add(
      .count(thresholds), reads: [reached], Signal("codes", element: "code", width: outputWidth, now.extent))
    graph.cut("levels are codes" + lastRemark)
    return codes
  }

  /// `t = M * acc + B`, on one of two lines where there are two, rounded.
  private func affine(_ graph: inout DatapathGraph, _ now: Signal, _ constants: Signal) -> Signal {
    let all = now.extent
    graph.cut(
      below == nil ? "scale, exactly" : "choose the line of the sum's side of the border", isFixed: true)
    graph.mayCut()
    var sum = now
    if let rounded {
      let format = Format(rounded.format)
      let operand = graph.decode(now, DecodedOperand(format: format), "sum")
      sum = graph.add(
        .align(rounded.format.operandShape), reads: operand,
        Signal("sums", element: "sum", width: accumulatorWidth, all, .integer))
      graph.mayCut()
    }
    var stored = 0
    /// The constant of each channel.
    func number(_ name: String, _ element: String, _ constant: ChannelConstant) -> Signal {
      let signal = Signal(name, element: element, width: constant.width, all, .integer)
      if let shared = constant.shared { return graph.add(.constant(shared), reads: [], signal) }
      defer { stored += constant.width }
      return graph.add(.field(low: stored), reads: [constants], signal)
    }
    var factor = sharedMultiplier == nil ? [number("factors", "factor", self.constants.multiplier)] : []
    var offset = sharedOffset == nil ? [number("offsets", "offset", self.constants.offset)] : []
    if let below {
      let others = [
        sharedMultiplier == nil ? number("factors_below", "factor_below", below.line.multiplier) : nil,
        sharedOffset == nil ? number("offsets_below", "offset_below", below.line.offset) : nil,
      ]
      let border = number("borders", "border", below.border)
      let isBelow = graph.add(.less, reads: [sum, border], Signal("is_below", width: 1, all, .flags))
      func chosen(_ name: String, _ element: String, _ width: Int, _ above: Signal, _ below: Signal) -> Signal {
        graph.add(.select, reads: [isBelow, below, above], Signal(name, element: element, width: width, all, .integer))
      }
      if let other = others[0] {
        factor = [chosen("chosen_factors", "chosen_factor", multiplierWidth, factor[0], other)]
      }
      if let other = others[1] {
        offset = [chosen("chosen_offsets", "chosen_offset", offsetWidth, offset[0], other)]
      }
      graph.cut("scale, exactly")
    }
    let scaled = graph.add(
      .scale(by: sharedMultiplier, symbol: "acc"), reads: [sum] + factor,
      Signal("scaled", width: scaledWidth, all, .integer))
    graph.mayCutInside("the scaling")
    graph.cut("add the offset")
    let totals = graph.add(
      .add([Term()] + offset.map { _ in Term() }, constant: sharedOffset), reads: [scaled] + offset,
      Signal("totals", element: "total", width: totalWidth, all, .integer))
    graph.mayCutInside("the offset's sum")
    graph.cut("round and clamp" + lastRemark)
    let codes = graph.add(
      .encode(encoder, arithmetic.rounding.format), reads: [totals],
      Signal("codes", element: "code", width: outputWidth, all))
    graph.mayCutInside("the encoders")
    graph.mayCut()
    return codes
  }

  /// Roughly the tables of what comes after the sums, to choose between thresholds and the affine.
  package var finishTables: Int {
    var graph = DatapathGraph(.word, inputs: [kept], remark: "")
    finish(&graph, from: kept, last: [])
    return graph.inventory.lookUpTables
  }
}

internal import Arithmetic
internal import BigInt
internal import Datapath
internal import PipelineIR
internal import Support

extension LinearDatapath {
  /// A loop over the words of a frame; the results of one word's units leave together.
  func function(_ context: StageContext) -> StageFunction {
    let path = OperandFunctions(name: context.name, path: products)
    let decoders = rounded == nil && !multipliesIntegers ? path.text(hasWeights: weights != nil) : []
    let helpers = decoders + [finishFunction(context.name)]
    return StageFunction(
      name: context.name, text: (helpers + [body(context)]).joined(separator: "\n\n"), headers: headers,
      constants: constants(context.name))
  }

  private var headers: [String] {
    let terms = multipliesIntegers ? [] : products.cells + (hasTree ? [CellUse(.adderTree)] : [])
    let arithmetic = rounded.map { [$0.product, $0.sum] + keptCells($0) } ?? terms
    return (arithmetic + (thresholds == nil ? [encoder] : [])).map(\.header)
  }

  /// Whether weights and inputs are integers without a shift and their products exact: then these are C++'s own.
  private var multipliesIntegers: Bool {
    rounded == nil && products.multiplier.isExact
      && [products.weight, products.activation].allSatisfy { $0.decoded.maximumShift == 0 }
  }

  /// The cells that make an integer of the code in which a rounded sum is kept.
  private func keptCells(_ sum: RoundedSum) -> [CellUse] {
    DecodedOperand(format: Format(sum.format)).cells + [sum.format.operandShape.alignCell()]
  }

  // MARK: Constants

  private func constants(_ name: String) -> String {
    var tables: [String] = []
    if let weights { tables.append(weightTable(name, weights)) }
    func table(_ what: String, _ type: String, columns: String = "", _ value: (Int) -> String) {
      let rows = (0..<results).map { row in (row * units..<(row + 1) * units).map(value) }
      tables.append(
        "static const \(type) \(name)_\(what)[\(results)][\(units)]\(columns) = {\n\(Cpp.table(rows))\n};")
    }
    let affine = arithmetic.affine
    if let thresholds {
      table("thresholds", "mantissa::srom_t<\(thresholds.width)>", columns: "[\(thresholds.count)]") { output in
        "{" + thresholds.values[output].map { "\($0)" }.joined(separator: ", ") + "}"
      }
      if thresholds.hasFalls { table("falls", "bool") { thresholds.falls[$0] ? "true" : "false" } }
    } else {
      if sharedMultiplier == nil {
        table("multipliers", "mantissa::srom_t<\(multiplierWidth)>") {
          Cpp.constant(BigInt(affine.multipliers[$0]), width: multiplierWidth)
        }
      }
      if sharedOffset == nil {
        let type = offsetWidth <= 64 ? "mantissa::srom_t<\(offsetWidth)>" : Cpp.signed(offsetWidth)
        table("offsets", type) { Cpp.constant(affine.offsets[$0], width: offsetWidth) }
      }
    }
    return tables.joined(separator: "\n\n")
  }

  /// A row for each input word: the weight of unit u and lane s at place u * lanesPerUnit + s.
  private func weightTable(_ name: String, _ weights: [UInt32]) -> String {
    let inputs = wordsPerResult * lanesPerUnit
    let rows = (0..<results * wordsPerResult).map { row in
      let (result, slice) = row.quotientAndRemainder(dividingBy: wordsPerResult)
      return (0..<units * lanesPerUnit).map { place in
        let (unit, lane) = place.quotientAndRemainder(dividingBy: lanesPerUnit)
        let code = weights[(result * units + unit) * inputs + slice * lanesPerUnit + lane]
        return multipliesIntegers ? products.weight.integerText(code) : "\(code)"
      }
    }
    let type = multipliesIntegers ? products.weight.integerTable : "mantissa::urom_t<\(weightWidth)>"
    return """
      static const \(type) \(name)_weights[\(rows.count)][\(units * lanesPerUnit)] = {
      \(Cpp.table(rows))
      };
      """
  }

  // MARK: From sums to codes

  private func finishFunction(_ name: String) -> String {
    thresholds.map { countFunction(name, $0) } ?? affineFunction(name)
  }

  private func countFunction(_ name: String, _ thresholds: Thresholds) -> String {
    let width = max(accumulatorWidth, thresholds.width)
    let x = thresholds.hasFalls ? "falls ? \(Cpp.signed(width))(~acc) : \(Cpp.signed(width))(acc)" : "acc"
    return """
      // A level: how many of its thresholds the sum\(thresholds.hasFalls ? ", or its complement," : "") reaches, above \(thresholds.lowest).
      inline \(Cpp.unsigned(outputWidth)) \(name)_finish(
          const \(Cpp.signed(accumulatorWidth))& acc,
          const mantissa::srom_t<\(thresholds.width)> (&thresholds)[\(thresholds.count)]\(thresholds.hasFalls ? ", bool falls" : "")) {
        MANTISSA_NO_INLINE
        const \(Cpp.signed(width)) x = \(x);
        int level = \(thresholds.lowest);
        MANTISSA_UNROLL
      levels:
        for (int place = 0; place < \(thresholds.count); ++place) {
          MANTISSA_UNROLL_BODY
          if (x >= \(Cpp.signed(thresholds.width))(thresholds[place])) ++level;
        }
        return \(Cpp.unsigned(outputWidth))(level);
      }
      """
  }

  /// The parameters of an affine that differ between channels.
  private var varying: [(name: String, width: Int)] {
    (sharedMultiplier == nil ? [("multiplier", multiplierWidth)] : [])
      + (sharedOffset == nil ? [("offset", offsetWidth)] : [])
  }

  private func affineFunction(_ name: String) -> String {
    let parameters = varying.map { ",\n    const \(Cpp.signed($0.width))& \($0.name)" }.joined()
    let multiplier =
      sharedMultiplier.map { "\(Cpp.signed(multiplierWidth))(\(Cpp.constant(BigInt($0), width: multiplierWidth)))" }
      ?? "multiplier"
    let offset =
      sharedOffset.map { "\(Cpp.signed(offsetWidth))(\(Cpp.constant($0, width: offsetWidth)))" } ?? "offset"
    return """
      // From a sum to a code: scale and add exactly, then round once.
      inline \(Cpp.unsigned(outputWidth)) \(name)_finish(
          const \(Cpp.signed(accumulatorWidth))& acc\(parameters)) {
        MANTISSA_NO_INLINE
        const \(Cpp.signed(scaledWidth)) scaled = \(multiplier) * acc;
        const \(Cpp.signed(totalWidth)) total = scaled + \(offset);
        return \(encoder.function())(total);
      }
      """
  }

  // MARK: The loop

  private func body(_ context: StageContext) -> String {
    let name = context.name
    let turns = context.inputs[0].wordsPerFrame / wordsPerResult
    let kept = rounded == nil ? Cpp.signed(accumulatorWidth) : Cpp.unsigned(keptWidth)
    let tables = [
      weights == nil ? nil : "  MANTISSA_ROM(\(name)_weights)\n  MANTISSA_PARTITION(\(name)_weights, 2)\n",
      "  MANTISSA_SHARE(\(name)_finish, \(affineUnits))\n",
    ].compactMap { $0 }.joined()
    return """
      \(Cpp.comment(commentLines(name)))
      \(context.parameters)
        MANTISSA_NO_INLINE
      \(tables)  \(kept) sums[\(units)];
        MANTISSA_PARTITION(sums, 1)
      \(weights == nil ? "" : "  int weight_row = 0;\n")\(hasChannelConstants ? "  \(results > 1 ? "" : "const ")int channel_row = 0;\n" : "")results:
        for (int result = 0; result < \(turns); ++result) {
          MANTISSA_PIPELINE
        words:
          for (int word = 0; word < \(wordsPerResult); ++word) {
            MANTISSA_PIPELINE_BODY
            const \(Cpp.unsigned(context.inputs[0].wordWidth)) data = s_axis.read();
      \(Cpp.indented(units(name), 3))
      \(weights == nil ? "" : "      weight_row = weight_row == \(weightWords - 1) ? 0 : weight_row + 1;\n")\
            if (word == \(wordsPerResult - 1)) {
      \(Cpp.indented(output(name), 4))
            }
          }
        }
      }
      """
  }

  private var hasChannelConstants: Bool { constantWidth > 0 }

  private func commentLines(_ name: String) -> [String] {
    let top = accumulatorWidth - 1 + arithmetic.accumulator.lsb
    return ["\(name) -- \(title[0])", ""] + title.dropFirst() + [
      rounded == nil
        ? "acc = sum of weight * input, \(accumulatorWidth) bits in units of 2^\(arithmetic.accumulator.lsb): "
          + "-2^\(top) <= acc < 2^\(top)"
        : "acc = sum of weight * input in their order, each product and each sum rounded to \(arithmetic.weight)",
      "Weights \(products.weight.format), inputs \(arithmetic.input), outputs \(arithmetic.rounding.format), "
        + "multiplier \(products.multiplier).",
    ]
  }

  /// The sums of all units after a word.
  private func units(_ name: String) -> String {
    if let rounded { return roundedUnits(name, rounded) }
    return multipliesIntegers ? integerUnits(name) : exactUnits(name)
  }

  /// The weight of a unit and a lane in the table.
  private func weightElement(_ name: String) -> String {
    let column = lanesPerUnit == 1 ? "unit" : "unit * \(lanesPerUnit) + lane"
    return "\(name)_weights[weight_row][\(column)]"
  }

  private func integerUnits(_ name: String) -> String {
    let accumulator = Cpp.signed(accumulatorWidth)
    let read = activationLanes == 1 ? "data" : "mantissa::slice<\(activationWidth)>(data, lane * \(activationWidth))"
    return """
      \(products.activation.integerType) x[\(activationLanes)];
      MANTISSA_UNROLL
      inputs:
      for (int lane = 0; lane < \(activationLanes); ++lane) {
        MANTISSA_UNROLL_BODY
        x[lane] = \(products.activation.integer(read));
      }
      MANTISSA_UNROLL
      units:
      for (int unit = 0; unit < \(units); ++unit) {
        MANTISSA_UNROLL_BODY
        \(accumulator) sum = \(wordsPerResult == 1 ? "0" : "word == 0 ? \(accumulator)(0) : sums[unit]");
        MANTISSA_UNROLL
      lanes:
        for (int lane = 0; lane < \(lanesPerUnit); ++lane) {
          MANTISSA_UNROLL_BODY
          \(integerTerm(name))
        }
        sums[unit] = sum;
      }
      """
  }

  /// The statement that adds a product of integers to a sum.
  private func integerTerm(_ name: String) -> String {
    let (x, weight) = ("x[\(sharesActivations ? "lane" : "unit")]", weightElement(name))
    let isSign = products.weight.integerTable == "bool"
    let kept = min(droppedBits, products.width - 1)
    guard kept > 0 else {
      if weights == nil { return "mantissa::add_signed(sum, false, \(x));" }
      return isSign
        ? "mantissa::add_signed(sum, \(weight), \(x));"
        : "mantissa::multiply_add<\(products.weight.integerType)>(sum, \(weight), \(x));"
    }
    let whole = Cpp.signed(products.width)
    let product =
      weights == nil
      ? x
      : isSign ? "(\(weight) ? \(whole)(-\(x)) : \(whole)(\(x)))" : "\(products.weight.integerType)(\(weight)) * \(x)"
    return "sum += \(whole)(\(product)) >> \(kept);"
  }

  private func exactUnits(_ name: String) -> String {
    let shape = products.activation.shape
    let kept = min(droppedBits, products.width - 1)
    let product = "\(products.cell.function())(weight, x[\(sharesActivations ? "lane" : "unit")])"
    let weight =
      weights == nil
      ? "{false, \(Cpp.unsigned(1))(1), \(Cpp.unsigned(1))(0)}"
      : "\(name)_weight(code)"
    let weightType = "mantissa::operand<\(products.weight.shape.significandWidth), \(products.weight.shape.shiftWidth)>"
    let sum =
      hasTree
      ? "\(adderTree.function())(terms)" : "terms[0]"
    return """
      mantissa::operand<\(shape.significandWidth), \(shape.shiftWidth)> x[\(activationLanes)];
      MANTISSA_UNROLL
      activations:
      for (int lane = 0; lane < \(activationLanes); ++lane) {
        MANTISSA_UNROLL_BODY
        x[lane] = \(name)_activation(mantissa::slice<\(activationWidth)>(data, lane * \(activationWidth)));
      }
      MANTISSA_UNROLL
      units:
      for (int unit = 0; unit < \(units); ++unit) {
        MANTISSA_UNROLL_BODY
        \(Cpp.signed(termWidth)) terms[\(lanesPerUnit)];
        MANTISSA_UNROLL
      lanes:
        for (int lane = 0; lane < \(lanesPerUnit); ++lane) {
          MANTISSA_UNROLL_BODY
      \(weights == nil ? "" : "    const \(Cpp.unsigned(weightWidth)) code = \(weightElement(name));\n")\
          const \(weightType) weight = \(weight);
          terms[lane] = \(kept > 0 ? "\(Cpp.signed(termWidth))(\(product) >> \(kept))" : product);
        }
        const \(Cpp.signed(accumulatorWidth)) sum = \(Cpp.signed(sumWidth))(\(sum));
        sums[unit] = \(wordsPerResult == 1 ? "sum" : "word == 0 ? sum : \(Cpp.signed(accumulatorWidth))(sums[unit] + sum)");
      }
      """
  }

  private var adderTree: CellUse {
    CellUse(
      .adderTree,
      [("COUNT", .integer(lanesPerUnit)), ("WIDTH", .integer(termWidth)), ("LEVELS", .integer(treeLevels))])
  }

  /// The terms of a word are added one after another, so that sums do not depend on how many come side by side.
  private func roundedUnits(_ name: String, _ sum: RoundedSum) -> String {
    let code = Cpp.unsigned(keptWidth)
    let activation = sharesActivations ? "lane" : "unit"
    let before = wordsPerResult == 1 ? "0" : "word == 0 ? \(code)(0) : sums[unit]"
    return """
      MANTISSA_UNROLL
      units:
      for (int unit = 0; unit < \(units); ++unit) {
        MANTISSA_UNROLL_BODY
        \(code) sum = \(before);
        MANTISSA_UNROLL
      lanes:
        for (int lane = 0; lane < \(lanesPerUnit); ++lane) {
          MANTISSA_UNROLL_BODY
          const \(code) weight = \(weightElement(name));
          const \(code) x = mantissa::slice<\(activationWidth)>(data, \(activation) * \(activationWidth));
          const \(code) term = \(sum.product.function())(weight, x);
          sum = \(sum.sum.function())(sum, term);
        }
        sums[unit] = sum;
      }
      """
  }

  /// The output word.
  private func output(_ name: String) -> String {
    func constant(_ what: String) -> String { "\(name)_\(what)[channel_row][unit]" }
    let locals = thresholds == nil ? varying : []
    let stated =
      thresholds.map { [constant("thresholds")] + ($0.hasFalls ? [constant("falls")] : []) } ?? locals.map(\.name)
    let arguments = ([rounded.map(integer) ?? "sums[unit]"] + stated).joined(separator: ", ")
    let declared = locals.map { "const \(Cpp.signed($0.width)) \($0.name) = \(constant($0.name + "s"));" }
    let code = "const \(Cpp.unsigned(outputWidth)) code = \(name)_finish(\(arguments));"
    let row =
      hasChannelConstants && results > 1 ? "\nchannel_row = channel_row == \(results - 1) ? 0 : channel_row + 1;" : ""
    return """
      \(Cpp.unsigned(units * outputWidth)) codes = 0;
      MANTISSA_UNROLL
      outputs:
      for (int unit = 0; unit < \(units); ++unit) {
        MANTISSA_UNROLL_BODY
      \(Cpp.indented((declared + [code]).joined(separator: "\n"), 1))
        mantissa::set_slice(codes, unit * \(outputWidth), code);
      }
      m_axis.write(codes);\(row)
      """
  }

  /// The integer of a sum's code.
  private func integer(_ sum: RoundedSum) -> String {
    let operand = DecodedOperand(format: Format(sum.format))
    return "\(sum.format.operandShape.alignCell().function())(\(operand.expression("sums[unit]")))"
  }
}

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
      name: context.name, text: (helpers + [body(context)]).joined(separator: "\n\n"), cells: cells,
      constants: constantTables(context.name))
  }

  /// The cells of its nodes, without those that C++'s own integers take the place of.
  private var cells: [CellUse] {
    graph.nodes.filter { node in
      switch node.operation {
      case .decode, .multiply, .tree: !multipliesIntegers
      case .memory: false
      default: true
      }
    }.flatMap(\.operation.cells)
  }

  /// Whether weights and inputs are integers or signs without a shift and their products exact: then these are C++'s own.
  var multipliesIntegers: Bool {
    rounded == nil && products.multiplier.isExact
      && [products.weight.decoded, products.activation.decoded].allSatisfy {
        $0.maximumShift == 0 && ($0.sign != .separate || $0.significandWidth == 1)
      }
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
      \(Cpp.indented(unitStatements(name), 3))
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

  /// The output word.
  private func output(_ name: String) -> String {
    func constant(_ what: String) -> String { "\(name)_\(what)[channel_row][unit]" }
    let locals = varying
    let stated =
      thresholds.map { [constant("thresholds")] + ($0.hasFalls ? [constant("falls")] : []) } ?? locals.map(\.element)
    let arguments = (["sums[unit]"] + stated).joined(separator: ", ")
    let declared = locals.map { "const \(Cpp.signed($0.constant.width)) \($0.element) = \(constant($0.name));" }
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
}

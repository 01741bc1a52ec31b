internal import Arithmetic
internal import BigInt
internal import Datapath
internal import PipelineIR
internal import Support

extension LinearDatapath {
  // MARK: Constants

  func constantTables(_ name: String) -> String {
    var tables: [String] = []
    if let weights { tables.append(weightTable(name, weights)) }
    func table(_ what: String, _ type: String, columns: String = "", _ value: (Int) -> String) {
      let rows = (0..<results).map { row in (row * units..<(row + 1) * units).map(value) }
      tables.append(
        "static const \(type) \(name)_\(what)[\(results)][\(units)]\(columns) = {\n\(Cpp.table(rows))\n};")
    }
    if let thresholds {
      table("thresholds", "mantissa::srom_t<\(thresholds.width)>", columns: "[\(thresholds.count)]") { output in
        "{" + thresholds.values[output].map { "\($0)" }.joined(separator: ", ") + "}"
      }
      if thresholds.hasFalls { table("falls", "bool") { thresholds.falls[$0] ? "true" : "false" } }
    } else {
      for (name, constant, _) in varying {
        let type = constant.width <= 64 ? "mantissa::srom_t<\(constant.width)>" : Cpp.signed(constant.width)
        table(name, type) { Cpp.constant(constant.values[$0], width: constant.width) }
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

  /// The constants that differ between channels, by the signals of the graph that take them.
  var varying: [(name: String, constant: ChannelConstant, element: String)] {
    guard thresholds == nil else { return [] }
    let fields = graph.nodes.compactMap { node -> Signal? in
      if case .field = node.operation { node.makes[0] } else { nil }
    }
    return zip(fields, storedConstants).map { ($0.name, $1, $0.element) }
  }

  /// The function of a sum that is finished, as it is kept, and of its channel's constants.
  func finishFunction(_ name: String) -> String {
    let nodes = graph.nodes
    let sums = nodes.firstIndex { if case .accumulate = $0.operation { true } else { false } } ?? 0
    let kept = nodes[sums].makes[0]
    var body = NodeStatements(unrolls: false, [(kept, [kept.element])])
    body.add(Array(nodes[(sums + 1)...]))
    let stated =
      thresholds.map { thresholds in
        [
          "const mantissa::srom_t<\(thresholds.width)> (&thresholds)[\(thresholds.count)]"
        ] + (thresholds.hasFalls ? ["bool falls"] : [])
      } ?? varying.map { "const \(Cpp.signed($0.constant.width))& \($0.element)" }
    let parameters = (["const \(NodeStatements.type(kept))& \(kept.element)"] + stated).joined(separator: ",\n    ")
    return """
      // \(finishComment)
      inline \(Cpp.unsigned(outputWidth)) \(name)_finish(
          \(parameters)) {
        MANTISSA_NO_INLINE
      \(Cpp.indented((body.lines + ["return code;"]).joined(separator: "\n"), 1))
      }
      """
  }

  private var finishComment: String {
    if let thresholds {
      return "A level: how many of its thresholds the sum\(thresholds.hasFalls ? ", or its complement," : "") reaches, "
        + "above \(thresholds.lowest)."
    }
    return
      "From a sum to a code: scale and add exactly\(below == nil ? "" : ", by the line of its side of the border"), "
      + "then round once."
  }
}

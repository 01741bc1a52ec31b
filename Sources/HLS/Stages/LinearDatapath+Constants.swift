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
      for (name, constant) in varying {
        let type = constant.width <= 64 ? "mantissa::srom_t<\(constant.width)>" : Cpp.signed(constant.width)
        table(name + "s", type) { Cpp.constant(constant.values[$0], width: constant.width) }
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

  func finishFunction(_ name: String) -> String {
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

  /// The constants of the affine by their names, those of the line below the border behind the others.
  private var lines: [(name: String, constant: ChannelConstant)] {
    let line = [("multiplier", constants.multiplier), ("offset", constants.offset)]
    guard let below else { return line }
    return line + [
      ("multiplier_below", below.line.multiplier), ("offset_below", below.line.offset), ("border", below.border),
    ]
  }

  /// Those that differ between channels.
  var varying: [(name: String, constant: ChannelConstant)] {
    thresholds == nil ? lines.filter { $0.constant.shared == nil } : []
  }

  private func affineFunction(_ name: String) -> String {
    let parameters = varying.map { ",\n    const \(Cpp.signed($0.constant.width))& \($0.name)" }.joined()
    let fixed = lines.compactMap { name, constant in
      constant.shared.map {
        "  const \(Cpp.signed(constant.width)) \(name) = \(Cpp.constant($0, width: constant.width));\n"
      }
    }
    func side(_ what: String, _ width: Int) -> String {
      guard below != nil else { return what }
      return "(acc < border ? \(Cpp.signed(width))(\(what)_below) : \(Cpp.signed(width))(\(what)))"
    }
    return """
      // From a sum to a code: scale and add exactly\(below == nil ? "" : ", by the line of its side of the border"), then round once.
      inline \(Cpp.unsigned(outputWidth)) \(name)_finish(
          const \(Cpp.signed(accumulatorWidth))& acc\(parameters)) {
        MANTISSA_NO_INLINE
      \(fixed.joined())\
        const \(Cpp.signed(scaledWidth)) scaled = \(side("multiplier", multiplierWidth)) * acc;
        const \(Cpp.signed(totalWidth)) total = scaled + \(side("offset", offsetWidth));
        return \(encoder.function())(total);
      }
      """
  }
}

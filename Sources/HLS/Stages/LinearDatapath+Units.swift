internal import Arithmetic
internal import BigInt
internal import Datapath
internal import PipelineIR
internal import Support

extension LinearDatapath {
  /// The sums of all units after a word.
  func unitStatements(_ name: String) -> String {
    if let rounded { return roundedUnits(name, rounded) }
    return multipliesIntegers ? integerUnits(name) : exactUnits(name)
  }

  /// The weight of a unit and a lane in the table.
  func weightElement(_ name: String) -> String {
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
}

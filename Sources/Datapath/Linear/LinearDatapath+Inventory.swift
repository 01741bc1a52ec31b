import Arithmetic
import BigInt
import Support

extension LinearDatapath {
  /// Step by step what the module is built of.
  package var inventory: Inventory {
    var result = productInventory
    result += sumInventory
    result += finishInventory
    if weights != nil {
      result.memories.append(
        Inventory.Memory(words: weightWords, width: units * lanesPerUnit * weightWidth, isConstant: true))
    }
    let counters = [wordsPerResult, weightWords, affineWords, beats].reduce(0) { $0 + bits(for: $1) }
    result.registers += counters + 12
    result.adders += counters
    return result
  }

  /// Steps 1 and 2.
  private var productInventory: Inventory {
    let count = units * lanesPerUnit
    var result = Inventory(registers: activationLanes * activationWidth + count * termWidth)
    result += decoders(products.activation.shape, arithmetic.input, count: activationLanes)
    guard weights != nil else {
      result.multiplexers += count * termWidth
      return result
    }
    let (w, x) = (products.weight.shape, products.activation.shape)
    result += decoders(w, products.weight.format, count: count)
    if products.multiplier is ExactProduct && min(w.significandWidth, x.significandWidth) > 1 {
      result.multipliers.append(Inventory.Multiplier(count, w.significandWidth, x.significandWidth))
    } else if let product = products.multiplier as? ShiftAddProduct {
      let width = w.significandWidth + x.significandWidth
      result.adders += count * ((product.terms ?? w.significandWidth) - 1) * width
      result.multiplexers += count * w.significandWidth * x.significandWidth
    } else if min(w.significandWidth, x.significandWidth) > 1 {
      // Two logarithms, their sum, and back.
      let width = w.significandWidth + x.significandWidth
      result.adders += count * width
      result.shifters += count * width * levels(width)
    } else {
      result.multiplexers += count * termWidth
    }
    if w.sign == .separate || x.sign == .separate { result.adders += count * termWidth }
    let shift = w.maximumShift + x.maximumShift
    if shift > 0 { result.shifters += count * termWidth * levels(shift + 1) }
    return result
  }

  /// Codes of floats and posits become significands and shifts.
  private func decoders(_ shape: OperandShape, _ format: Format, count: Int) -> Inventory {
    var result = Inventory()
    guard format.number.operandShape.maximumShift > 0 else { return result }
    if shape.isNormalized {
      result.shifters = count * format.width * levels(format.width)
      result.adders = count * format.width
    } else {
      result.multiplexers = count * format.width
    }
    return result
  }

  /// Steps 3 and 4.
  private var sumInventory: Inventory {
    var result = Inventory()
    if hasTree {
      // Half of the additions are of terms, the others of sums a bit wider a level.
      result.adders += units * (lanesPerUnit - 1) * (termWidth + 1)
      result.registers += units * sumWidth
    }
    if rounded != nil {
      result.adders += units * lanesPerUnit * 4 * keptWidth
      result.shifters += units * lanesPerUnit * 2 * keptWidth * levels(keptWidth)
    }
    if wordsPerResult > 1 {
      result.adders += units * keptWidth
      result.multiplexers += units * keptWidth
      result.registers += units * keptWidth
    }
    if beats > 1 || wordsPerResult == 1 { result.registers += units * keptWidth }
    if beats > 1 { result.multiplexers += units * keptWidth }
    return result
  }

  /// The steps from sums to codes and their constants.
  package var finishInventory: Inventory {
    var result = Inventory(registers: units * outputWidth)
    result.adders = affineUnits * outputWidth
    result.comparators = affineUnits * totalWidth
    result.multiplexers = affineUnits * outputWidth
    if constantWidth > 0 {
      result.memories = [Inventory.Memory(words: affineWords, width: affineWordWidth, isConstant: true)]
    }
    if let thresholds {
      result.registers += affineUnits * (thresholds.count + totalWidth)
      result.comparators += affineUnits * thresholds.count * max(accumulatorWidth, thresholds.width)
      if thresholds.hasFalls { result.multiplexers += affineUnits * accumulatorWidth }
      return result
    }
    result.registers += affineUnits * (scaledWidth + (sharedOffset == nil ? offsetWidth : 0) + totalWidth)
    result.adders += affineUnits * totalWidth
    if let below {
      // The border, and a choice between two lines.
      let chosen = (sharedMultiplier == nil ? multiplierWidth : 0) + (sharedOffset == nil ? offsetWidth : 0)
      result.registers += affineUnits * (accumulatorWidth + chosen)
      result.comparators += affineUnits * max(accumulatorWidth, below.border.width)
      result.multiplexers += affineUnits * chosen
    }
    if let sharedMultiplier {
      // A constant is multiplied by as shifts and additions.
      result.adders +=
        affineUnits * max(0, sharedMultiplier.magnitude.words.reduce(0) { $0 + $1.nonzeroBitCount } - 1) * scaledWidth
    } else {
      result.multipliers = [Inventory.Multiplier(affineUnits, accumulatorWidth, multiplierWidth)]
    }
    if arithmetic.rounding.format.number.operandShape.maximumShift > 0 {
      result.shifters = affineUnits * totalWidth * levels(totalWidth)
      result.adders += affineUnits * totalWidth
    }
    return result
  }

  private func levels(_ distances: Int) -> Int { bits(for: max(2, distances)) }
}

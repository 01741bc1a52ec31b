internal import Arithmetic
internal import QuantizedIR
internal import Support

/// A function from the codes of one tensor to those of another, one for all channels or one for each.
struct CodeFunction {
  var input: TensorType
  var output: TensorType
  /// 1, or as many as there are channels.
  var tables: Int
  /// The integers that occur, in units of the input's lowest bit, by table; all where there are none.
  var ranges: [ClosedRange<Int>] = []
  /// The integers at which the function may turn from rising to falling or back, by table.
  var turns: (_ table: Int) -> [Int] = { _ in [] }
  /// The output code of an input code.
  var code: (_ input: UInt32, _ table: Int) -> UInt32

  /// The smaller one of a table of all codes and a table of steps; inputs of few bits have the former.
  func operation() throws(Failure) -> QuantizedOperation {
    let width = input.format.width
    let hasTable = width <= CodeTable.widestInput && tables << width <= CodeTable.mostEntries
    if hasTable, width <= CodeTable.narrowInput { return .codeTable(table()) }
    let steps = steps()
    if let steps, !hasTable || bits(of: steps) < tables << width * output.format.width { return .stepTable(steps) }
    guard hasTable else {
      throw Failure(
        at: "activation",
        "its input has \(width) bits and its results too many codes for \(tables == 1 ? "a table" : "\(tables) tables");"
          + " \(CodeTable.mostEntries) entries are supported",
        notes: ["give the layer, or the one before it, narrower activations"])
    }
    return .codeTable(table())
  }

  private func table() -> CodeTable {
    CodeTable(
      entries: (0..<tables).flatMap { table in
        (0..<UInt32(1) << UInt32(input.format.width)).map { code($0, table) }
      })
  }

  private func steps() -> StepTable? {
    let number = input.format.number
    guard number is any FixedPointFormat else { return nil }
    let all = Int(number.order(of: number.lowestCode))...Int(number.order(of: number.highestCode))
    var found: [Steps] = []
    for table in 0..<tables {
      guard
        let steps = Steps(
          over: ranges.isEmpty ? all : ranges[cyclic: table].clamped(to: all), turns: turns(table),
          most: CodeTable.mostEntries / tables - 1,
          { code(UInt32(truncatingIfNeeded: $0) & number.codeMask, table) })
      else { return nil }
      found.append(steps)
    }
    return StepTable(found, highest: all.upperBound)
  }

  private func bits(of steps: StepTable) -> Int {
    steps.thresholds.values.count * input.format.width + steps.codes.values.count * output.format.width
  }
}

extension StepTable {
  /// Tables of `steps`, filled up to a power of two with thresholds at `highest`, the input's highest integer.
  init(_ steps: [Steps], highest: Int) {
    let most = steps.map(\.thresholds.count).max() ?? 0
    let places = (0..<Self.mostLevels).map { 2 << $0 }.first { $0 > most } ?? 2
    self.init(
      thresholds: Tensor(
        shape: [steps.count, places - 1],
        values: steps.flatMap { $0.thresholds + repeatElement(highest, count: places - 1 - $0.thresholds.count) }),
      codes: Tensor(
        shape: [steps.count, places],
        values: steps.flatMap { steps in
          steps.codes + repeatElement(steps.codes.last ?? 0, count: places - steps.codes.count)
        }))
  }
}

import Arithmetic
import Cells
import HLS
import RTL
import Testing

/// The Verilog and the C++ of contracts: each has a row in the back end's table, each row a module; each has a header.
@Suite struct CellTableTests {
  /// What formats and multipliers ask for; a family is there with one format at least.
  private static func uses() throws -> [CellUse] {
    let spellings = FormatRegistry.examples + ["fixed<8,3>", "float<4,3,finite>", "float<4,3,ftz>"]
    let numbers = try spellings.map { try Format($0).number }
    var uses: [CellUse] = []
    for number in numbers {
      uses += [number.decoderCell()].compactMap { $0 }
      uses += [number.compareCell(), number.operandShape.alignCell()]
      uses.append(
        number.encoderCell(inputWidth: 12, exponent: -2, lowest: number.lowestCode, highest: number.highestCode))
      guard let format = number as? any OperatorFormat else { continue }
      let multipliers = try MultiplierRegistry.families.map { try MultiplierRegistry.multiplier($0.example) }
      let operators =
        multipliers.map(format.productOperator) + [
          format.sumOperator(subtracts: true), format.comparisonOperator(),
        ]
      uses += operators.compactMap { $0?.use } + operators.compactMap { $0?.saturating }
    }
    let shape = try Format("fixed<8>").number.operandShape
    let sign = try Format("ternary").number.operandShape
    for family in MultiplierRegistry.families {
      let multiplier = try MultiplierRegistry.multiplier(family.example)
      let weight = try Format("ternary")
      let takesSigns =
        multiplier.misfit(weight: weight, activation: try Format("fixed<8>")) == nil
      uses.append(multiplier.productCell(weight: takesSigns ? sign : shape, activation: shape))
    }
    return uses
  }

  @Test func everyContractHasARow() throws {
    for use in try Self.uses() {
      #expect(CellTable.modules[use.contract.name] != nil, "\(use.contract.name)")
    }
  }

  /// What the rounding of stages and the operators add to what formats ask for.
  private static func statedElsewhere() -> [CellUse] {
    [
      CellUse(.adderTree, [("COUNT", 3), ("WIDTH", 8), ("LEVELS", 2)]),
      CellUse(CellContract(.unary, "posit_sigmoid"), [("WIDTH", 8)]),
    ]
  }

  @Test func everyContractHasAHeader() throws {
    let uses = try Self.uses() + Self.statedElsewhere()
    for use in uses {
      #expect(CellHeaders.text(use.header) != nil, "\(use.contract.name)")
      #expect(use.misfits() == [], "\(use.contract.name)")
    }
    // No parameter of a header that nobody states; rounding modes are stated by stages alone.
    for (contract, stated) in Dictionary(grouping: uses, by: \.contract.name) {
      let names = Set(stated.flatMap { $0.parameters.map(\.name) })
      let unstated = (CellHeaders.parameters(of: contract) ?? []).filter { !names.contains($0) && $0 != "ROUNDING" }
      #expect(unstated == [], "\(contract)")
    }
  }

  @Test func parametersThatAHeaderLacksAreTold() {
    let use = CellUse(
      CellContract(.compare, "fixed_greater"), [("WIDTH", 8), ("SIGNED", 1), ("CUTS", 1), ("DEPTH", 2)])
    #expect(use.misfits() == ["DEPTH"])
    #expect(use.function() == "mantissa::fixed_greater<8, 1>")
    #expect(CellUse(CellContract(.compare, "nothing")).misfits() == ["the header"])
  }

  @Test func everyRowHasAModule() {
    for (contract, module) in CellTable.modules { #expect(CellLibrary.text(of: module) != nil, "\(contract)") }
    #expect(Set(CellTable.modules.values).count == CellTable.modules.count)
  }
}

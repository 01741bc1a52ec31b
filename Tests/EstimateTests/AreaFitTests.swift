import Datapath
import PipelineIR
import Synthesis
import Testing

@testable import Estimate

@Suite struct AreaFitTests {
  @Test func findsTheCoefficientsThatAreThere() {
    let rows: [[Double]] = [[1, 10, 0], [1, 0, 5], [1, 40, 20], [1, 7, 90], [1, 60, 1]]
    let values = rows.map { 30 + 2 * $0[1] + 0.5 * $0[2] }
    let found = AreaFit.leastSquares(rows, values, floor: 1)
    for (a, b) in zip(found, [30, 2, 0.5]) { #expect(abs(a - b) < 1e-6, "\(found)") }
  }

  @Test func takesNoNegativeCoefficient() {
    let found = AreaFit.leastSquares([[1, 1], [1, 2], [1, 3]], [9, 6, 3], floor: 1)
    #expect(found[1] == 0 && found[0] > 0)
  }

  private static func model(_ device: Device) -> AreaModel {
    AreaModel(device: device, luts: [], registers: [0, 1, 0, 0], constantShare: 0.25, writableShare: 0.25)
  }

  @Test(arguments: [
    (Device.xc7, 512, 32, 1), (.xc7, 513, 36, 2), (.xc7, 16_384, 1, 1), (.ice40, 512, 32, 4), (.ice40, 2048, 2, 1),
    (.ecp5, 1024, 18, 1), (.ecp5, 700, 36, 2),
  ]) func blocksInTheBestArrangement(device: Device, words: Int, width: Int, expected: Int) {
    let memory = Inventory.Memory(words: words, width: width, isConstant: true)
    #expect(Self.model(device).blocks(for: memory) == expected)
  }

  @Test func smallMemoriesTakeNoBlock() {
    let memory = Inventory.Memory(words: 16, width: 30, isConstant: true)
    for device in Device.allCases { #expect(Self.model(device).blocks(for: memory) == nil) }
  }

  @Test(arguments: [
    (Device.xc7, 8, 8, 1), (.xc7, 24, 16, 1), (.xc7, 40, 16, 2), (.ecp5, 24, 16, 2), (.ice40, 8, 8, 0), (.xc7, 3, 3, 0),
  ]) func multiplierBlocks(device: Device, a: Int, b: Int, expected: Int) {
    #expect(device.multiplierBlocks(a, b) == expected)
    #expect(device.multiplierBlocks(b, a) == expected)
  }

  @Test func theCommandCarriesAModelOfEveryDevice() throws {
    let calibration = try AreaCalibration.embedded()
    #expect(calibration.devices.map(\.device) == Device.allCases.sorted { $0.rawValue < $1.rawValue })
    for entry in calibration.devices {
      #expect(entry.model.luts.count == AreaModel.featureNames.count)
      #expect(entry.model.registers.count == AreaModel.registerNames.count)
      #expect(entry.stages.count == (try CalibrationStage.all().count))
      #expect(entry.error.luts < 0.5 && entry.error.registers < 0.3, "\(entry.device): \(entry.error)")
    }
  }

  /// What is estimated of today's stages is what the file says: else 'mantissa calibrate' has to run again.
  @Test func theEstimatesAreThoseOfTheFile() throws {
    let stages = try CalibrationStage.all()
    for entry in try AreaCalibration.embedded().devices {
      for (stage, known) in zip(stages, entry.stages) {
        #expect(stage.name == known.name)
        #expect(
          entry.model.area(of: stage.operation.inventory(inputs: stage.inputs)) == known.estimated, "\(stage.name)")
      }
    }
  }
}

package import Estimate
import Synthesis

/// What `mantissa calibrate` measured.
package struct CalibrateReport: Report {
  /// The fits, one a device.
  package var devices: [AreaCalibration.Entry]
  /// The file; null when none was asked for.
  @Nullable package var output: String?

  package var text: String { devices.map(text).joined(separator: "\n\n") }

  private func text(_ entry: AreaCalibration.Entry) -> String {
    var table = Table([
      ("\(entry.device.rawValue), Yosys \(entry.yosys)", .left), ("LUTs", .right), ("estimate", .right),
      ("flip-flops", .right), ("estimate", .right), ("DSPs", .right), ("estimate", .right),
      (entry.device.blockName, .right), ("estimate", .right),
    ])
    for stage in entry.stages {
      let (found, estimate) = (stage.synthesised, stage.estimated)
      table.add([
        stage.name, "\(found.luts)", "\(estimate.luts)", "\(found.registers)", "\(estimate.registers)",
        "\(found.multipliers)", "\(estimate.multipliers)", "\(found.blocks)", "\(estimate.blocks)",
      ])
    }
    let error = entry.error
    return table.text
      + "\nmean error on stages that were left out of the fit: LUTs \(Figure.percent(error.luts)), flip-flops "
      + "\(Figure.percent(error.registers)), DSPs \(Figure.percent(error.multipliers)), blocks "
      + Figure.percent(error.blocks)
  }
}

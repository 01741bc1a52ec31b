import Estimate
import Foundation
package import Support
package import Synthesis

/// What `mantissa calibrate` is asked to do.
package struct CalibrateRequest: Sendable {
  /// Nil for all devices.
  package var target: Device?
  /// The file of the fitted estimates.
  package var output: String?

  /// All devices where `target` is nil; nothing is written where `output` is.
  package init(target: Device?, output: String?) {
    self.target = target
    self.output = output
  }
}

/// Synthesises stages and fits the estimates of area to them.
package func calibrate(
  _ request: CalibrateRequest, progress: Progress = .silent
) async throws(Failure) -> CalibrateReport {
  let synthesis = try await StageSynthesis()
  let stages = try CalibrationStage.all()
  var entries = (try? AreaCalibration.embedded().devices) ?? []
  let chosen = request.target.map { [$0] } ?? Device.allCases
  for device in chosen {
    var seen: [(stage: CalibrationStage, area: Area)] = []
    for stage in stages {
      progress.show("\(device.rawValue): \(stage.name)")
      seen.append((stage, try await synthesis.area(of: stage.operation, inputs: stage.inputs, on: device)))
    }
    entries.removeAll { $0.device == device }
    entries.append(AreaCalibration.Entry(device: device, yosys: synthesis.version, stages: seen))
  }
  progress.clear()
  entries.sort { $0.device.rawValue < $1.device.rawValue }
  if let path = request.output {
    let text = try AreaCalibration(devices: entries).text()
    try OutputFile(path).write(text)
  }
  return CalibrateReport(devices: entries.filter { chosen.contains($0.device) }, output: request.output)
}

internal import Cells
internal import Foundation
internal import PipelineIR
package import Support
package import Synthesis

/// The area models of all devices, and the syntheses that they were fitted to: `Templates/calibration.json`, which
/// `mantissa calibrate` makes again.
package struct AreaCalibration: Codable, Sendable {
  /// One stage, synthesised and estimated.
  package struct Stage: Codable, Sendable, Hashable {
    /// What it is, for people.
    package var name: String
    /// What Yosys counted.
    package var synthesised: Area
    /// What the model says.
    package var estimated: Area
  }

  /// The fit for one device.
  package struct Entry: Codable, Sendable {
    /// The device.
    package var device: Device
    /// The version of Yosys.
    package var yosys: String
    /// The fitted model.
    package var model: AreaModel
    /// Of stages that the model was not fitted to.
    package var error: AreaFit.Error
    /// The stages that it was fitted to.
    package var stages: [Stage]
  }

  /// One a device.
  package var devices: [Entry]

  /// The fits of some devices.
  package init(devices: [Entry]) { self.devices = devices }

  /// The calibration that the command carries.
  package static func embedded() throws(Failure) -> AreaCalibration {
    guard let text = EmbeddedText.text("calibration.json") else {
      throw Failure(
        .tool, at: "calibration.json", "the command was built without it", notes: ["run mantissa calibrate"])
    }
    return try AreaCalibration(text: text)
  }

  /// Reads what `text()` writes; throws a `Failure` for anything else.
  package init(text: String) throws(Failure) {
    do { self = try JSONDecoder().decode(AreaCalibration.self, from: Data(text.utf8)) } catch {
      throw Failure(.tool, at: "calibration.json", "cannot be read: \(error)", notes: ["run mantissa calibrate"])
    }
  }

  /// The fit for a device; throws where the command carries none.
  package func entry(_ device: Device) throws(Failure) -> Entry {
    guard let entry = devices.first(where: { $0.device == device }) else {
      throw Failure(
        .tool, at: "calibration.json", "does not know '\(device.rawValue)'", notes: ["run mantissa calibrate"])
    }
    return entry
  }

  /// JSON with sorted keys.
  package func text() throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do { return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n" } catch {
      throw Failure(at: "calibration.json", "cannot be written: \(error)")
    }
  }
}

extension AreaCalibration.Entry {
  /// Fits a model to what was synthesised.
  package init(device: Device, yosys: String, stages: [(stage: CalibrationStage, area: Area)]) {
    let seen = stages.map { stage, area in
      AreaFit.Observation(inventory: stage.operation.inventory(inputs: stage.inputs), area: area)
    }
    let model = AreaFit.fit(seen, device: device)
    self.init(
      device: device, yosys: yosys, model: model, error: AreaFit.crossValidated(seen, device: device),
      stages: zip(stages, seen).map { pair, observation in
        AreaCalibration.Stage(
          name: pair.stage.name, synthesised: pair.area, estimated: model.area(of: observation.inventory))
      })
  }
}

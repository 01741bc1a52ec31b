import Estimate
import Foundation
import PipelineIR
import Support
import Synthesis
import TestTools

/// The fitted estimates of area.
struct CalibrationSubject: Subject {
  static let name = "calibration"
  private let start: [UInt8]
  private let stages: [CalibrationStage]

  init(folder: URL) throws {
    var small = try AreaCalibration.embedded()
    for index in small.devices.indices { small.devices[index].stages.removeSubrange(4...) }
    start = Array(try small.text().utf8)
    stages = Array(try CalibrationStage.all().prefix(8))
  }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = start
    TextMutation(words: ["luts", "xc7", "ice40"]).mutate(&bytes, &random)
    if random.chance(4) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws {
    let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    let calibration = try AreaCalibration(text: text)
    for entry in calibration.devices {
      var area = Area()
      for stage in stages { area = area + entry.model.area(of: stage.operation.inventory(inputs: stage.inputs)) }
    }
  }
}

/// A library of standard cells.
struct LibertySubject: Subject {
  static let name = "liberty"
  private let start: [UInt8]
  private static let text = """
    library (small) {
      time_unit : "1ns"; nom_voltage : 2.0; capacitive_load_unit (1.0, pf); /* a comment */
      lu_table_template (plain) { variable_1 : total_output_net_capacitance; variable_2 : input_net_transition;
        index_1 ("0.0, 1.0"); index_2 ("0.0, 1.0"); }
      cell (INV) { area : 1.0; pin (A) { direction : input; capacitance : 0.001; }
        pin (Y) { direction : output; function : "!A";
          timing () { related_pin : "A"; cell_rise (plain) { index_1 ("0.0, 1.0"); index_2 ("0.0, 1.0");
            values ("0.010, 0.010", "1.010, 1.010"); } }
          internal_power () { related_pin : "A"; rise_power (scalar) { values ("0.0005"); } } } }
      cell (XOR2) { area : 4.0; pin (A) { direction : input; capacitance : 0.002; }
        pin (B) { direction : input; capacitance : 0.002; } pin (Y) { direction : output; function : "A^B | (A&B)'"; } }
    }
    """

  init(folder: URL) throws {
    start = Array(Self.text.utf8)
  }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = start
    TextMutation(words: ["cell", "pin", "timing", "values", "function", "(", ")", "!", "&", "^", ";"])
      .mutate(&bytes, &random)
    if random.chance(4) { ByteMutation.mutate(&bytes, &random) }
    return random.chance(16) ? DataFiles.gzip(bytes, level: 1) : bytes
  }

  func read(_ path: String) throws {
    let library = try LibertyLibrary(path: path)
    for gate in library.gates.values {
      for output in gate.outputs.values {
        for arc in output.arcs.values {
          for table in arc.delays + arc.energies { _ = table.value(transition: 0.01, load: 0.02) }
        }
      }
    }
  }
}

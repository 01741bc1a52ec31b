/// What the best public hardware for an operator costs, by the flow of `SynthesisFlow`.
package struct Baseline: Sendable, Hashable, Codable {
  /// Whose hardware it is.
  package var source: String
  /// Look-up tables of a Xilinx 7 series; nil where they were not measured.
  package var luts: Int?
  /// CARRY4 blocks; nil where they were not measured.
  package var carries: Int?
  /// Square micrometres and picoseconds on sky130_fd_sc_hd, typical corner.
  package var area: Double?
  /// Picoseconds; nil where they were not measured.
  package var delay: Double?
  /// On a 45 nm library.
  package var energy: EnergyFigures?

  init(
    _ source: String, luts: Int?, carries: Int? = nil, area: Double? = nil, delay: Double? = nil,
    energy: (uniform: Double, network: Double)? = nil
  ) {
    self.source = source
    self.luts = luts
    self.carries = carries
    self.area = area
    self.delay = delay
    self.energy = energy.map { EnergyFigures(uniform: $0.uniform, network: $0.network) }
  }
}

/// The baselines by the rows' titles, measured with Yosys 0.23.
enum Baselines {
  static let all: [String: Baseline] = posits.merging(integers) { $1 }.merging(floats) { $1 }.merging(weights) { $1 }

  private static let posits: [String: Baseline] = [
    "posit<8,0> multiply": Baseline("Flo-Posit", luts: 154, carries: 15, area: 2730, delay: 10201),
    "posit<8,1> multiply": Baseline("Flo-Posit", luts: 145, area: 2318, delay: 10620),
    "posit<8,2> multiply": Baseline(
      "Flo-Posit", luts: 129, carries: 14, area: 2095, delay: 10104, energy: (2148, 1353)),
    "posit<16,1> multiply": Baseline("Flo-Posit", luts: 664, carries: 28, area: 10038, delay: 18790),
    "posit<16,2> multiply": Baseline(
      "Flo-Posit", luts: 577, carries: 27, area: 9149, delay: 18549, energy: (13452, 8214)),
    "posit<32,2> multiply": Baseline(
      "Flo-Posit", luts: 2746, carries: 53, area: 38218, delay: 25466, energy: (69731, 36885)),
    "PLAM 8": Baseline("PLAM authors", luts: 84, carries: 11, area: 1634, delay: 7610, energy: (1512, 1048)),
    "PLAM 16": Baseline("PLAM authors", luts: 249, carries: 21, area: 3961, delay: 15347, energy: (4784, 3674)),
    "PLAM 32": Baseline("PLAM authors", luts: 770, carries: 41, area: 9440, delay: 19999, energy: (12003, 8575)),
    "posit<8,2> add": Baseline("Flo-Posit", luts: 190, carries: 21, area: 2472, delay: 11232),
    "posit<16,1> add": Baseline("Flo-Posit", luts: 486, carries: 12, area: 5405, delay: 18805),
    "posit<16,2> add": Baseline("Flo-Posit", luts: 435, carries: 13, area: 5358, delay: 18657),
    "posit<32,2> add": Baseline("Flo-Posit", luts: 994, carries: 22, area: 11655, delay: 22542),
  ]

  private static let integers: [String: Baseline] = [
    "Mitchell 8": Baseline("Mitch-w authors", luts: 84, carries: 3, area: 1010, delay: 5761),
    "Mitchell 16": Baseline("Mitch-w authors", luts: 246, carries: 5, area: 2820, delay: 7814, energy: (1852, 2095)),
    "Mitchell 32": Baseline("Mitch-w authors", luts: 662, carries: 9, area: 7128, delay: 11646),
    "Mitch-w6 8": Baseline("Mitch-w authors", luts: 71, carries: 2, area: 937, delay: 4584),
    "Mitch-w6 16": Baseline("Mitch-w authors", luts: 146, carries: 3, area: 1548, delay: 5694),
    "Mitch-w6 32": Baseline("Mitch-w authors", luts: 286, carries: 3, area: 3473, delay: 6574, energy: (1569, 2126)),
    "exact 8, unsigned": Baseline("Yosys `*`", luts: 114, carries: 4, area: 1982, delay: 3522, energy: (1150, 361)),
    "exact 16, unsigned": Baseline("Yosys `*`", luts: 539, carries: 8, area: 8676, delay: 6977, energy: (6506, 3083)),
    "exact 32, unsigned": Baseline(
      "Yosys `*`", luts: 2336, carries: 16, area: 35046, delay: 11103, energy: (33267, 18974)),
    "exact 8 x 8, signed": Baseline("Yosys `*`", luts: 166, area: 2419, delay: 3626, energy: (1328, 666)),
    "exact 16 x 8, signed": Baseline("Yosys `*`", luts: 310, area: 4446, delay: 4959, energy: (2825, 1596)),
    "exact 16 x 16, signed": Baseline("Yosys `*`", luts: 631, area: 9891, delay: 6311, energy: (7544, 3944)),
  ]

  private static let floats: [String: Baseline] = [
    "bf16 multiply": Baseline("HardFloat", luts: 383, carries: 25, area: 4504, delay: 9845, energy: (3511, 2652)),
    "fp16 multiply": Baseline("HardFloat", luts: 670, carries: 27, area: 6929, delay: 10791, energy: (6050, 4523)),
    "fp32 multiply": Baseline(
      "LUT: cvfpu; gates: HardFloat", luts: 2066, carries: 99, area: 26557, delay: 18493, energy: (25911, 20657)),
    "bf16 add": Baseline("cvfpu", luts: 553, carries: 43, area: 5962, delay: 16952, energy: (4544, 5190)),
    "fp16 add": Baseline("HardFloat", luts: 465, carries: 39, area: 5376, delay: 11890),
    "fp32 add": Baseline("HardFloat", luts: 1034, carries: 66, area: 11984, delay: 16510, energy: (10166, 11454)),
    "bf16 multiply, flushing": Baseline("FloPoCo", luts: 145, energy: (2423, 1761)),
    "fp16 multiply, flushing": Baseline("FloPoCo", luts: 269),
    "fp32 multiply, flushing": Baseline("FloPoCo", luts: 1290),
    "bf16 add, flushing": Baseline("FloPoCo", luts: 144, energy: (1799, 1409)),
    "fp16 add, flushing": Baseline("FloPoCo", luts: 164),
    "fp32 add, flushing": Baseline("FloPoCo", luts: 339, energy: (4346, 3546)),
  ]

  private static let weights: [String: Baseline] = [
    "binary weight x fp32": Baseline("a gate", luts: 1, energy: (3, 3)),
    "ternary weight x fp32": Baseline("32 gates", luts: 32, energy: (81, 17)),
    "e4m3 weight x 8-bit activation": Baseline("quick RTL", luts: 174, energy: (1467, 664)),
    "e4m3 weight x 16-bit activation": Baseline("quick RTL", luts: 295, energy: (3009, 1550)),
  ]
}

extension Baseline {
  /// The baseline of a row; nil when none is known.
  package static func of(_ title: String) -> Baseline? { Baselines.all[title] }

  /// Why the row of that title is not below its baseline, where that is known.
  package static func reason(_ title: String) -> String? { Baselines.reasons[title] }
}

extension Baselines {
  private static let array = "both sides are the array that Yosys makes of `*`, behind other port widths"
  private static let detector =
    "the leading-one detector and the shifter are those of every width, and are the smaller ones from 16 bits on only; "
    + "for Mitchell 8 a case over the eight places took 94 LUT and 3795 ps, but 1149 um2"

  static let reasons: [String: String] = [
    "posit<8,2> multiply":
      "as many LUT and four CARRY4 fewer; 1 % more delay beside a sixth less area, in a flow that maps for area",
    "PLAM 8": "the regime is counted on the way through the shifter: a ninth less area for a twelfth more delay",
    "posit<8,2> add": "2 % more delay beside a tenth less area, in a flow that maps for area",
    "posit<16,2> add": "0.1 % more area beside 7 % less delay; the same Verilog is smaller as <16,1>",
    "posit<32,2> add":
      "on gates the leading run is counted beside the shifter, for less delay: on the way it took 11963 um2 and 24052 ps",
    "bf16 add, flushing":
      "the result keeps signed zeros, infinities and NaN in the code, which FloPoCo's format keeps in two bits beside it",
    "exact 8, unsigned": array, "exact 16, unsigned": array, "exact 32, unsigned": array,
    "exact 8 x 8, signed": array, "exact 16 x 8, signed": array, "exact 16 x 16, signed": array,
    "Mitchell 8": detector, "Mitch-w6 8": detector,
    "binary weight x fp32": "the gate is the whole function",
    "ternary weight x fp32": "the 32 gates are the whole function",
  ]
}

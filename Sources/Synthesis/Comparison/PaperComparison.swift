package import Support

/// A ratio that a paper states, and the two circuits that it is about.
package struct PaperComparison: Sendable {
  /// What the paper praises.
  package var subject: Circuit
  /// What it is compared with.
  package var reference: Circuit
  /// What the paper states, in its words.
  package var claim: String
  /// The paper.
  package var paper: String

  private init(_ subject: Circuit, _ reference: Circuit, _ claim: String, _ paper: String) {
    self.subject = subject
    self.reference = reference
    self.claim = claim
    self.paper = paper
  }

  /// Every pair; throws where a circuit cannot be made.
  package static func all() throws(Failure) -> [PaperComparison] {
    try logarithmic() + weights()
  }

  private static func logarithmic() throws(Failure) -> [PaperComparison] {
    let plam = "Murillo et al. 2022, 45 nm"
    let mitchell = "Kim et al. 2021"
    let product = try Circuit.fixedPointAccumulation("Mitch-w6 MAC, 32 bits", "mitchell-w<6>")
    return [
      PaperComparison(
        try .product("PLAM 16", ["posit<16,1>"], "plam"), try .product("posit<16,1> multiply", ["posit<16,1>"]),
        "area -69.06 %, power -63.63 %", plam),
      PaperComparison(
        try .product("PLAM 16", ["posit<16,1>"], "plam"), try .product("posit<16,2> multiply", ["posit<16,2>"]),
        "the same circuit; no figure for es = 2", plam),
      PaperComparison(
        try .product("PLAM 32", ["posit<32,2>"], "plam"), try .product("posit<32,2> multiply", ["posit<32,2>"]),
        "area -72.86 %, power -81.79 %, delay -17.01 %", plam),
      PaperComparison(
        product, try .roundedAccumulation("bf16 MAC, fp32 sum", product: "bf16", sum: "fp32"),
        "energy up to -80 %", mitchell),
      PaperComparison(
        product, try .roundedAccumulation("bf16 MAC, bf16 sum", product: "bf16", sum: "bf16"),
        "energy up to -80 % (of which sum, is not said)", mitchell),
      PaperComparison(
        product,
        try .roundedAccumulation(
          "bf16 MAC, bf16 sum, flushing", product: "float<8,7,ftz>", sum: "float<8,7,ftz>"),
        "no figure without subnormals", mitchell),
    ]
  }

  private static func weights() throws(Failure) -> [PaperComparison] {
    let lai = "Lai et al. 2017"
    let mixed = "Fuengfusin and Tamukoh 2021"
    let fixed = try Circuit.exactAccumulation("fixed 8 x 8 MAC, 256 terms", ["fixed<8>", "fixed<8>"])
    let product = try Circuit.product("exact 8 x 8, signed", ["fixed<8>", "fixed<8>"])
    let conventional = try Circuit.roundedAccumulation("fp32 MAC", product: "fp32", sum: "fp32")
    return [
      PaperComparison(
        try .product("e4m3 weight x 8-bit activation", ["float<4,3,finite>", "fixed<8>"]), product,
        "multiplier power up to -50 %", lai),
      PaperComparison(
        try .product("e3m2 weight x 8-bit activation", ["float<3,2,finite>", "fixed<8>"]), product,
        "multiplier power up to -50 %", lai),
      PaperComparison(
        try .exactAccumulation("e4m3 weight MAC, 256 terms", ["float<4,3,finite>", "fixed<8>"]), fixed,
        "no figure for the MAC", lai),
      PaperComparison(
        try .exactAccumulation("e3m2 weight MAC, 256 terms", ["float<3,2,finite>", "fixed<8>"]), fixed,
        "no figure for the MAC", lai),
      PaperComparison(
        try .signedAccumulation("XOR MAC, fp32", "binary"), conventional,
        "whole networks: 1.68 to 4.89 times fewer resources", mixed),
      PaperComparison(
        try .signedAccumulation("gated MAC, fp32", "ternary"), conventional,
        "whole networks: 1.68 to 4.89 times fewer resources", mixed),
    ]
  }
}

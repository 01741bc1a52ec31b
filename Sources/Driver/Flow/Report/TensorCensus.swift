import Arithmetic
import QuantizedIR

/// What a tensor of the golden model holds over many inputs, beside the float network's tensor that it stands for.
struct TensorCensus {
  let type: TensorType
  private(set) var golden = Distribution()
  private(set) var float = Distribution()
  /// Sums of squares: of the float tensor, of the golden one's distance from it, and of the distance that the layer alone
  /// makes of the float network's inputs.
  private(set) var (signal, noise, ownNoise): (Double, Double, Double?) = (0, 0, nil)
  private(set) var bins: ValueBins?
  private let table: [Double]
  private let (lowest, highest): (UInt32, UInt32)

  /// Values by bins, and those at or beyond the format's ends.
  struct Distribution {
    /// All of them.
    var count = 0
    /// By bin.
    var counts: [Int] = []
    /// Beyond the greatest or the least value of the format, by more than rounding reaches; of golden values those at it.
    var over = 0
    /// Not 0, and rounded to 0; of golden values those that are 0.
    var under = 0
  }

  init(_ type: TensorType) {
    self.type = type
    let number = type.format.number
    (lowest, highest) = (number.lowestCode, number.highestCode)
    table = number.width <= 16 ? (0...number.codeMask).map { type.real($0) } : []
  }

  /// The real values of codes.
  func reals(_ codes: [UInt32]) -> [Double] {
    table.isEmpty ? codes.map { type.real($0) } : codes.map { table[Int($0)] }
  }

  /// Counts some inputs' values.
  ///
  /// - Parameters:
  ///   - reference: the float network's, as many; nil where there is none.
  ///   - alone: what the layer makes of the float network's inputs.
  mutating func add(_ codes: [UInt32], reference: [Float]?, alone: [UInt32]? = nil) {
    let values = reals(codes)
    let wanted = reference?.map(Double.init)
    let bins = bins ?? ValueBins(type, seen: Self.range(values + (wanted ?? [])))
    self.bins = bins
    golden.count(values, bins)
    golden.over += codes.count { $0 == lowest || $0 == highest }
    golden.under += values.count { $0 == 0 }
    guard let wanted else { return }
    float.count(wanted, bins)
    let (ends, half) = (type.limits, (type.unit ?? 0) / 2)
    float.over += wanted.count { !(ends.lowerBound - half...ends.upperBound + half).contains($0) }
    let rounded = reals(type.codes(wanted))
    for place in values.indices where wanted[place].isFinite {
      if rounded[place] == 0, wanted[place] != 0 { float.under += 1 }
      let distance = values[place] - wanted[place]
      signal += wanted[place] * wanted[place]
      noise += distance * distance
    }
    guard let alone else { return }
    ownNoise =
      (ownNoise ?? 0)
      + zip(reals(alone), wanted).reduce(0) { sum, pair in
        pair.1.isFinite ? sum + (pair.0 - pair.1) * (pair.0 - pair.1) : sum
      }
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    let finite = values.lazy.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    return low...high
  }
}

extension TensorCensus.Distribution {
  fileprivate mutating func count(_ values: [Double], _ bins: ValueBins) {
    count += values.count
    if counts.isEmpty { counts = [Int](repeating: 0, count: bins.count) }
    for value in values { if let bin = bins.place(value) { counts[bin] += 1 } }
  }

  func share(_ part: Int) -> Double { Double(part) / Double(max(1, count)) }

  /// The share of all values by bin.
  var shares: [Double] { counts.map(share) }
}

import Arithmetic
import QuantizedIR

/// What a tensor of the golden model holds over many inputs, beside the float network's tensor that it stands for.
struct TensorCensus {
  let type: TensorType
  private(set) var golden = Distribution()
  private(set) var float = Distribution()
  /// The golden model's values beside the float network's.
  private(set) var noise = Noise()
  /// What the layer alone makes of values that both read.
  private(set) var ownNoise = Noise()
  private(set) var bins: ValueBins?
  private let table: [Double]
  private let (lowest, highest): (UInt32, UInt32)

  /// Values by bins, and those at or beyond the format's ends.
  struct Distribution {
    /// All of them.
    var count = 0
    /// By bin.
    var counts: [Int] = []
    /// Beyond the greatest or the least value of the format, by more than rounding reaches; of golden values those at it,
    /// unless that is 0.
    var over = 0
    /// Not 0, and rounded to 0; of golden values those that are 0.
    var under = 0
  }

  /// Sums of squares: of values, and of the distances from them.
  struct Noise {
    var (signal, noise) = (0.0, 0.0)
    /// Whether there were values.
    var isKnown = false

    mutating func add(_ values: [Double], wanted: [Double]) {
      isKnown = true
      for (value, wanted) in zip(values, wanted) where wanted.isFinite {
        // The float network has no more digits.
        let distance = Double(Float(value)) - wanted
        signal += wanted * wanted
        noise += distance * distance
      }
    }
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
  ///   - alone: what the layer makes of rounded values of the float network, and what is right for them.
  mutating func add(_ codes: [UInt32], reference: [Float]?, alone: (found: [UInt32], wanted: [Float])? = nil) {
    let values = reals(codes)
    let wanted = reference?.map(Double.init)
    let bins = bins ?? ValueBins(type, seen: Self.range(values + (wanted ?? [])))
    self.bins = bins
    golden.count(values, bins)
    golden.over += zip(codes, values).count { ($0 == lowest || $0 == highest) && $1 != 0 }
    golden.under += values.count { $0 == 0 }
    guard let wanted else { return }
    float.count(wanted, bins)
    let (ends, half) = (type.limits, (type.unit ?? 0) / 2)
    float.over += wanted.count { !(ends.lowerBound - half...ends.upperBound + half).contains($0) }
    let rounded = reals(type.codes(wanted))
    float.under += zip(rounded, wanted).count { $0 == 0 && $1 != 0 }
    noise.add(values, wanted: wanted)
    if let alone { ownNoise.add(reals(alone.found), wanted: alone.wanted.map(Double.init)) }
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

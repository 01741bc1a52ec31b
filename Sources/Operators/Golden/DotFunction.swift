internal import Arithmetic
internal import BigInt
internal import Support

/// The exact sum of some products, rounded once to `target`, or as an integer where that is nil.
struct DotFunction: OperatorFunction {
  let shape: OperandShape
  /// Bits of the sum, two's complement.
  let sumWidth: Int
  private let formats: [Format]
  private let product: IntegerProduct
  private let isExact: Bool
  private let terms: Int
  private let target: (any OperatorFormat)?

  init(_ formats: [Format], _ multiplier: any Multiplier, terms: Int, target: (any OperatorFormat)?) {
    self.formats = formats
    product = IntegerProduct(formats, multiplier)
    isExact = multiplier.isExact
    shape = product.shape
    self.terms = terms
    self.target = target
    sumWidth = shape.integerWidth + terms.ceilingLog2
  }

  func evaluate(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>
  ) {
    let words = (sumWidth + 63) / 64
    for row in 0..<a.count / terms {
      let range = row * terms..<(row + 1) * terms
      let (x, y) = (UnsafeBufferPointer(rebasing: a[range]), UnsafeBufferPointer(rebasing: b[range]))
      if let target {
        results[row] = UInt64(code(x, y, target))
      } else {
        sum(x, y).write(width: sumWidth, to: results, at: row * words)
      }
    }
  }

  private func code(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>, _ target: any OperatorFormat
  ) -> UInt32 {
    let isNumber = (Array(a) + Array(b)).allSatisfy { !target.isNotANumber($0) }
    guard isNumber else { return target.notANumber }
    guard isExact else { return target.encode(Dyadic(sum(a, b), exponent: shape.lsb)) }
    let code = target.fusedDot(a, b, overflow: .saturate)
    // The encoder has one zero.
    return target.value(of: code) == .zero ? target.zeroCode : code
  }

  private func sum(_ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>) -> BigInt {
    zip(a, b).reduce(BigInt(0)) { $0 + product.product($1.0, $1.1) }
  }

  func exact(_ a: [UInt32], _ b: [UInt32]) -> ExtendedValue? {
    var sum = Dyadic.zero
    for (x, y) in zip(a, b) {
      guard let left = formats[0].number.value(of: x), let right = formats[1].number.value(of: y) else { return nil }
      sum = sum + left * right
    }
    return ExtendedValue(sum)
  }
}

extension Int {
  /// The number of bits of `self - 1`: levels of a tree with so many leaves.
  var ceilingLog2: Int { self <= 1 ? 0 : Int.bitWidth - (self - 1).leadingZeroBitCount }
}

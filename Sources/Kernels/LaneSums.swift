/// What a term of a sum is of its two numbers, where BLAS has no such sums.
///
/// Lanes are outputs, so that terms are added in their order.
package enum LaneRule: Sendable {
  /// The product of both; it and every sum are rounded to the type.
  case products
  /// The number whose bits are the sum of both numbers' bits, sums being rounded: see `BLASScalar.logarithm`.
  ///
  /// `areWhole` says that all sums are integers below half of `2^exactBits`, and they are exact then.
  case logarithms(areWhole: Bool)
}

/// Numbers as logarithms: the bits of `2^k (1 + f)` are `k + f` in fixed point, above them the sign. So the sum of two
/// numbers' bits, less those of 1, are the bits of Mitchell's product, `2^floor(s) (1 + s - floor(s))` with `s = k + f + k' +
/// f'`, signs multiplied; exact where the fractions of both fit the type's.
extension BLASScalar {
  /// What stands for 0: a power of two whose products with numbers of usual sizes vanish beside the least of those, and whose
  /// square is still a normal number.
  package static var logarithmicZero: Self {
    Self(sign: .plus, exponent: -(greatestFiniteMagnitude.exponent / 2), significand: 1)
  }

  /// What the second factor's bits are after those of 1 are taken away, and so many 64ths added to the logarithm.
  ///
  /// They need not be those of a number.
  package static func logarithm(_ factor: Self, plus sixtyFourths: Int = 0) -> Self {
    let bits = (factor == 0 ? logarithmicZero : factor).bitPattern &- Self(1).bitPattern
    return Self(bitPattern: bits &+ BitPattern(sixtyFourths) << BitPattern(significandBitCount - 6))
  }

  @inline(__always)
  static func term<V: SIMD>(_ x: V, _ w: V, _ rule: LaneRule) -> V where V.Scalar == Self {
    switch rule {
    case .products: x * w
    case .logarithms:
      unsafeBitCast(unsafeBitCast(x, to: V.MaskStorage.self) &+ unsafeBitCast(w, to: V.MaskStorage.self), to: V.self)
    }
  }

  /// The sum without what terms that stand for 0 have left in it.
  @inline(__always)
  static func cleared<V: SIMD>(_ sum: V, _ rule: LaneRule) -> V where V.Scalar == Self {
    if case .logarithms(areWhole: true) = rule { return (sum + 1) - 1 }
    return sum
  }

  /// The largest magnitude of some numbers; 0 of none.
  @inline(__always)
  static func largest(of numbers: [Self]) -> Self {
    numbers.withUnsafeBufferPointer { numbers in
      // Four at a time, which do not wait for each other.
      var (a, b, c, d): (Self, Self, Self, Self) = (0, 0, 0, 0)
      let whole = numbers.count / 4 * 4
      for first in stride(from: 0, to: whole, by: 4) {
        a = max(a, numbers[first].magnitude)
        b = max(b, numbers[first + 1].magnitude)
        c = max(c, numbers[first + 2].magnitude)
        d = max(d, numbers[first + 3].magnitude)
      }
      return numbers[whole...].reduce(max(max(a, b), max(c, d))) { max($0, $1.magnitude) }
    }
  }
}

/// Outputs that are summed side by side.
private let lanes = 8

extension ConvolutionShape {
  var isDepthwise: Bool { inputsPerGroup == 1 && outputsPerGroup == 1 }

  /// Packed weights of a group.
  var packedGroup: Int { (outputsPerGroup + lanes - 1) / lanes * lanes * terms }

  /// Weights, outputs x terms, in the order in which lanes take them: groups x blocks of 8 outputs x terms x 8, filled up
  /// with 0; or terms x channels where each output has a channel of its own.
  package func packed<T: BLASScalar>(_ weights: [T]) -> [T] {
    if isDepthwise { return (0..<terms * outputs).map { weights[$0 % outputs * terms + $0 / outputs] } }
    var result = [T](repeating: 0, count: groups * packedGroup)
    for output in 0..<outputs {
      let (group, place) = output.quotientAndRemainder(dividingBy: outputsPerGroup)
      let first = group * packedGroup + place / lanes * lanes * terms + place % lanes
      for term in 0..<terms { result[first + term * lanes] = weights[output * terms + term] }
    }
    return result
  }
}

/// `c = a * transpose(b)` with terms by a rule: a is rows x inner, b is packed, c is rows x columns. Row strides may exceed
/// widths.
@inline(__always)
func laneSums<T: BLASScalar>(
  rows: Int, columns: Int, inner: Int, _ a: UnsafePointer<T>, stride lda: Int, _ b: UnsafePointer<T>,
  into c: UnsafeMutablePointer<T>, stride ldc: Int, rule: LaneRule
) {
  // Some rows at a time, which stay in the nearest caches while one block of outputs after another takes them.
  for part in stride(from: 0, to: rows, by: 32) {
    for column in stride(from: 0, to: columns, by: lanes) {
      for row in stride(from: part, to: min(part + 32, rows), by: 2) {
        // The last one of an odd number is summed twice.
        let other = min(row + 1, rows - 1)
        let sums = twoSums(inner, a + row * lda, a + other * lda, b + column * inner, rule)
        let count = min(lanes, columns - column)
        store(T.cleared(sums.0, rule), count, c + row * ldc + column)
        store(T.cleared(sums.1, rule), count, c + other * ldc + column)
      }
    }
  }
}

@inline(__always)
private func twoSums<T: BLASScalar>(
  _ count: Int, _ first: UnsafePointer<T>, _ second: UnsafePointer<T>, _ block: UnsafePointer<T>, _ rule: LaneRule
) -> (SIMD8<T>, SIMD8<T>) {
  var sums = (SIMD8<T>(), SIMD8<T>())
  var (x, y, w) = (first, second, block)
  for _ in 0..<count {
    let weights = SIMD8(at: w)
    sums.0 += T.term(SIMD8(repeating: x.pointee), weights, rule)
    sums.1 += T.term(SIMD8(repeating: y.pointee), weights, rule)
    (x, y, w) = (x + 1, y + 1, w + lanes)
  }
  return sums
}

@inline(__always)
private func store<T: BLASScalar>(_ sums: SIMD8<T>, _ count: Int, _ target: UnsafeMutablePointer<T>) {
  if count == lanes {
    UnsafeMutableRawPointer(target).storeBytes(of: sums, as: SIMD8<T>.self)
  } else {
    for lane in 0..<count { target[lane] = sums[lane] }
  }
}

extension SIMD where Scalar: BitwiseCopyable {
  /// The lanes from a place on.
  @inline(__always)
  init(at first: UnsafePointer<Scalar>) {
    self = UnsafeRawPointer(first).loadUnaligned(as: Self.self)
  }
}

package import Support

/// The mean of the elements under each window position, channel by channel.
///
/// Padding adds nothing to the sums. What the sums are divided by counts the elements of the image and, beyond it, as
/// many places on each side as `counted` says; by default every tap counts.
package struct AveragePool: Hashable, Codable, Sendable {
  package static let kind = "average-pool"

  /// Places outside the image that count as elements.
  package struct Margin: Hashable, Codable, Sendable {
    package var top: Int
    package var bottom: Int
    package var left: Int
    package var right: Int

    package init(top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0) {
      self.top = top
      self.bottom = bottom
      self.left = left
      self.right = right
    }
  }

  package var geometry: Geometry
  /// Nil: all of the geometry's padding.
  package var counted: Margin?
  /// Where onnxruntime computes with codes, the zero point is in the means before they are rounded: its AveragePool has
  /// it so, its GlobalAveragePool has not.
  package var addsZeroFirst: Bool

  package init(geometry: Geometry, counted: Margin? = nil, addsZeroFirst: Bool = false) {
    self.geometry = geometry
    self.counted = counted
    self.addsZeroFirst = addsZeroFirst
  }

  /// What each sum is divided by: one number for all, or one for each pixel of the output.
  package func divisors(_ input: Shape) -> [Int] {
    guard let counted else { return [geometry.taps] }
    let rows = geometry.rows.counts(extent: input.height, before: counted.top, after: counted.bottom)
    let columns = geometry.columns.counts(extent: input.width, before: counted.left, after: counted.right)
    let all = rows.flatMap { row in columns.map { row * $0 } }
    return Set(all).count == 1 ? [all[0]] : all
  }
}

extension Geometry.Axis {
  /// For every output, the taps that lie in the extent or in the margins before and after it.
  fileprivate func counts(extent: Int, before margin: Int, after: Int) -> [Int] {
    (0..<outputs(of: extent)).map { output in
      let start = output * stride - before
      // Taps start + tap * dilation of -margin or more, and below extent + after.
      let first = start < -margin ? (-margin - start + dilation - 1) / dilation : 0
      let room = extent + after - 1 - start
      return room < 0 ? 0 : max(0, min(kernel - 1, room / dilation) - first + 1)
    }
  }
}

/// The largest number of elements that any one tensor of a model may have.
package let largestElementCount = 1 << 26

/// The product of extents; nil where one is negative, or the product of those that are not 0 passes `limit`.
///
/// No product of some of the extents overflows where this gives a count.
package func elementCount(of extents: [Int], limit: Int = largestElementCount) -> Int? {
  var count = 1
  for extent in extents {
    let (product, overflow) = count.multipliedReportingOverflow(by: max(extent, 1))
    guard extent >= 0, !overflow, product <= limit else { return nil }
    count = product
  }
  return extents.contains(0) ? 0 : count
}

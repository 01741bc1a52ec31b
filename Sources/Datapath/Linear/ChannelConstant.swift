package import BigInt
internal import Support

/// A number of the affine, one a channel.
package struct ChannelConstant: Sendable {
  package var values: [BigInt]
  /// Bits in two's complement.
  package var width: Int
  /// The number of every channel, where they have but one; it is not stored then.
  package var shared: BigInt?

  /// - Parameters:
  ///   - width: the bits of numbers that differ; those of the widest where none are given.
  ///   - isLoadable: they may differ, however they are now.
  init(_ values: [BigInt], width: Int? = nil, isLoadable: Bool = false) {
    self.values = values
    shared = isLoadable ? nil : values.first.flatMap { first in values.allSatisfy { $0 == first } ? first : nil }
    self.width = shared?.signedWidth ?? width ?? values.signedWidth
  }
}

/// What one line over sums takes of every channel.
package struct LineConstants: Sendable {
  package var multiplier: ChannelConstant
  package var offset: ChannelConstant

  /// - Parameter offsetWidth: the bits of offsets that can be loaded; nil where they cannot.
  init(_ multipliers: [Int], width: Int, _ offsets: [BigInt], offsetWidth: Int?) {
    multiplier = ChannelConstant(multipliers.map { BigInt($0) }, width: width, isLoadable: offsetWidth != nil)
    offset = ChannelConstant(offsets, width: offsetWidth, isLoadable: offsetWidth != nil)
  }
}

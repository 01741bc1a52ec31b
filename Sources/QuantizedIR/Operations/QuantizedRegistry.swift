package import Support

/// The operations of quantized networks, for reading text forms. A new one is one line here.
package enum QuantizedRegistry {
  package static let kinds = KindRegistry([
    Linear.self, WindowMaximum.self, CodeTable.self, ScaledSum.self, Reshaped.self, ChannelArgmax.self, Joined.self,
    Cropped.self, Padded.self, Rearranged.self, Repeated.self, ScaledProduct.self, StepTable.self,
  ])
}

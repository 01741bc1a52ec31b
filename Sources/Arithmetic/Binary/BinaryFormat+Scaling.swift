extension BinaryFormat: ScaledFormat {
  package var scaling: TensorScaling { .sign }
}

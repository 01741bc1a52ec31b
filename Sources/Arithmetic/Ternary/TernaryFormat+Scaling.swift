extension TernaryFormat: ScaledFormat {
  package var scaling: TensorScaling { .threshold }
}

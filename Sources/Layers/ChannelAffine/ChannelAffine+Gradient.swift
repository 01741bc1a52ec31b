/// Constants that the model multiplies by and adds are no parameters; `BatchNormalization` has those of batch norm.
extension ChannelAffine: DifferentiableOperation {
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    var result = pass.gradient
    let channels = scale.count
    result.withUnsafeMutableBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: channels) {
        for channel in 0..<channels { values[start + channel] *= scale[channel] }
      }
    }
    return OperationGradients(inputs: [result])
  }
}

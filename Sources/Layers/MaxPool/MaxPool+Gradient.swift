import Support

/// The gradient goes to the largest element, of equals to the first one.
extension MaxPool: DifferentiableOperation {
  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    guard let input = pass.inputs.first, let shape = pass.shapes.first else { return OperationGradients(inputs: []) }
    let channels = shape.channels
    var best = [Int32](repeating: -1, count: pass.gradient.count)
    var result = [Float](repeating: 0, count: input.count)
    input.withUnsafeBufferPointer { input in
      best.withUnsafeMutableBufferPointer { best in
        geometry.forEachTap(shape, pass.output, batch: pass.batch) { to, from in
          for channel in 0..<channels {
            let known = Int(best[to + channel])
            if known < 0 || input[from + channel] > input[known] { best[to + channel] = Int32(from + channel) }
          }
        }
      }
    }
    result.withUnsafeMutableBufferPointer { result in
      for (place, source) in best.enumerated() where source >= 0 { result[Int(source)] += pass.gradient[place] }
    }
    return OperationGradients(inputs: [result])
  }
}

package import Support

extension AveragePool {
  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    let count = Float(geometry.taps)
    return geometry.fold(input, shape, output, batch: batch, from: 0) { $0 + $1 }.map { $0 / count }
  }
}

package import Support

extension AveragePool {
  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first else { return [] }
    let counts = divisors(shape).map { Float($0) }
    let sums = geometry.combined(input, shape, output, batch: batch, from: 0) { $0 + $1 }
    if counts.count == 1 { return sums.map { $0 / counts[0] } }
    return sums.indices.map { sums[$0] / counts[$0 / output.channels % counts.count] }
  }
}

import Arithmetic
import BigInt
import Foundation
import Layers
import NetworkIR
import Support

@testable import Training

/// Forward and backward pass of a network in one number format by definition: scalars, rational sums, and the encoder that
/// searches among values. It shares no code with `RoundedNetwork`.
struct RoundedReference {
  let model: TrainableNetwork
  let format: Format
  let scale: Double
  let momentum = 0.1
  typealias Tensor = [Double]

  /// An exact number rounded.
  func round(_ exact: Dyadic) -> Double {
    format.number.value(of: format.number.encode(exact))?.double ?? .nan
  }

  /// A quotient rounded: far more digits than any format has, the last of which says whether there are others.
  func round(_ exact: Dyadic, over divisor: Dyadic) -> Double {
    let scaled = BigInt(exact.significand.magnitude) << 400
    let (digits, rest) = scaled.quotientAndRemainder(dividingBy: BigInt(divisor.significand.magnitude))
    let magnitude = Dyadic(
      digits << 1 | (rest == 0 ? 0 : 1), exponent: exact.exponent - divisor.exponent - 401)
    return round((exact < .zero) != (divisor < .zero) ? -magnitude : magnitude)
  }

  func round(_ exact: Dyadic, over divisor: Int) -> Double { round(exact, over: Dyadic(divisor)) }

  func round(_ real: Double) -> Double { round(Dyadic(real) ?? .zero) }
  func exact(_ x: Double) -> Dyadic { Dyadic(x) ?? .zero }
  func product(_ a: Double, _ b: Double) -> Double { round(exact(a) * exact(b)) }
  func dot(_ terms: [(Double, Double)]) -> Dyadic { terms.reduce(.zero) { $0 + exact($1.0) * exact($1.1) } }
  func sum(_ terms: (Double, Double)...) -> Double { round(dot(terms)) }

  struct Found {
    var scores: [Tensor] = []
    var gradient: [Double]
    var statistics: [Double]
  }

  /// Tensors are by sample.
  func run(values: [Double], statistics: [Double], inputs: [[Float]], labels: [Int]) -> Found {
    let nodes = model.network.nodes
    var tensors = [model.network.input.name: inputs.map { $0.map { round(Double($0)) } }]
    var found = Found(gradient: values.map { _ in 0 }, statistics: statistics)
    for node in nodes { tensors[node.name] = forward(node, tensors, values, &found) }
    found.scores = tensors[model.network.output] ?? []
    var gradients: [String: [Tensor]] = [
      model.network.output: zip(found.scores, labels).map { slope($0, $1, labels.count) }
    ]
    for node in nodes.reversed() {
      guard let dy = gradients[node.name] else { continue }
      for (name, gradient) in zip(node.inputs, backward(node, dy, tensors, values, &found)) {
        gradients[name] =
          gradients[name].map { old in
            zip(old, gradient).map { zip($0, $1).map { sum(($0, 1), ($1, 1)) } }
          } ?? gradient
      }
    }
    return found
  }

  private func slope(_ scores: Tensor, _ label: Int, _ batch: Int) -> Tensor {
    let largest = scores.max() ?? 0
    let logSum = largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
    return scores.indices.map { round((exp(scores[$0] - logSum) - ($0 == label ? 1 : 0)) * scale / Double(batch)) }
  }

  /// Weights and bias of a node, rounded constants of the model where nothing is trained.
  private func parameters(_ node: NetworkNode, _ values: [Double]) -> (
    weights: [Double], bias: [Double]?, places: [[Int]]
  ) {
    let own = (node.operation as? any TrainableOperation)?.parameters ?? []
    guard case .parameters(let places)? = model.sources[node.name] else { return ([], nil, []) }
    let all = places.enumerated().map { index, places in
      places.map { $0.map { values[$0] } } ?? own[index].map { round(Double($0)) }
    }
    return (all[0], all.count > 1 ? all[1] : nil, places.map { $0 ?? [] })
  }

  /// For each output element of a dense layer or a convolution: the elements and the weights of its sum.
  private func taps(_ node: NetworkNode, _ input: Shape) -> [[(element: Int, weight: Int)]] {
    if let dense = node.operation as? Dense {
      let (outputs, count) = (dense.weights.shape[0], dense.weights.shape[1])
      return (0..<outputs).map { output in (0..<count).map { ($0, output * count + $0) } }
    }
    guard let convolution = node.operation as? Convolution else { return [] }
    let (geometry, output) = (convolution.geometry, node.shape)
    let (inputs, outputs) = (input.channels / convolution.groups, output.channels / convolution.groups)
    let (rows, columns) = (geometry.rows, geometry.columns)
    var result: [[(element: Int, weight: Int)]] = []
    for y in 0..<output.height {
      for x in 0..<output.width {
        for channel in 0..<output.channels {
          var terms: [(element: Int, weight: Int)] = []
          for ky in 0..<rows.kernel {
            for kx in 0..<columns.kernel {
              let (row, column) = (rows.place(of: y, tap: ky), columns.place(of: x, tap: kx))
              guard (0..<input.height).contains(row), (0..<input.width).contains(column) else { continue }
              for own in 0..<inputs {
                let element = (row * input.width + column) * input.channels + channel / outputs * inputs + own
                terms.append((element, ((channel * rows.kernel + ky) * columns.kernel + kx) * inputs + own))
              }
            }
          }
          result.append(terms)
        }
      }
    }
    return result
  }

  private func windows(_ geometry: Geometry, _ input: Shape, _ output: Shape) -> [[Int]] {
    (0..<output.count).map { place in
      let (pixel, channel) = place.quotientAndRemainder(dividingBy: output.channels)
      let (y, x) = pixel.quotientAndRemainder(dividingBy: output.width)
      var result: [Int] = []
      for ky in 0..<geometry.rows.kernel {
        for kx in 0..<geometry.columns.kernel {
          let (row, column) = (geometry.rows.place(of: y, tap: ky), geometry.columns.place(of: x, tap: kx))
          guard (0..<input.height).contains(row), (0..<input.width).contains(column) else { continue }
          result.append((row * input.width + column) * input.channels + channel)
        }
      }
      return result
    }
  }

  private func forward(
    _ node: NetworkNode, _ tensors: [String: [Tensor]], _ values: [Double], _ found: inout Found
  ) -> [Tensor] {
    let inputs = node.inputs.compactMap { tensors[$0] }
    let x = inputs[0]
    let shape = model.network.shapes[node.inputs[0]] ?? node.shape
    if case .normalization(let places)? = model.sources[node.name] {
      let norm = normalized(x, places)
      let unbiased = Double(norm.count) / Double(norm.count - 1)
      for channel in places.mean.indices {
        let (mean, variance) = (places.mean[channel], places.variance[channel])
        let keep = round(1 - momentum)
        found.statistics[mean] = sum((keep, found.statistics[mean]), (round(momentum), norm.mean[channel]))
        found.statistics[variance] = sum(
          (keep, found.statistics[variance]), (round(momentum * unbiased), norm.variance[channel]))
      }
      return norm.h.map { h in
        h.indices.map {
          let channel = $0 % places.gamma.count
          return sum((values[places.gamma[channel]], h[$0]), (values[places.beta[channel]], 1))
        }
      }
    }
    switch node.operation {
    case is Dense, is Convolution:
      let (weights, bias, _) = parameters(node, values)
      let taps = taps(node, shape)
      return x.map { x in
        taps.enumerated().map { place, taps in
          round(dot(taps.map { (x[$0.element], weights[$0.weight]) } + [(bias?[place % node.shape.channels] ?? 0, 1)]))
        }
      }
    case is Addition: return zip(x, inputs[1]).map { zip($0, $1).map { sum(($0, 1), ($1, 1)) } }
    case is Multiplication: return zip(x, inputs[1]).map { zip($0, $1).map { product($0, $1) } }
    case let pool as MaxPool:
      let windows = windows(pool.geometry, shape, node.shape)
      return x.map { x in windows.map { $0.map { x[$0] }.max() ?? 0 } }
    case let pool as AveragePool:
      let windows = windows(pool.geometry, shape, node.shape)
      return x.map { x in windows.map { round(dot($0.map { (x[$0], 1) }), over: pool.geometry.taps) } }
    case let activation as Activation where activation.function == .relu: return x.map { $0.map { max($0, 0) } }
    case let activation as Activation:
      return x.map { $0.map { round(Double(activation.value(Float($0)))) } }
    default: return x
    }
  }

  private func normalized(
    _ x: [Tensor], _ places: TrainableNetwork.Normalization
  ) -> (h: [Tensor], mean: [Double], variance: [Double], slopes: [Double], count: Int) {
    let channels = places.gamma.count
    let count = x.reduce(0) { $0 + $1.count } / channels
    func mean(_ tensors: [Tensor], _ body: (Double) -> Dyadic) -> [Double] {
      (0..<channels).map { channel in
        let all = tensors.flatMap { tensor in stride(from: channel, to: tensor.count, by: channels).map { tensor[$0] } }
        return round(all.reduce(.zero) { $0 + body($1) }, over: count)
      }
    }
    let means = mean(x) { exact($0) }
    let d = x.map { x in x.indices.map { sum((x[$0], 1), (-1, means[$0 % channels])) } }
    let variance = mean(d) { exact($0) * exact($0) }
    let slopes = variance.map { round(1 / ($0 + places.epsilon).squareRoot()) }
    return (d.map { d in d.indices.map { product(d[$0], slopes[$0 % channels]) } }, means, variance, slopes, count)
  }

  private func backward(
    _ node: NetworkNode, _ dy: [Tensor], _ tensors: [String: [Tensor]], _ values: [Double], _ found: inout Found
  ) -> [[Tensor]] {
    let inputs = node.inputs.compactMap { tensors[$0] }
    let x = inputs[0]
    let shape = model.network.shapes[node.inputs[0]] ?? node.shape
    if case .normalization(let places)? = model.sources[node.name] {
      return [normalizationGradient(x, dy, places, values, &found)]
    }
    switch node.operation {
    case is Dense, is Convolution:
      let (weights, bias, places) = parameters(node, values)
      let taps = taps(node, shape)
      var terms = [[(Double, Double)]](repeating: [], count: weights.count)
      var shifts = [[(Double, Double)]](repeating: [], count: bias?.count ?? 0)
      var result: [Tensor] = []
      for (x, dy) in zip(x, dy) {
        var back = [[(Double, Double)]](repeating: [], count: x.count)
        for (place, taps) in taps.enumerated() {
          for tap in taps {
            terms[tap.weight].append((x[tap.element], dy[place]))
            back[tap.element].append((dy[place], weights[tap.weight]))
          }
          if bias != nil { shifts[place % shifts.count].append((dy[place], 1)) }
        }
        result.append(back.map { round(dot($0)) })
      }
      for (all, places) in zip([terms, shifts], places) {
        for (terms, place) in zip(all, places) { found.gradient[place] = round(dot(terms)) }
      }
      return [result]
    case is Addition: return [dy, dy]
    case is Multiplication:
      return inputs.reversed().map { other in zip(other, dy).map { zip($0, $1).map { product($0, $1) } } }
    case let pool as MaxPool:
      let windows = windows(pool.geometry, shape, node.shape)
      return [
        zip(x, dy).map { x, dy in
          var result = x.map { _ in 0.0 }
          for (place, window) in windows.enumerated() {
            if let best = window.first(where: { own in window.allSatisfy { x[$0] <= x[own] } }) {
              result[best] = dy[place]
            }
          }
          return result
        }
      ]
    case let pool as AveragePool:
      let windows = windows(pool.geometry, shape, node.shape)
      return [
        zip(x, dy).map { x, dy in
          var result = x.map { _ in 0.0 }
          for (place, window) in windows.enumerated() {
            for element in window { result[element] = round(exact(dy[place]), over: pool.geometry.taps) }
          }
          return result
        }
      ]
    case let activation as Activation:
      return [
        zip(x, dy).map { x, dy in
          zip(x, dy).map { product($1, round(Double(activation.slope(Float($0))))) }
        }
      ]
    default: return [dy]
    }
  }

  private func normalizationGradient(
    _ x: [Tensor], _ dy: [Tensor], _ places: TrainableNetwork.Normalization, _ values: [Double], _ found: inout Found
  ) -> [Tensor] {
    let norm = normalized(x, places)
    let channels = places.gamma.count
    func total(_ channel: Int, _ other: (Int, Int) -> Double) -> Dyadic {
      var sum = Dyadic.zero
      for sample in dy.indices {
        for place in stride(from: channel, to: dy[sample].count, by: channels) {
          sum = sum + exact(dy[sample][place]) * exact(other(sample, place))
        }
      }
      return sum
    }
    let shifts = (0..<channels).map { total($0) { _, _ in 1 } }
    let factors = (0..<channels).map { total($0) { norm.h[$0][$1] } }
    for channel in 0..<channels {
      found.gradient[places.gamma[channel]] = round(factors[channel])
      found.gradient[places.beta[channel]] = round(shifts[channel])
    }
    return dy.indices.map { sample in
      dy[sample].indices.map { place in
        let channel = place % channels
        let (mean, share) = (round(shifts[channel], over: norm.count), round(factors[channel], over: norm.count))
        let rest = sum((dy[sample][place], 1), (-1, mean), (-norm.h[sample][place], share))
        return product(product(values[places.gamma[channel]], norm.slopes[channel]), rest)
      }
    }
  }
}

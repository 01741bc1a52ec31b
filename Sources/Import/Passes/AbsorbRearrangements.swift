internal import Arithmetic
import Layers
import NetworkIR
import Support

/// Takes the order of elements into the weights of the layer before or after, where that makes or reads them in any.
///
/// The outputs of a dense layer come in any order, the channels of an ungrouped convolution too; both read their
/// inputs in any. Operations on single elements between them are moved along.
enum AbsorbRearrangements: NetworkPass {
  static let name = "absorb-rearrangements"

  static func run(_ network: inout Network) {
    var absorption = Absorption(network)
    for index in network.nodes.indices { absorption.absorb(index) }
    network.nodes = absorption.nodes
    let shapes = absorption.shapes
    network.bypass { node in
      guard let moved = node.operation as? Rearrangement, let source = node.inputs.first else { return false }
      return moved.order.isIdentity && shapes[source] == node.shape
    }
  }
}

/// The nodes of a network while rearrangements go into their neighbours; names, shapes and readers stay as they are.
private struct Absorption {
  var nodes: [NetworkNode]
  let shapes: [String: Shape]
  private let readers: TensorReaders
  private let makers: [String: Int]

  init(_ network: Network) {
    nodes = network.nodes
    shapes = network.shapes
    readers = network.readers
    makers = Dictionary(uniqueKeysWithValues: nodes.indices.map { (network.nodes[$0].name, $0) })
  }

  /// Leaves of the rearrangement, node `index`, no more than another shape where a neighbour takes its order.
  mutating func absorb(_ index: Int) {
    guard let moved = nodes[index].operation as? Rearrangement, !moved.order.isIdentity,
      let source = nodes[index].inputs.first, let input = shapes[source],
      let places = moved.order.innermost(input.channels),
      absorb(places, before: index) || input == moved.shape && absorb(places, after: index)
    else { return }
    let still = AxisOrder(extents: [input.count], order: [0])
    nodes[index].operation = Rearrangement(order: still, shape: moved.shape)
  }

  /// Lets the layer that makes what node `index` reads give its channels in the order of `places`.
  private mutating func absorb(_ places: [Int], before index: Int) -> Bool {
    var changed: [(Int, any NetworkOperation)] = []
    var place = index
    while nodes[place].inputs.count == 1, readers.readOnce(nodes[place].inputs[0]),
      let maker = makers[nodes[place].inputs[0]],
      let permuted = (nodes[maker].operation as? any PermutableOperation)?.giving(places)
    {
      changed.append((maker, permuted))
      if permuted is any WeightedOperation {
        for (index, operation) in changed { nodes[index].operation = operation }
        return true
      }
      place = maker
    }
    return false
  }

  /// Lets the layer that alone reads node `index` take its channels as they were before `places`.
  private mutating func absorb(_ places: [Int], after index: Int) -> Bool {
    let name = nodes[index].name
    guard readers.readOnce(name), let reader = readers.nodes(reading: name).first,
      let permuted = (nodes[reader].operation as? any WeightedOperation)?.taking(places)
    else { return false }
    nodes[reader].operation = permuted
    return true
  }
}

extension AxisOrder {
  /// Where nothing moves but within each run of `count` elements, the places there that the elements of a run come from.
  fileprivate func innermost(_ count: Int) -> [Int]? {
    let axes = simplified
    let inner = axes.order.first == 0 ? axes.extents.dropFirst().reduce(1, *) : axes.extents.reduce(1, *)
    guard count.isMultiple(of: inner) else { return nil }
    var run = axes
    run.extents = [count / inner] + (axes.order.first == 0 ? Array(axes.extents.dropFirst()) : axes.extents)
    if axes.order.first != 0 { run.order = [0] + axes.order.map { $0 + 1 } }
    return run.places
  }
}

/// An operation whose channels may come in another order.
private protocol PermutableOperation: NetworkOperation {
  /// The operation that gives channel `places[i]` as channel i; nil where there is none.
  func giving(_ places: [Int]) -> (any NetworkOperation)?
}

/// One that also decides the order of what it reads.
private protocol WeightedOperation: PermutableOperation {
  /// The operation that reads as channel `places[i]` what it read as channel i; nil where there is none.
  func taking(_ places: [Int]) -> (any NetworkOperation)?
}

extension WeightGrid {
  fileprivate func giving(_ places: [Int]) -> WeightGrid {
    scales.count == 1 ? self : WeightGrid(scales: places.map { scales[$0] }, float: float)
  }
}

extension Tensor<Float> {
  /// Rows of the first axis in another order.
  fileprivate func rows(_ places: [Int]) -> Tensor {
    let size = values.count / Swift.max(1, shape[0])
    return Tensor(shape: shape, values: places.flatMap { values[$0 * size..<($0 + 1) * size] })
  }

  /// Elements of the last axis moved to `places`.
  fileprivate func columns(_ places: [Int]) -> Tensor {
    var result = values
    for start in stride(from: 0, to: values.count, by: places.count) {
      for (index, place) in places.enumerated() { result[start + place] = values[start + index] }
    }
    return Tensor(shape: shape, values: result)
  }
}

extension Dense: WeightedOperation {
  fileprivate func giving(_ places: [Int]) -> (any NetworkOperation)? {
    Dense(
      weights: weights.rows(places), bias: bias.map { bias in places.map { bias[$0] } }, grid: grid?.giving(places))
  }

  fileprivate func taking(_ places: [Int]) -> (any NetworkOperation)? {
    Dense(weights: weights.columns(places), bias: bias, grid: grid)
  }
}

extension Convolution: WeightedOperation {
  fileprivate func giving(_ places: [Int]) -> (any NetworkOperation)? {
    guard groups == 1 else { return nil }
    return Convolution(
      geometry: geometry, groups: 1, weights: weights.rows(places), bias: bias.map { bias in places.map { bias[$0] } },
      grid: grid?.giving(places))
  }

  fileprivate func taking(_ places: [Int]) -> (any NetworkOperation)? {
    guard groups == 1 else { return nil }
    return Convolution(geometry: geometry, groups: 1, weights: weights.columns(places), bias: bias, grid: grid)
  }
}

extension ChannelAffine: PermutableOperation {
  fileprivate func giving(_ places: [Int]) -> (any NetworkOperation)? {
    ChannelAffine(scale: places.map { scale[$0] }, shift: places.map { shift[$0] })
  }
}

extension Activation: PermutableOperation {
  fileprivate func giving(_ places: [Int]) -> (any NetworkOperation)? {
    guard case .leakyRelu(let alphas) = function, alphas.count > 1 else { return self }
    return Activation(function: .leakyRelu(alphas: places.map { alphas[$0] }))
  }
}

extension Quantization: PermutableOperation {
  fileprivate func giving(_ places: [Int]) -> (any NetworkOperation)? { self }
}

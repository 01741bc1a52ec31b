import Arithmetic
import Layers
import QuantizedIR
import Support

/// Layers whose tensors fork and meet again, nested, up to five ways.
///
/// All tensors have the input's format, so that any of them can meet.
extension RandomMachine {
  init(graph seed: UInt64) throws {
    random = SplitMix64(seed: seed)
    network = try Self.empty(seed: seed, &random)
    network.name = "graph\(seed)"
    network.input.shape = Shape(height: number(3...5), width: number(3...5), channels: number(1...3))
    network.modelShape = [network.input.shape.height, network.input.shape.width, network.input.shape.channels]
    let end = try branches("x", depth: 2)
    network.output = try number(0...1) == 0 ? end : block(end, depth: 0)
    try network.verify()
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }

  private var next: String { "n\(network.nodes.count)" }

  private mutating func block(_ source: String, depth: Int) throws -> String {
    var tensor = source
    for _ in 0..<number(1...2) {
      tensor = depth > 0 && number(0...2) > 0 ? try branches(tensor, depth: depth) : try layer(tensor)
    }
    return tensor
  }

  private mutating func branches(_ source: String, depth: Int) throws -> String {
    let ways = [2, 2, 3, 5].randomElement(using: &random) ?? 2
    var ends: [String] = []
    for _ in 0..<ways {
      ends.append(number(0...3) == 0 ? source : try block(source, depth: ways > 3 ? 0 : depth - 1))
    }
    // A tensor meets itself once at most.
    if Set(ends).count < 2 { ends = [source, try layer(source)] }
    ends = Array(Set(ends)).sorted().shuffled(using: &random)
    let joined = try join(ends)
    return output(joined).shape.count > 150 ? try reduce(joined) : joined
  }

  /// Where all are of one shape their sum or product pair by pair, else one behind the other.
  private mutating func join(_ ends: [String]) throws -> String {
    let shapes = ends.map { output($0).shape }
    let first = shapes[0]
    if shapes.allSatisfy({ $0 == first }), number(0...1) == 0 {
      return try ends.dropFirst().reduce(ends[0]) { number(0...2) == 0 ? product($0, $1) : try sum($0, $1) }
    }
    if shapes.allSatisfy({ $0.height == first.height && $0.width == first.width }) {
      return joined(ends, .channels, Shape(height: first.height, width: first.width, channels: shapes.sum(\.channels)))
    }
    if shapes.allSatisfy({ $0.width == first.width && $0.channels == first.channels }) {
      return joined(ends, .height, Shape(height: shapes.sum(\.height), width: first.width, channels: first.channels))
    }
    let flat = ends.map { end in
      var type = output(end)
      type.shape = Shape(channels: type.shape.count)
      return add(next, .reshaped(Reshaped()), [end], type)
    }
    return joined(flat, .channels, Shape(channels: shapes.sum(\.count)))
  }

  private mutating func joined(_ ends: [String], _ axis: StreamAxis, _ shape: Shape) -> String {
    var type = network.input
    type.shape = shape
    return add(next, .joined(Joined(axis: axis)), ends, type)
  }

  private mutating func sum(_ left: String, _ right: String) throws -> String {
    let type = output(left)
    var affine = affine(channels: 2, sumWidth: 9, output: type.format)
    affine.offsets = [affine.offsets[0]]
    let operation = ScaledSum(
      affine: affine, lowest: type.format.number.lowestCode, highest: type.format.number.highestCode)
    return add(next, .scaledSum(operation), [left, right], type)
  }

  private mutating func product(_ left: String, _ right: String) -> String {
    let type = output(left)
    let width = 2 * min(12, type.format.number.operandShape.integerWidth)
    let operation = ScaledProduct(
      affine: affine(channels: 1, sumWidth: width, output: type.format),
      lowest: type.format.number.lowestCode, highest: type.format.number.highestCode)
    return add(next, .scaledProduct(operation), [left, right], type)
  }

  /// A convolution with few outputs, of stride 2 where there are pixels.
  private mutating func reduce(_ source: String) throws -> String {
    let shape = output(source).shape
    func axis(_ extent: Int) -> Geometry.Axis { .init(stride: extent > 1 ? 2 : 1) }
    return try linear(
      next, from: source, outputs: number(1...3), groups: 1,
      geometry: Geometry(rows: axis(shape.height), columns: axis(shape.width)), format: network.input.format)
  }

  /// A window over rows or columns: the same size comes out, or the half.
  private mutating func axis(_ extent: Int, strided: Bool) -> Geometry.Axis {
    let dilation = extent > 4 ? number(1...2) : 1
    if extent < 3 || number(0...3) == 0 { return .init(stride: strided && extent > 1 ? 2 : 1) }
    return .init(kernel: 3, stride: strided ? 2 : 1, dilation: dilation, before: dilation, after: dilation)
  }

  private mutating func layer(_ source: String) throws -> String {
    var type = output(source)
    let strided = number(0...4) == 0
    let geometry = Geometry(
      rows: axis(type.shape.height, strided: strided), columns: axis(type.shape.width, strided: strided))
    switch number(0...5) {
    case 0:
      type.shape = geometry.output(of: type.shape, channels: type.shape.channels)
      return add(next, .windowMaximum(WindowMaximum(geometry: geometry)), [source], type)
    case 1 where type.shape.count > 1:
      let axis = StreamAxis.allCases.filter { type.shape[$0] > 1 }.randomElement(using: &random) ?? .channels
      let count = number(1...type.shape[axis])
      let crop = Cropped(axis: axis, start: number(0...(type.shape[axis] - count)))
      type.shape[axis] = count
      return add(next, .cropped(crop), [source], type)
    case 2:
      let axis = StreamAxis.allCases.randomElement(using: &random) ?? .width
      let pad = Padded(axis: axis, before: number(0...1), step: 1, after: number(0...2), code: code(type.format))
      type.shape[axis] += pad.before + pad.after
      return add(next, .padded(pad), [source], type)
    default:
      let depthwise = number(0...2) == 0
      return try linear(
        next, from: source, outputs: depthwise ? type.shape.channels : number(1...4),
        groups: depthwise ? type.shape.channels : 1, geometry: geometry, format: type.format)
    }
  }
}

extension Array {
  fileprivate func sum(_ value: (Element) -> Int) -> Int { reduce(0) { $0 + value($1) } }
}

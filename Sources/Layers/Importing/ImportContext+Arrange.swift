import NetworkIR
package import Support

extension ImportContext {
  /// The view of the same elements in a tensor whose axes are the named factors; the others are of extent 1.
  ///
  /// - Precondition: every factor is named once.
  package mutating func arranged(_ view: ActivationView, as roles: [StreamAxis: [Int]]) -> ActivationView? {
    let order = StreamAxis.allCases.flatMap { roles[$0] ?? [] }
    var result = view
    var places = [Int](repeating: 0, count: order.count)
    for (place, old) in order.enumerated() { places[old] = place }
    result.factors = StreamAxis.allCases.flatMap { axis in
      (roles[axis] ?? []).map { ActivationView.Factor(extent: view.factors[$0].extent, axis: axis) }
    }
    result.axes = view.axes.map { $0.map { places[$0] } }
    for axis in StreamAxis.allCases { result.shape[axis] = view.extent(roles[axis] ?? []) }
    let rearrangement = Rearrangement(
      order: AxisOrder(extents: view.factors.map(\.extent), order: order), shape: result.shape)
    if rearrangement.order.isIdentity && result.shape == view.shape {
      result.inputOrder = view.inputOrder?.map { places[$0] }
      return result
    }
    var open = view
    open.last = nil
    guard let made = emitElementwise(rearrangement, reading: [open]) else { return nil }
    result.tensor = made.tensor
    result.inputOrder = nil
    return result
  }

  /// The view in a tensor that streams in the model's order, its last axes as rows, columns and channels.
  package mutating func inModelOrder(_ view: ActivationView) -> ActivationView? {
    let long = view.axes.filter { !$0.isEmpty }
    return arranged(
      view,
      as: [
        .height: long.dropLast(2).flatMap { $0 }, .width: long.dropLast().last ?? [], .channels: long.last ?? [],
      ])
  }

  /// The same elements under other axes of the model; they are brought into the model's order where that mixes them.
  package mutating func reshaped(_ view: ActivationView, to shape: [Int]) -> ActivationView? {
    if let result = view.reshaped(to: shape) { return result }
    guard var vector = arranged(view, as: [.channels: view.axes.flatMap { $0 }]) else { return nil }
    vector.factors = [.init(extent: vector.shape.count, axis: .channels)]
    vector.axes = [[0]]
    vector.inputOrder = nil
    return vector.reshaped(to: shape)
  }

  /// The view with the model's axis `place` as its channels, all else as it streams.
  package mutating func withChannels(_ view: ActivationView, place: Int) -> ActivationView? {
    let channels = view.axes[place]
    let others = view.factors.indices.filter { !channels.contains($0) }
    let rows = others.filter { view.factors[$0].axis == .height }
    return arranged(view, as: [.height: rows, .width: others.filter { !rows.contains($0) }, .channels: channels])
  }

  /// The view with the model's axis `place` as a whole axis of the tensor, and which that is.
  ///
  /// Nothing moves where its parts follow each other in the stream; else the tensor has the model's order.
  package mutating func isolated(_ view: ActivationView, place: Int) -> (view: ActivationView, axis: StreamAxis)? {
    if let axis = view.streamAxis(of: place) { return (view, axis) }
    let parts = view.axes[place]
    var order = Array(view.factors.indices)
    if let first = parts.first, parts != Array(first..<first + parts.count) { order = view.axes.flatMap { $0 } }
    let start = parts.first.flatMap { order.firstIndex(of: $0) } ?? 0
    guard parts.isEmpty else {
      let roles: [StreamAxis: [Int]] = [
        .height: Array(order[..<start]), .width: parts, .channels: Array(order[(start + parts.count)...]),
      ]
      return arranged(view, as: roles).map { ($0, .width) }
    }
    let channels = view.places(of: .channels)
    return arranged(view, as: [.width: order.filter { !channels.contains($0) }, .channels: channels])
      .map { ($0, .height) }
  }

  /// The views in tensors that stream alike, except that the model's axis `place` may have another extent in each; and
  /// the tensor's axis that it is.
  ///
  /// The first stays as it is where the others can follow it.
  package mutating func aligned(
    _ views: [ActivationView], place: Int?
  ) -> (views: [ActivationView], axis: StreamAxis?)? {
    guard var first = views.first else { return nil }
    var axis: StreamAxis?
    if let place {
      guard let found = isolated(first, place: place) else { return nil }
      (first, axis) = found
    }
    var result = [first]
    for view in views.dropFirst() {
      guard let roles = view.roles(like: first, except: place, along: axis) else {
        return alignedInModelOrder(views, place: place)
      }
      guard let next = arranged(roles.view, as: roles.roles) else { return nil }
      result.append(next)
    }
    return (result, axis)
  }

  private mutating func alignedInModelOrder(
    _ views: [ActivationView], place: Int?
  ) -> (views: [ActivationView], axis: StreamAxis?)? {
    var result: [ActivationView] = []
    for view in views {
      let place = place ?? 0
      let roles: [StreamAxis: [Int]] = [
        .height: view.axes[..<place].flatMap { $0 }, .width: view.axes[place],
        .channels: view.axes[(place + 1)...].flatMap { $0 },
      ]
      guard let next = arranged(view, as: roles) else { return nil }
      result.append(next)
    }
    return (result, .width)
  }
}

extension ActivationView {
  /// The axes of a tensor that has this view's elements where `other` has those of the same indices, and this view with
  /// the factors that they need; nil where the parts of an axis do not fit each other.
  fileprivate func roles(
    like other: ActivationView, except place: Int?, along axis: StreamAxis?
  ) -> (view: ActivationView, roles: [StreamAxis: [Int]])? {
    var (own, other) = (self, other)
    guard axes.count == other.axes.count else { return nil }
    for index in axes.indices where index != place {
      guard own.match(&other, axis: index) else { return nil }
    }
    var partners: [Int: Int] = [:]
    for index in axes.indices where index != place {
      for (mine, its) in zip(own.axes[index], other.axes[index]) { partners[its] = mine }
    }
    var roles: [StreamAxis: [Int]] = [:]
    for role in StreamAxis.allCases {
      roles[role] = other.places(of: role).compactMap { partners[$0] }
    }
    if let axis, let place { roles[axis] = own.axes[place] }
    return (own, roles)
  }

  /// Splits the factors of an axis in both views until they have the same extents.
  private mutating func match(_ other: inout ActivationView, axis: Int) -> Bool {
    var index = 0
    while axes[axis].indices.contains(index), other.axes[axis].indices.contains(index) {
      let (mine, its) = (axes[axis][index], other.axes[axis][index])
      let (size, target) = (factors[mine].extent, other.factors[its].extent)
      if size > target, size.isMultiple(of: target) {
        split(mine, outer: target)
      } else if target > size, target.isMultiple(of: size) {
        other.split(its, outer: size)
      } else if size != target {
        return false
      }
      index += 1
    }
    return axes[axis].count == other.axes[axis].count
  }

  /// Splits a factor in two, the outer of `outer` elements, in the axis that it is part of.
  private mutating func split(_ index: Int, outer: Int) {
    factors.split(index, outer: outer)
    axes = axes.map { axis in
      axis.flatMap { $0 == index ? [index, index + 1] : [$0 > index ? $0 + 1 : $0] }
    }
    inputOrder = inputOrder?.flatMap { $0 == index ? [index, index + 1] : [$0 > index ? $0 + 1 : $0] }
  }
}

extension [ActivationView.Factor] {
  /// Splits one in two, the outer of `outer` elements; the indices of those after it grow by one.
  mutating func split(_ index: Int, outer: Int) {
    let factor = self[index]
    self[index].extent = outer
    insert(.init(extent: factor.extent / outer, axis: factor.axis), at: index + 1)
  }
}

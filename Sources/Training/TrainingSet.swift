package import Support

/// Images in streaming order, as the input's codes say them, and what a network is to give for them.
package struct TrainingSet: Sendable {
  /// The shape of one image as it streams.
  package let shape: Shape
  /// Where pixels lie; nil for vectors, which no augmentation moves.
  package let layout: ImageLayout?
  /// One image after another, channel-last.
  package let images: [Float]
  /// For each image; without numbers where the images themselves are the targets.
  package let targets: Targets
  /// Where they are: for each output, in the model's order, the place of the image's element that it is to give.
  package let copied: [Int]?

  /// Images that fill a whole number of times the shape, with as many targets.
  package init(shape: Shape, layout: ImageLayout?, images: [Float], targets: Targets, copied: [Int]? = nil) {
    self.shape = shape
    self.layout = layout
    self.images = images
    self.targets = targets
    self.copied = copied
  }

  /// Images.
  package var count: Int { images.count / max(1, shape.count) }

  /// Which images are trained on and which validate, each in the file's order.
  package static func split(_ count: Int, _ recipe: Recipe) -> (training: [Int], validation: [Int]) {
    let order = Draws.order(count, seed: recipe.seed, Draws.Purpose.split, 0)
    let held = min(count - 1, max(1, Int((Double(count) * recipe.validation).rounded())))
    return (order[held...].sorted(), order[..<held].sorted())
  }

  /// The images of one step of an epoch, augmented, in parts.
  func parts(_ indices: ArraySlice<Int>, _ recipe: Recipe, epoch: Int) -> [BatchPart] {
    let size = Backpropagation.partSize
    let all = Array(indices)
    return concurrentMap((all.count + size - 1) / size) { number in
      let own = all[number * size..<min(all.count, (number + 1) * size)]
      var inputs: [Float] = []
      inputs.reserveCapacity(own.count * shape.count)
      for index in own {
        let image = images[index * shape.count..<(index + 1) * shape.count]
        if recipe.augmentation.isNone {
          inputs += image
        } else if let layout {
          var draws = Draws(seed: recipe.seed, Draws.Purpose.augmentation, epoch, index)
          inputs += recipe.augmentation.apply(image, layout, &draws)
        }
      }
      return BatchPart(
        inputs: inputs, targets: copied.map { copies(of: inputs, $0) } ?? targets.of(Array(own)),
        first: number * size)
    }
  }

  /// The images as steps see them.
  private func copies(of inputs: [Float], _ places: [Int]) -> Targets {
    .reals(
      stride(from: 0, to: inputs.count, by: shape.count).flatMap { start in places.map { inputs[start + $0] } },
      outputs: places.count)
  }
}

package import Support

/// Labelled images in streaming order, as the input's codes say them.
package struct TrainingSet: Sendable {
  /// The shape of one image as it streams.
  package let shape: Shape
  /// Where pixels lie; nil for vectors, which no augmentation moves.
  package let layout: ImageLayout?
  /// One image after another, channel-last.
  package let images: [Float]
  /// One class an image.
  package let labels: [Int]

  /// Images that fill `labels.count` times the shape.
  package init(shape: Shape, layout: ImageLayout?, images: [Float], labels: [Int]) {
    self.shape = shape
    self.layout = layout
    self.images = images
    self.labels = labels
  }

  /// Images.
  package var count: Int { labels.count }

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
      return BatchPart(inputs: inputs, labels: own.map { labels[$0] }, first: number * size)
    }
  }
}

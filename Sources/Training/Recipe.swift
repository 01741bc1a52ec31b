/// How a network is trained. Read from YAML by `RecipeReader`; see `Documentation/Training.md`.
package struct Recipe: Sendable, Hashable {
  /// What forward passes compute with.
  package enum Arithmetic: String, Sendable, Hashable, CaseIterable {
    /// The plan's number systems.
    case plan
    /// 32-bit floats; the golden model is quantized afterwards.
    case float
  }

  package enum Optimizer: String, Sendable, Hashable, CaseIterable { case sgd, adam, adamw }

  package enum Schedule: String, Sendable, Hashable, CaseIterable { case constant, step, cosine }

  /// Which weights are kept at the end.
  package enum Keep: String, Sendable, Hashable, CaseIterable { case best, last }

  /// What the gradient does at a rounding.
  package enum StraightThrough: String, Sendable, Hashable, CaseIterable {
    case identity
    /// 0 outside of the format's range, or for weights outside of -1...1.
    case clipped
  }

  package struct Augmentation: Sendable, Hashable {
    /// The image moves by up to so many pixels along both axes; zeros come in.
    package var shift = 0
    /// The same, and what comes in is the image mirrored at its edge.
    package var crop = 0
    /// Half of the images are mirrored, left to right.
    package var flip = false
    /// A square of up to so many pixels a side becomes 0.
    package var erase = 0

    package init() {}
  }

  package struct Distillation: Sendable, Hashable {
    /// Both networks' scores are divided by this.
    package var temperature: Double
    /// The share of the teacher in the loss.
    package var weight: Double

    package init(temperature: Double = 4, weight: Double = 0.5) {
      self.temperature = temperature
      self.weight = weight
    }
  }

  package var epochs = 10
  package var batch = 128
  package var seed: UInt64 = 1
  /// The share of the images that no step sees and by which weights are chosen.
  package var validation = 0.1
  package var arithmetic = Arithmetic.plan
  package var keep = Keep.best

  package var optimizer = Optimizer.adam
  package var rate = 0.001
  package var momentum = 0.9
  package var beta1 = 0.9
  package var beta2 = 0.999
  package var epsilon = 1e-8
  /// Of weights alone, not of biases and batch norms.
  package var weightDecay = 0.0

  package var schedule = Schedule.constant
  /// Epochs over which the rate grows from 0.
  package var warmUp = 0.0
  /// Epochs after which a step schedule multiplies the rate by `factor`.
  package var every = 10
  package var factor = 0.1
  /// The share of the rate at which a cosine ends.
  package var final = 0.0

  package var labelSmoothing = 0.0
  /// The longest gradient, over all parameters; nil for any.
  package var gradientLimit: Double?
  /// The share of each dense layer's results that are 0 in a step, the last layer's apart.
  package var dropout = 0.0
  /// The decay of the average of weights that is validated and kept; 0 for the weights themselves.
  package var average = 0.0
  /// Epochs without a better validation after which training ends; nil for never.
  package var patience: Int?
  /// What a step adds to batch norms' running statistics.
  package var statisticsMomentum = 0.1
  package var weightGradients = StraightThrough.identity
  package var activationGradients = StraightThrough.clipped
  package var augmentation = Augmentation()
  package var distillation: Distillation?

  package init() {}
}

package import Arithmetic

/// How a network is trained. Read from YAML by `RecipeReader`; see `Documentation/Training.md`.
package struct Recipe: Sendable, Hashable {
  /// What forward passes compute with.
  package enum Arithmetic: String, Sendable, Hashable, CaseIterable {
    /// The plan's number systems.
    case plan
    /// 32-bit floats; the golden model is quantized afterwards.
    case float
  }

  /// What a step makes smaller.
  package enum LossKind: String, Sendable, Hashable, CaseIterable {
    /// Of scores with classes.
    case crossEntropy = "cross-entropy"
    /// Of outputs with numbers; classes are 1 at the class and 0 elsewhere.
    case meanSquaredError = "mean-squared-error"
  }

  /// How real numbers become codes.
  package enum Quantizer: String, Sendable, Hashable, CaseIterable {
    /// With the scale that compiling finds.
    case plan
    /// With a learned scale, one a layer or tensor. Source: Esser et al., arXiv 1902.08153.
    case lsq
    /// Weights through tanh, activations clipped to 0...1. Source: Zhou et al., arXiv 1606.06160.
    case dorefa
  }

  /// What a network is to give.
  package enum Wanted: String, Sendable, Hashable, CaseIterable {
    case labels
    /// Its own input, as an autoencoder does.
    case inputs
  }

  /// How a gradient becomes a step.
  package enum Optimizer: String, Sendable, Hashable, CaseIterable { case sgd, adam, adamw }

  /// How the rate changes over the epochs.
  package enum Schedule: String, Sendable, Hashable, CaseIterable { case constant, step, cosine }

  /// Which weights are kept at the end.
  package enum Keep: String, Sendable, Hashable, CaseIterable { case best, last }

  /// What the gradient does at a rounding.
  package enum StraightThrough: String, Sendable, Hashable, CaseIterable {
    case identity
    /// 0 outside of the format's range, or for weights outside of -1...1.
    case clipped
  }

  /// The weights with which the float network is asked for the ranges of layers.
  package enum Ranges: String, Sendable, Hashable, CaseIterable {
    /// Those of each validation.
    case epoch
    /// Those that training starts from.
    case start
  }

  /// How images are changed before a step sees them.
  package struct Augmentation: Sendable, Hashable {
    /// The image moves by up to so many pixels along both axes; zeros come in.
    package var shift = 0
    /// The same, and what comes in is the image mirrored at its edge.
    package var crop = 0
    /// Half of the images are mirrored, left to right.
    package var flip = false
    /// A square of up to so many pixels a side becomes 0.
    package var erase = 0

    /// The defaults.
    package init() {}
  }

  /// How a network learns from another one's scores.
  package struct Distillation: Sendable, Hashable {
    /// Both networks' scores are divided by this.
    package var temperature: Double
    /// The share of the teacher in the loss.
    package var weight: Double

    /// Half of the loss from a teacher at temperature 4, unless said otherwise.
    package init(temperature: Double = 4, weight: Double = 0.5) {
      self.temperature = temperature
      self.weight = weight
    }
  }

  /// One number format for all that a step computes: weights, activations, gradients and the optimizer's state.
  package struct Numbers: Sendable, Hashable {
    /// Results of operations are rounded to it.
    package var format: Format
    /// The power of two that loss and gradients are multiplied by; nil for that of a batch.
    package var lossScale: Double?
    /// Sigmoids on the bit string of posits without exponent bits.
    package var fastSigmoid = false

    /// A format, and what follows from it.
    package init(_ format: Format) { self.format = format }
  }

  /// Passes over the training images.
  package var epochs = 10
  /// Images a step.
  package var batch = 128
  /// What split, order, augmentation, dropout and fresh weights are drawn from.
  package var seed: UInt64 = 1
  /// The share of the images that no step sees and by which weights are chosen.
  package var validation = 0.1
  /// What forward passes compute with.
  package var arithmetic = Arithmetic.plan
  /// The one format of a step's operations; nil for those of `arithmetic`.
  package var numbers: Numbers?
  /// Which weights the folder holds.
  package var keep = Keep.best
  /// What a step makes smaller.
  package var loss = LossKind.crossEntropy
  /// What the network is to give.
  package var targets = Wanted.labels

  /// How a gradient becomes a step.
  package var optimizer = Optimizer.adam
  /// The largest rate.
  package var rate = 0.001
  /// SGD's; 0 for none.
  package var momentum = 0.9
  /// The decay of Adam's mean of gradients.
  package var beta1 = 0.9
  /// The decay of Adam's mean of squares.
  package var beta2 = 0.999
  /// What Adam adds to the root of squares.
  package var epsilon = 1e-8
  /// Of weights alone, not of biases and batch norms.
  package var weightDecay = 0.0

  /// How the rate changes over the epochs.
  package var schedule = Schedule.constant
  /// Epochs over which the rate grows from 0.
  package var warmUp = 0.0
  /// Epochs after which a step schedule multiplies the rate by `factor`.
  package var every = 10
  /// What a step schedule multiplies the rate by.
  package var factor = 0.1
  /// The share of the rate at which a cosine ends.
  package var final = 0.0

  /// The share of a target that is spread over all classes, 0 to 1.
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
  /// Batches over which batch norms' statistics are found anew before each validation; 0 for the running ones.
  package var reestimation = 0
  /// What gradients do at the rounding of weights.
  package var weightGradients = StraightThrough.identity
  /// What gradients do at the rounding of activations.
  package var activationGradients = StraightThrough.clipped
  /// Whose results the ranges that the plan leaves open are found from.
  package var ranges = Ranges.epoch
  /// How weights become codes.
  package var weightQuantizer = Quantizer.plan
  /// How layers' results become codes.
  package var activationQuantizer = Quantizer.plan
  /// How images are changed before a step sees them.
  package var augmentation = Augmentation()
  /// How it learns from the model of the file; nil where it does not.
  package var distillation: Distillation?
  /// How it comes down to the plan's bits step by step; nil where it starts with the plan.
  package var descent: Descent?

  /// The defaults.
  package init() {}
}

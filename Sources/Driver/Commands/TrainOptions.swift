internal import Support
internal import Training

/// The names of the recipes that come with the command, for help.
package let trainingRecipes = RecipeLibrary.names

/// What `mantissa train` is asked to do.
package struct TrainOptions: Sendable {
  /// The ONNX file.
  package var model: String
  /// The plan's file; 8-bit fixed point in every layer where nil.
  package var plan: String?
  /// The spaces of weights, a letter a layer; nil where the plan says them.
  package var word: String?
  /// The recipe's file or name; the defaults where nil.
  package var recipe: String?
  /// The file of inputs.
  package var images: String
  /// The file of labels, classes or numbers; nil where the recipe's targets are the inputs.
  package var labels: String?
  /// At most so many of them; nil for all.
  package var limit: Int?
  /// Files that are touched once, at the end; nil for none.
  package var testImages: String?
  /// The labels of the test images; nil where the recipe's targets are the inputs.
  package var testLabels: String?
  /// The folder that is written.
  package var output: String
  /// Whether it starts from drawn weights, not from the file's.
  package var isFresh: Bool
  /// Whether it goes on from the folder's checkpoint.
  package var resumes: Bool
  /// Whether it starts again where the folder has something already.
  package var replacing: Bool
  /// Whether it then trains as many epochs without the recipe's descent, to compare.
  package var hasBaseline: Bool

  /// All that the command line says; what it leaves out has the command's defaults.
  package init(
    model: String, plan: String? = nil, word: String? = nil, recipe: String? = nil, images: String, labels: String?,
    limit: Int? = nil,
    testImages: String? = nil, testLabels: String? = nil, output: String, isFresh: Bool = false, resumes: Bool = false,
    replacing: Bool = false, hasBaseline: Bool = false
  ) {
    self.model = model
    self.plan = plan
    self.word = word
    self.recipe = recipe
    self.images = images
    self.labels = labels
    self.limit = limit
    self.testImages = testImages
    self.testLabels = testLabels
    self.output = output
    self.isFresh = isFresh
    self.resumes = resumes
    self.replacing = replacing
    self.hasBaseline = hasBaseline
  }
}

extension TrainOptions {
  /// Where targets come from. Throws where files of labels are given that the recipe does not ask for, or the reverse.
  func source(_ recipe: Recipe) throws(Failure) -> LabelledSet.Source {
    let hasTest = testImages != nil
    let files = [("--labels", labels, true), ("--test-labels", testLabels, hasTest)]
    for (option, path, isUsed) in files {
      let needsPath = isUsed && recipe.targets == .labels
      if needsPath, path == nil {
        throw Failure(
          at: option, "no file is given; the recipe's targets are labels",
          notes: ["an autoencoder's recipe says 'targets: inputs' and 'loss: mean-squared-error'"])
      }
      if !needsPath, let path {
        throw Failure(
          at: option,
          "'\(path)' is given; "
            + (isUsed ? "the recipe's targets are the inputs themselves" : "there are no test images"))
      }
    }
    return recipe.source(labels ?? "")
  }
}

extension Recipe {
  /// Where targets come from, from a file of labels where the recipe asks for some.
  func source(_ labels: String) -> LabelledSet.Source {
    if targets == .inputs { return .inputs }
    return loss == .crossEntropy ? .classes(labels) : .numbers(labels)
  }
}

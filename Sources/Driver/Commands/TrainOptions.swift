import Training

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
  /// Files of inputs and of class labels, one an input.
  package var images: String
  /// The file of class labels, one an input.
  package var labels: String
  /// At most so many of them; nil for all.
  package var limit: Int?
  /// Files that are touched once, at the end; nil for none.
  package var testImages: String?
  /// The labels of the test images.
  package var testLabels: String?
  /// The folder that is written.
  package var output: String
  /// Whether it starts from drawn weights, not from the file's.
  package var isFresh: Bool
  /// Whether it goes on from the folder's checkpoint.
  package var resumes: Bool
  /// Whether it starts again where the folder has something already.
  package var replacing: Bool

  /// All that the command line says; what it leaves out has the command's defaults.
  package init(
    model: String, plan: String? = nil, word: String? = nil, recipe: String? = nil, images: String, labels: String,
    limit: Int? = nil,
    testImages: String? = nil, testLabels: String? = nil, output: String, isFresh: Bool = false, resumes: Bool = false,
    replacing: Bool = false
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
  }
}

import Arithmetic
import NetworkIR
import Support
import Testing

@testable import Training

@Suite struct RecipeTests {
  private static func problems(_ text: String) -> [String] {
    do throws(Failure) {
      _ = try RecipeReader.read(text, file: "recipe.yml")
      return []
    } catch { return error.diagnostics.map(\.description) }
  }

  @Test func writtenRecipesAreReadBack() throws {
    var recipe = Recipe()
    #expect(try RecipeReader.read(recipe.text, file: "r") == recipe)
    recipe.epochs = 7
    recipe.seed = 12_345_678_901
    recipe.rate = 3e-5
    recipe.optimizer = .adamw
    recipe.schedule = .step
    recipe.gradientLimit = 0.5
    recipe.patience = 3
    recipe.keep = .last
    recipe.arithmetic = .float
    recipe.weightGradients = .clipped
    recipe.augmentation.flip = true
    recipe.augmentation.crop = 4
    recipe.distillation = Recipe.Distillation(temperature: 3, weight: 0.7)
    recipe.reestimation = 100
    recipe.numbers = Recipe.Numbers(try Format("posit<16,0>"))
    recipe.numbers?.lossScale = 64
    recipe.numbers?.fastSigmoid = true
    #expect(try RecipeReader.read(recipe.text, file: "r") == recipe)
    (recipe.loss, recipe.targets) = (.meanSquaredError, .inputs)
    recipe.distillation = Recipe.Distillation(weight: 0.7)
    #expect(try RecipeReader.read(recipe.text, file: "r") == recipe)
  }

  /// Down to the plan's bits, and with floats between; the last phase has the epochs that are left.
  @Test func descentsGoDownStepByStep() throws {
    let recipe = try RecipeReader.read("epochs: 20\ndescent: {from: 4, cycles: 2, back: 0.2}\n", file: "r")
    #expect(try RecipeReader.read(recipe.text, file: "r") == recipe)
    let phases = recipe.phases(narrowest: 1)
    #expect(
      phases.map(\.name) == [
        "4 bits", "3 bits", "2 bits", "plan", "32-bit floats", "4 bits", "3 bits", "2 bits", "plan",
      ])
    #expect(phases.map(\.epochs.count) == [2, 2, 2, 2, 2, 2, 2, 2, 4])
    #expect(phases.map(\.factor) == [1, 1, 1, 1, 0.2, 1, 1, 1, 1])
    #expect(zip(phases, phases.dropFirst()).allSatisfy { $0.epochs.upperBound == $1.epochs.lowerBound })
    #expect(Recipe().phases(narrowest: 1) == [TrainingPhase(numbers: .plan, epochs: 0..<10, factor: 1)])
    #expect(Self.problems("descent: {from: 4}\npatience: 3\n").count == 1)
    #expect(Self.problems("descent: {from: 1}").count == 1)
  }

  @Test func recipesHaveNames() throws {
    let posit = try RecipeReader.read(pathOrName: "posit")
    #expect(posit.numbers?.format == (try Format("posit<16,1>")))
    #expect(try RecipeReader.read("numbers: 'posit<16,1>'\n", file: "r").numbers == posit.numbers)
    do throws(Failure) { _ = try RecipeReader.read(pathOrName: "posits") } catch {
      #expect(error.description.contains("no recipe of that name; the names are 'cyclic', 'posit'"))
    }
    #expect(Self.problems("numbers: 'posit<16>'").count == 1)
    #expect(Self.problems("numbers: {loss-scale: 64}")[0].contains("states no 'format'"))
    #expect(
      Self.problems("numbers: {format: bf16, loss-scale: 65, sigmoid: slow}") == [
        "recipe.yml:1: error: '65' is no power of two",
        "recipe.yml:1: error: unknown value 'slow'; fast, real are supported",
      ])
  }

  @Test func problemsNameTheirLine() {
    #expect(
      Self.problems("epochs: 3\nbatch: 0\n") == ["recipe.yml:2: error: '0' is not a decimal integer in 1...65536"])
    #expect(Self.problems("epoch: 3")[0].hasPrefix("recipe.yml:1: error: unknown key 'epoch' in the recipe"))
    #expect(
      Self.problems("optimizer:\n  kind: adm\n  rate: fast\n") == [
        "recipe.yml:2: error: unknown value 'adm'; sgd, adam, adamw are supported",
        "recipe.yml:3: error: 'fast' is not a decimal number in 1e-12...1000.0",
      ])
    #expect(Self.problems("augment: 3") == ["recipe.yml:1: error: augment is a mapping of keys to values"])
    #expect(Self.problems("augment: {flip: yes}").count == 1)
    #expect(Self.problems("epochs: 1\nepochs: 2\n").count == 1)
    #expect(Self.problems("epochs: [").count == 1)
  }

  @Test func keysThatDoNotGoTogetherAreRefused() {
    #expect(
      Self.problems("epochs: 2\ntargets: inputs\n") == [
        "recipe.yml:2: error: inputs are no classes: 'targets: inputs' takes 'loss: mean-squared-error'"
      ])
    let squares = "loss: mean-squared-error\n"
    #expect(Self.problems(squares + "targets: inputs\ndistill: {weight: 0.3}\nlabel-smoothing: 0\n") == [])
    #expect(Self.problems(squares + "label-smoothing: 0.1")[0].hasPrefix("recipe.yml:2: error: 'label-smoothing' is"))
    #expect(Self.problems(squares + "distill: {temperature: 2}")[0].hasPrefix("recipe.yml:2: error: 'temperature' is"))
    #expect(
      Self.problems("quantizers: {weights: lsq}\narithmetic: float")[0].hasPrefix(
        "recipe.yml:1: error: 'arithmetic: float' and 'numbers' round otherwise"))
    #expect(
      Self.problems("loss: mse") == [
        "recipe.yml:1: error: unknown value 'mse'; cross-entropy, mean-squared-error are supported"
      ])
  }

  @Test func ratesFollowTheirSchedules() {
    var recipe = Recipe()
    recipe.rate = 1
    recipe.epochs = 10
    recipe.schedule = .step
    recipe.every = 4
    recipe.factor = 0.5
    #expect(
      (0..<10).map { recipe.rate(step: $0 * 2, stepsPerEpoch: 2) } == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25])
    recipe.warmUp = 2
    #expect((0..<4).map { recipe.rate(step: $0, stepsPerEpoch: 2) } == [0.25, 0.5, 0.75, 1])
    recipe.schedule = .cosine
    recipe.final = 0.25
    #expect(recipe.rate(step: 4, stepsPerEpoch: 2) == 1)
    #expect((recipe.rate(step: 12, stepsPerEpoch: 2) - 0.625).magnitude < 1e-12)
  }

  /// A dense network's image streams as a vector, and is moved as an image all the same; a vector is not.
  @Test func imagesThatStreamAsVectorsAreMoved() throws {
    let vector = NetworkInput(name: "x", shape: Shape(channels: 12), modelShape: [2, 2, 3], streamAxes: [0, 1, 2])
    let layout = try #require(ImageLayout(vector))
    #expect(layout.shape == Shape(height: 2, width: 3, channels: 2))
    var augmentation = Recipe.Augmentation()
    augmentation.flip = true
    let image = (0..<12).map(Float.init)
    let results = Set(
      (0..<20).map { sample -> [Float] in
        var draws = Draws(seed: 1, sample)
        return augmentation.apply(image[...], layout, &draws)
      })
    #expect(results == [image, [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9]])
    #expect(ImageLayout(NetworkInput(name: "x", shape: Shape(channels: 12), modelShape: [12], streamAxes: [0])) == nil)
  }

  @Test func imagesMoveAsTheyAreDrawn() {
    let shape = Shape(height: 3, width: 3, channels: 2)
    let image = (0..<18).map(Float.init)
    var augmentation = Recipe.Augmentation()
    augmentation.flip = true
    let results = Set(
      (0..<20).map { sample -> [Float] in
        var draws = Draws(seed: 1, sample)
        return augmentation.apply(image[...], ImageLayout(shape), &draws)
      })
    let mirrored: [Float] = [4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7, 16, 17, 14, 15, 12, 13]
    #expect(results == [image, mirrored])
    augmentation = Recipe.Augmentation()
    augmentation.shift = 1
    for sample in 0..<20 {
      var draws = Draws(seed: 1, sample)
      let result = augmentation.apply(image[...], ImageLayout(shape), &draws)
      let kept = result.filter { $0 != 0 }
      #expect(kept.allSatisfy(image.contains) && result.count == 18 && kept.count >= 7)
    }
    augmentation.shift = 0
    augmentation.crop = 1
    var draws = Draws(seed: 1, 3)
    #expect(augmentation.apply(image[...], ImageLayout(shape), &draws).allSatisfy(image.contains))
  }
}

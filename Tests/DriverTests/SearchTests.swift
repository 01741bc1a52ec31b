import Foundation
import NetworkIR
import QuantizedIR
import Search
import Support
import TestTools
import Testing
import Training
import Verify

@testable import Driver

/// Searches from files to a folder.
@Suite(.serialized, .enabled(if: SearchPlace.hasOptuna, SearchPlace.absence))
struct SearchTests {
  /// A search, a search that is stopped halfway and goes on, and one with another seed.
  @Test func searchesAreRepeatableAndGoOn() async throws {
    let place = try SearchPlace()
    defer { place.remove() }
    let whole = try await search(try place.options(14, to: "whole"))
    _ = try await search(try place.options(12, to: "parts"))
    let parts = try await search(try place.options(14, to: "parts"))
    #expect(whole.trials.count == 14)
    #expect(SearchPlace.essence(whole) == SearchPlace.essence(parts))
    var options = try place.options(14, to: "other")
    options.seed = 2
    #expect(SearchPlace.essence(try await search(options)) != SearchPlace.essence(whole))
    let best = whole.trials.compactMap { $0.values?[0] }.max()
    #expect(whole.best?.number == whole.trials.first { $0.values?[0] == best }?.number)
    #expect(whole.front == [whole.best?.number])
    #expect(whole.trials.allSatisfy { $0.choice.count == 3 && $0.choice.allSatisfy("ftb".contains) })
  }

  /// The best plan classifies the validation images as the trial did.
  @Test func theBestPlanIsThatOfItsTrial() async throws {
    let place = try SearchPlace()
    defer { place.remove() }
    var options = try place.options(5, objectives: [.accuracy])
    (options.testImages, options.testLabels) = (place.path("test.idx"), place.path("test-labels.idx"))
    let report = try await search(options)
    let best = try #require(report.best)
    let front = try FrontEnd(model: best.model, plan: best.plan, calibration: nil, samples: 1)
    let set = try LabelledSet(
      images: options.images, .classes(options.labels), outputs: 3, feed: front.feed)
    let validation = TrainingSet.split(set.count, Recipe()).validation
    let score = GoldenScore(front.quantized, set.codes(of: validation), count: validation.count, order: nil)
    #expect(score.figure(set.targets(of: validation)) == report.trial(best.number)?.values?[0])
    #expect(best.testImages == 90)
    let scored = try score90(best, place)
    #expect(best.testAccuracy == scored)
  }

  private func score90(_ best: SearchReport.Best, _ place: SearchPlace) throws -> Double {
    try Driver.score(
      EvaluateOptions(
        model: best.model, plan: best.plan, images: place.path("test.idx"), labels: place.path("test-labels.idx"))
    ).accuracy
  }

  static let space = """
    values:
      n: 4...8
      m: [exact, mitchell]
      pe: {one: {pe: 1, simd: 1}, two: {pe: 2, simd: 3}}
      w: ['fixed<3>', ternary]
    plan:
      defaults: {activations: 'ufixed<$n>', multiplier: $m}
      layers:
        fc1: {fold: $pe}
    each-layer: {weights: $w}
    """

  /// Several objectives: the front is that of all pairs, and every form of it agrees.
  @Test func frontsAreThoseOfAllPairs() async throws {
    let place = try SearchPlace()
    defer { place.remove() }
    let options = try place.options(
      12, space: try place.work.write("space.yml", Self.space), objectives: [.accuracy, .luts, .cycles])
    let report = try await search(options)
    let known = report.trials.filter { $0.values != nil }
    #expect(known.count > 2)
    // Mitchell's product takes no ternary weights: such choices are refused with a reason.
    #expect(report.trials.allSatisfy { ($0.values == nil) == ($0.refused != nil) })
    let free = known.filter { one in
      !known.contains { other in
        guard let a = other.values, let b = one.values else { return false }
        return a[0] >= b[0] && a[1] <= b[1] && a[2] <= b[2] && a != b
      }
    }
    #expect(Set(report.front.compactMap { report.trial($0)?.choice }) == Set(free.map(\.choice)))
    #expect(report.front.first == report.best?.number)
    let csv = try String(contentsOfFile: place.path("out/search.csv"), encoding: .utf8)
    #expect(csv.split(separator: "\n").count == 13)
    let svg = try String(contentsOfFile: place.path("out/front.svg"), encoding: .utf8)
    #expect(svg.components(separatedBy: "<circle").count == known.count + 1)
    #expect(svg.contains("<desc>trial ") && svg.contains("<title>Trials of a search: accuracy over luts</title>"))
    let cycles = Set(known.compactMap { $0.figures["cycles"] })
    #expect(cycles.count > 1, "folds change cycles")
    for trial in known { #expect(trial.values == ["accuracy", "luts", "cycles"].map { trial.figures[$0] ?? -1 }) }
  }

  /// Trials that train; the best is trained longer, classifies test images, and is simulated.
  @Test func theBestIsRetrainedAndVerified() async throws {
    let place = try SearchPlace()
    defer { place.remove() }
    var options = try place.options(2, space: "words:tb")
    options.trains = true
    options.recipe = try place.work.write("short.yml", "epochs: 1\nbatch: 20\n")
    options.retrain = try place.work.write("long.yml", "epochs: 6\nbatch: 20\noptimizer: {rate: 0.01}\n")
    (options.testImages, options.testLabels) = (place.path("test.idx"), place.path("test-labels.idx"))
    options.verifies = true
    let report = try await search(options)
    let best = try #require(report.best)
    #expect(best.model == place.path("out/best/model.onnx"))
    #expect(best.testAccuracy == (try score90(best, place)))
    #expect(best.retrainedAccuracy ?? 0 > 0.5)
    #expect(best.verify?.passed == true && best.verify?.wordsCompared == 60)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path("out")).sorted()
    #expect(
      names == [
        "README.md", "best", "front.svg", "hardware", "search.csv", "search.json", "space.yml", "study.db", "trials",
      ])
    // Without the flag the trial's own training is the best.
    options.retrain = nil
    options.verifies = false
    let again = try await search(options)
    #expect(again.best?.model == place.path("out/trials/\(best.number)/model.onnx"))
    let front = try FrontEnd(
      model: again.best?.model ?? "", plan: again.best?.plan, calibration: nil, samples: 1)
    #expect(front.quantized.nodes.count > 2)
  }

  /// What a study that was away could not be told is told when the choice comes back.
  @Test func resultsThatCouldNotBeToldAreKept() async throws {
    let place = try SearchPlace()
    defer { place.remove() }
    let options = try place.options(1)
    let bench = try SearchBench(options)
    let words = ["f", "t", "b"].flatMap { a in ["f", "t", "b"].flatMap { b in ["f", "t", "b"].map { (a, b, $0) } } }
    for (a, b, c) in words {
      var row = Study.Row(number: 0, labels: ["fc1.w": a, "fc2.w": b, "fc3.w": c])
      (row.values, row.figures) = ([7], ["asb": 7])
      try bench.keepUntold(row)
    }
    _ = try place.work.write("out/space.yml", bench.space.text)
    let report = try await search(options)
    #expect(report.trials.map(\.values) == [[7]])
    var other = try place.options(1, to: "elsewhere")
    other.seed = 2
    #expect(try await search(other).trials[0].values != [7])
  }

  @Test func badSearchesAreRefused() async throws {
    let place = try SearchPlace()
    defer { place.remove() }
    func refusal(_ change: (inout SearchOptions) throws -> Void) async throws -> String {
      var options = try place.options(1)
      try change(&options)
      return await place.message(options)
    }
    #expect(try await refusal { $0.space = "words:fx" }.contains("'words:' takes some of the letters"))
    #expect(try await refusal { $0.space = place.path("none.yml") }.contains("none.yml"))
    let wrong = Self.space.replacing("ternary]", with: "ternair]")
    #expect(
      try await refusal { $0.space = try place.work.write("wrong.yml", wrong) }
        .contains("wrong.yml:5: error: unknown format 'ternair'"))
    #expect(!FileManager.default.fileExists(atPath: place.path("out")))
    #expect(try await refusal { $0.study = "nowhere" }.contains("is no address of a study"))
    #expect(try await refusal { $0.output = place.path("images.idx") }.contains("the output is a folder"))
    _ = try place.work.write("mine.txt", "")
    #expect(try await refusal { $0.output = place.work.folder.path }.contains("holds what is no search"))
    #expect(try await refusal { _ in } == "")
    #expect(try await refusal { $0.objectives = [.bits] }.contains("the objectives differ"))
    #expect(try await refusal { $0.space = "words:tb" }.contains("the space differ"))
    try place.work.write(images: "images.idx", labels: "labels.idx", count: 120, seed: 99)
    #expect(try await refusal { _ in }.contains("the images, the labels differ"))
    let worker = SearchWorkerOptions(
      model: place.path("net.onnx"), images: place.path("images.idx"), labels: place.path("labels.idx"),
      study: place.path("out/study.db"))
    let failure = #expect(throws: Failure.self) { try searchWorker(worker) }
    #expect(failure?.description.contains("the images, the labels differ from the study's") == true)
  }
}

/// The command: two processes at one study, and what a person reads.
@Suite(
  .serialized, .enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"),
  .enabled(if: SearchPlace.hasOptuna, SearchPlace.absence))
struct SearchCommandTests {
  private struct Found: Decodable {
    struct Trial: Decodable {
      var number: Int
      var values: [Double]?
    }

    var trials: [Trial]
    var front: [Int]
  }

  @Test(arguments: StudyStorage.here) func twoWorkersShareAStudy(_ storage: StudyStorage) async throws {
    let place = try SearchPlace()
    defer { place.remove() }
    try await storage.use(place) { study in
      let start = try CommandRun(place.arguments(try place.options(1), study: study))
      #expect(start.exitCode == 0, "\(start.errors)")
      let commands = [place.arguments(try place.options(6), study: study), place.worker(study: study)]
      let runs = concurrentMap(2) { index in Result { try CommandRun(commands[index]) } }
      let (search, worker) = (try runs[0].get(), try runs[1].get())
      #expect(search.exitCode == 0 && worker.exitCode == 0, "\(search.errors) \(worker.errors)")
      let found = try JSONDecoder().decode(Found.self, from: Data(search.output.utf8))
      #expect(found.trials.count == 6 && Set(found.trials.map(\.number)).count == 6)
      let best = found.trials.max { ($0.values?[0] ?? 0) < ($1.values?[0] ?? 0) }
      #expect(found.trials.first { $0.number == found.front[0] }?.values == best?.values)
      // No password anywhere.
      let files = try FileManager.default.contentsOfDirectory(atPath: place.path("out")).sorted()
      #expect(files.contains("search.csv"))
      let texts = try files.filter { $0.contains(".") && $0 != "study.db" }.map {
        try String(contentsOfFile: place.path("out/\($0)"), encoding: .utf8)
      }
      for text in texts + [search.output, search.errors, worker.output, worker.errors] {
        #expect(!text.contains("geheim"))
      }
    }
  }

  @Test(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed; apt-get install postgresql"))
  func postgresIsTested() { #expect(StudyStorage.here.contains(.postgresql)) }

  @Test func aMissingOptunaIsNamed() throws {
    let place = try SearchPlace()
    defer { place.remove() }
    // A Python without packages.
    let made = try run(SearchPlace.python, ["-m", "venv", "--without-pip", "bare"], in: place.work.folder)
    #expect(made.status == 0, "\(made.output)")
    let found = try CommandRun(
      place.arguments(try place.options(1), study: place.path("study.db")),
      environment: ["MANTISSA_PYTHON": place.path("bare/bin/python3")])
    #expect(found.exitCode == 3)
    #expect(found.errors.contains("make setup-training"), "\(found.errors)")
  }

  /// Needs root and Debian's slurm-wlm and munge: `make slurm` installs them.
  @Test(.enabled(if: canRunSlurm, "slurm-wlm is not installed, or this is not root; 'make slurm' tries it"))
  func aJobArrayOfSlurmSharesAStudy() throws {
    let place = try SearchPlace()
    defer { place.remove() }
    let root = URL(fileURLWithPath: SearchPlace.python).pathComponents.dropLast(4).joined(separator: "/")
    let found = try run(
      "\(root)/.ci/slurm.sh", [CommandRun.executable.path, place.path("slurm")], in: place.work.folder)
    #expect(found.status == 0, "\(found.output)")
    #expect(found.output.contains("slurm: 12 trials, each once"), "\(found.output)")
  }

  private static let canRunSlurm =
    getuid() == 0
    && ["munged", "slurmctld", "slurmd"].allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/sbin/\($0)") }
}

import Foundation
import Support
import Testing
import Tools

@testable import Driver
@testable import Search

/// Studies in each storage: two workers, killed ones, and what is refused.
@Suite(.serialized, .enabled(if: SearchPlace.hasOptuna, SearchPlace.absence))
struct StudyTests {
  private func identity(_ objectives: [Objective] = [.asb], seed: UInt64 = 1) -> SearchIdentity {
    SearchIdentity(
      mantissa: "0", space: "", plan: "", objectives: objectives, device: "xc7", recipe: "", trains: false, limit: 0,
      seed: seed, lease: 2, model: "a", images: "b", labels: "c")
  }

  private static let choices = [
    SearchSpace.Choice(name: "w", labels: ["f", "t", "b"]),
    SearchSpace.Choice(name: "n", labels: (4...9).map(String.init), bounds: [4, 9]),
  ]

  private func next(_ study: Study, tries: Int = 100) throws -> Study.Assignment? {
    for _ in 0..<tries {
      switch try study.ask(Self.choices) {
      case .trial(let trial): return trial
      case .end: return nil
      case .wait: usleep(200_000)
      }
    }
    Issue.record("the study has no trial and does not end")
    return nil
  }

  private func finish(_ study: Study, _ trial: Study.Assignment) throws -> Bool {
    try study.tell(values: [Double(trial.labels["n"] ?? "") ?? 0], figures: ["accuracy": 0.5], refused: nil)
  }

  /// Each trial is one worker's; a worker whose Python is killed too loses its trial to the other after the lease.
  @Test(arguments: StudyStorage.here) func trialsOfKilledWorkersAreDoneAgain(_ storage: StudyStorage) async throws {
    let place = try SearchPlace()
    defer { place.remove() }
    try await storage.use(place) { text in
      let address = try StudyAddress(text)
      let first = try Study(address, name: "s", patience: 20)
      try first.open(identity(), trials: 6)
      let second = try Study(address, name: "s", patience: 20)
      #expect(try second.join() == identity())
      let one = try #require(try next(first))
      let two = try #require(try next(second))
      #expect(one.number != two.number)
      #expect(try finish(second, two))
      // As if the machine had gone: nobody puts the trial back.
      #expect(kill(first.dialogue.processIdentifier, SIGKILL) == 0)
      #expect(throws: Failure.self) { try finish(first, one) }
      var others: [Study.Assignment] = []
      while let trial = try next(second) {
        others.append(trial)
        #expect(try finish(second, trial))
      }
      let again = try #require(others.first { $0.labels == one.labels && $0.number > one.number })
      #expect(!others.contains { $0.number == one.number })
      let rows = try second.rows()
      #expect(rows.count == 6 && Set(rows.map(\.number)).count == 6)
      #expect(rows.contains { $0.number == again.number })
      #expect(rows.allSatisfy { $0.values == [Double($0.labels["n"] ?? "") ?? 0] && $0.figures == ["accuracy": 0.5] })
    }
  }

  /// A worker that ends with a trial in hand gives it back at once.
  @Test func trialsOfStoppedWorkersAreGivenBack() throws {
    let place = try SearchPlace()
    defer { place.remove() }
    let address = try StudyAddress(place.path("study.db"))
    var first: Study? = try Study(address, name: "s", patience: 20)
    try first?.open(identity(), trials: 1)
    let one = try #require(try first.flatMap { try next($0) })
    first = nil
    let second = try Study(address, name: "s", patience: 20)
    _ = try second.join()
    guard case .trial(let again) = try second.ask(Self.choices) else {
      Issue.record("the trial is not there")
      return
    }
    #expect(again.labels == one.labels && again.number == one.number + 1)
    #expect(try finish(second, again))
    #expect(try next(second) == nil)
  }

  /// A choice that ends every worker that tries it is refused in the end.
  @Test func choicesThatEndWorkersAreRefused() throws {
    let place = try SearchPlace()
    defer { place.remove() }
    let address = try StudyAddress("journal:" + place.path("study.log"))
    for _ in 0..<3 {
      let study = try Study(address, name: "s", patience: 20)
      try study.open(identity(), trials: 1)
      #expect(try next(study) != nil)
    }
    let study = try Study(address, name: "s", patience: 20)
    #expect(try study.join() == identity())
    #expect(try next(study) == nil)
    let rows = try study.rows()
    #expect(rows.count == 1 && rows[0].values == nil)
    #expect(rows[0].refused == "3 workers were lost in it")
  }

  @Test func otherStudiesAreRefused() throws {
    let place = try SearchPlace()
    defer { place.remove() }
    func failure(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch { return "\(error)" }
    }
    let address = try StudyAddress(place.path("study.db"))
    try Study(address, name: "s", patience: 2).open(identity(), trials: 1)
    let other = failure { try Study(address, name: "s", patience: 2).open(identity([.luts], seed: 2), trials: 1) }
    #expect(other.contains("the objectives, --seed differ"), "\(other)")
    #expect(failure { _ = try Study(address, name: "t", patience: 2).join() }.contains("there is no such study"))
    let absent = try StudyAddress(place.path("absent.db"))
    #expect(failure { _ = try Study(absent, name: "s", patience: 2).join() }.contains("there is no such file"))
    #expect(!FileManager.default.fileExists(atPath: place.path("absent.db")))
    let garbage = try StudyAddress(try place.work.write("garbage.db", String(repeating: "no database ", count: 99)))
    let found = failure { _ = try Study(garbage, name: "s", patience: 9).join() }
    #expect(found.contains("the storage cannot be used: file is not a database"), "\(found)")
  }

  /// Passwords are in no message, and a database that is away is an error of exit code 2.
  @Test func databasesThatAreAwayAreNamed() throws {
    let address = try StudyAddress("postgresql://me:ge:he/im@127.0.0.1:1/none?sslpassword=auch")
    #expect(address.shown == "postgresql://me:***@127.0.0.1:1/none?sslpassword=***")
    let failure = #expect(throws: Failure.self) {
      _ = try Study(try StudyAddress("postgresql://me:geheim@127.0.0.1:1/none"), name: "s", patience: 1).join()
    }
    #expect(failure?.kind == .input)
    #expect(failure?.description.contains("geheim") == false)
    #expect(failure?.description.contains("refused") == true, "\(String(describing: failure))")
    for text in ["", "study", "redis://a/b", "postgresql://", "journal:", "sqlite:///a?b"] {
      #expect(throws: Failure.self, "\(text)") { _ = try StudyAddress(text) }
    }
  }

  /// An SQLite file that another program locks is waited for; what is finished stays.
  @Test func lockedDatabasesAreWaitedFor() throws {
    let place = try SearchPlace()
    defer { place.remove() }
    let address = try StudyAddress(place.path("study.db"))
    let study = try Study(address, name: "s", patience: 1)
    try study.open(identity(), trials: 2)
    let one = try #require(try next(study))
    #expect(try finish(study, one))
    func lock(_ seconds: Double) throws -> Process {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: SearchPlace.python)
      let script =
        "import sqlite3, sys, time; d = sqlite3.connect(sys.argv[1], isolation_level=None); d.execute('begin exclusive'); "
        + "open(sys.argv[1] + '.held', 'w'); time.sleep(\(seconds))"
      process.arguments = ["-c", script, place.path("study.db")]
      try process.run()
      for _ in 0..<1000 where !FileManager.default.fileExists(atPath: place.path("study.db.held")) { usleep(10_000) }
      return process
    }
    let holder = try lock(100)
    let failure = #expect(throws: Failure.self) { try study.ask(Self.choices) }
    #expect(failure?.kind == .input)
    #expect(failure?.description.contains("database is locked") == true, "\(String(describing: failure))")
    // SIGTERM may be blocked, as in the thread that started it.
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    try FileManager.default.removeItem(atPath: place.path("study.db.held"))
    let patient = try Study(address, name: "s", patience: 60)
    _ = try patient.join()
    let brief = try lock(1)
    let two = try #require(try next(patient))
    #expect(try finish(patient, two))
    brief.waitUntilExit()
    #expect(try patient.rows().map(\.number) == [one.number, two.number])
  }
}

internal import Cells
internal import Foundation
package import Support
internal import Tools

/// An Optuna study, asked and told through a small Python program that does nothing else.
package final class Study {
  /// A trial that is to be done.
  package struct Assignment: Sendable {
    /// Its number in the study.
    package var number: Int
    /// The label of each choice.
    package var labels: [String: String]
    /// A finished trial of the same choice; nil where there is none.
    package var known: Row?
  }

  /// What a study answers a worker that asks for a trial.
  package enum Answer: Sendable {
    case trial(Assignment)
    /// All are done or under way.
    case wait
    /// All are done.
    case end
  }

  /// A finished trial.
  package struct Row: Codable, Sendable {
    /// Its number in the study.
    package var number: Int
    /// The label of each choice.
    package var labels: [String: String]
    /// One an objective; nil where the choice was refused.
    package var values: [Double]?
    /// By name, also those that are no objective.
    package var figures: [String: Double]
    /// Why the choice cannot be; nil where it can.
    package var refused: String?

    /// A trial without figures yet.
    package init(number: Int, labels: [String: String]) {
      self.number = number
      self.labels = labels
      figures = [:]
    }
  }

  private let address: StudyAddress
  private let name: String
  let dialogue: Dialogue
  private let patience: Int

  /// Starts the program; `open` or `join` comes next.
  ///
  /// - Parameter patience: seconds that a storage which is locked or away is waited for.
  package init(_ address: StudyAddress, name: String, patience: Int) throws(Failure) {
    self.address = address
    self.name = name
    self.patience = patience
    guard let script = EmbeddedText.text("search/study.py") else {
      throw Failure(.tool, at: "search/study.py", "there is no such template")
    }
    dialogue = try Dialogue(try PackagedPython.optuna.find(), ["-I", "-c", script])
  }

  /// Makes the study or goes on with it; it then ends after `trials` finished ones.
  ///
  /// Throws where the study there is about something else.
  package func open(_ identity: SearchIdentity, trials: Int) throws(Failure) {
    let text = identity.text
    guard text.utf8.count <= 60_000 else {
      throw Failure(at: "space", "space, plan and recipe have \(text.utf8.count) bytes of text; a study holds 60000")
    }
    let found = try openStudy(
      Request(
        do: "open", url: address.url, name: name, directions: identity.objectives.map(\.direction),
        search: text, trials: trials, patience: patience))
    let differences = identity.differences(from: found)
    guard differences.isEmpty else {
      throw Failure(
        at: place, "the study is another search's; \(differences.joined(separator: ", ")) differ",
        notes: ["--name or another folder starts a new one"])
    }
  }

  /// What a study that is there says of itself.
  package func join() throws(Failure) -> SearchIdentity {
    if let file = address.file, !FileManager.default.fileExists(atPath: file) {
      throw Failure(at: file, "there is no such file", notes: ["'mantissa search' without 'worker' starts a study"])
    }
    return try openStudy(Request(do: "open", url: address.url, name: name, patience: patience))
  }

  private func openStudy(_ request: Request) throws(Failure) -> SearchIdentity {
    let reply = try answer(request)
    guard let text = reply.search, let found = try? JSONDecoder().decode(SearchIdentity.self, from: Data(text.utf8))
    else { throw Failure(at: place, "the study is not of this version of 'mantissa search'") }
    return found
  }

  /// A trial, or none.
  package func ask(_ choices: [SearchSpace.Choice]) throws(Failure) -> Answer {
    let space = choices.map { ($0.name, Request.Choice(labels: $0.labels, range: $0.bounds)) }
    let reply = try answer(Request(do: "ask", choices: Dictionary(uniqueKeysWithValues: space)))
    if reply.end == true { return .end }
    if reply.wait == true { return .wait }
    guard let number = reply.number, let labels = reply.labels else { throw unclear() }
    return .trial(Assignment(number: number, labels: labels, known: reply.known))
  }

  /// Finishes the trial that was asked for; false where another worker has it by now.
  package func tell(values: [Double]?, figures: [String: Double], refused: String?) throws(Failure) -> Bool {
    let reply = try answer(
      Request(do: "tell", values: values, figures: figures, refused: refused.map { String($0.prefix(1000)) }))
    guard let kept = reply.kept else { throw unclear() }
    return kept
  }

  /// The finished trials by their numbers.
  package func rows() throws(Failure) -> [Row] {
    guard let rows = try answer(Request(do: "rows")).rows else { throw unclear() }
    return rows.sorted { $0.number < $1.number }
  }

  // MARK: the program

  private var place: String { "\(address.shown): study '\(name)'" }

  private func unclear() -> Failure { Failure(.tool, at: place, "Optuna's answer is unclear") }

  private func answer(_ request: Request) throws(Failure) -> Reply {
    guard let question = try? JSONEncoder().encode(request) else {
      throw Failure(.tool, at: place, "a value is no finite number")
    }
    let line = try dialogue.ask(String(decoding: question, as: UTF8.self), limit: .seconds(6 * patience + 60))
    guard let reply = try? JSONDecoder().decode(Reply.self, from: Data(line.utf8)) else { throw unclear() }
    guard let error = reply.error else { return reply }
    if reply.missing == true {
      throw Failure(
        .tool, at: "Optuna", "is not on this machine: \(address.clean(error))", notes: PackagedPython.optuna.remedies)
    }
    if reply.absent == true {
      throw Failure(at: place, "there is no such study", notes: ["'mantissa search' without 'worker' starts one"])
    }
    throw Failure(
      at: place, "the storage cannot be used: \(address.clean(error))",
      notes: [
        "it was tried again for \(patience) s where that could help; what was finished before is kept",
        "the same command goes on from there",
      ])
  }

  private struct Request: Encodable {
    struct Choice: Encodable {
      var labels: [String]
      var range: [Int]?
    }

    var `do`: String
    var url: String?
    var name: String?
    var directions: [String]?
    var search: String?
    var trials: Int?
    var patience: Int?
    var choices: [String: Choice]?
    var values: [Double]?
    var figures: [String: Double]?
    var refused: String?
  }

  private struct Reply: Decodable {
    var error: String?
    var missing: Bool?
    var absent: Bool?
    var search: String?
    var end: Bool?
    var wait: Bool?
    var number: Int?
    var labels: [String: String]?
    var known: Row?
    var kept: Bool?
    var rows: [Row]?
  }
}

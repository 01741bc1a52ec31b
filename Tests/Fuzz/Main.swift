import Foundation
import Support

/// Feeds hostile files of every kind to Mantissa's readers.
///
///     fuzz campaign FOLDER SECONDS [KIND...]   goes on where FOLDER stopped, kind after kind, for so long
///     fuzz count FOLDER CASES [KIND...]        so many further cases of each kind
///     fuzz file KIND PATH FOLDER               one file, for example a finding
///     fuzz cases KIND FIRST LAST FOLDER        the child of the others
@main
enum Main {
  static func main() {
    do { exit(try run(Array(CommandLine.arguments.dropFirst()))) } catch {
      FileHandle.standardError.write(Data("fuzz: \(error)\n".utf8))
      exit(2)
    }
  }

  private static func run(_ words: [String]) throws -> Int32 {
    guard words.count >= 3 else { throw Failure(at: "arguments", "campaign, count, file or cases is expected") }
    let numbers = words.map { Int($0) }
    switch (words[0], numbers[2], numbers.count > 3 ? numbers[3] : nil) {
    case ("campaign", let seconds?, _):
      return try campaign(URL(fileURLWithPath: words[1]), Array(words.dropFirst(3)), seconds: seconds)
    case ("count", let count?, _):
      return try campaign(URL(fileURLWithPath: words[1]), Array(words.dropFirst(3)), count: count)
    case ("file", nil, _) where words.count == 4:
      let isAccepted = try Cases.run(
        Subjects.named(words[1]), file: words[2], folder: URL(fileURLWithPath: words[3]))
      print(isAccepted ? "taken" : "refused")
      return 0
    case ("cases", let first?, let last?) where words.count == 5:
      try Cases.run(Subjects.named(words[1]), first: first, last: last, folder: URL(fileURLWithPath: words[4]))
      return 0
    default: throw Failure(at: "arguments", "'\(words[0])' with other words is expected")
    }
  }

  /// Exit code 1 when a case broke, in this run or an earlier one.
  private static func campaign(
    _ folder: URL, _ names: [String], seconds: Int? = nil, count: Int? = nil
  ) throws -> Int32 {
    let kinds = names.isEmpty ? Subjects.all : try names.map(Subjects.named)
    var campaign = try Campaign(folder: folder)
    let end = Date().addingTimeInterval(Double(seconds ?? 0))
    repeat {
      for kind in kinds where seconds == nil || Date() < end {
        try campaign.run(kind, count: count ?? campaign.share(of: kind))
      }
    } while Date() < end
    FileHandle.standardOutput.write(Data((campaign.table + "\n").utf8))
    return campaign.rows.values.contains { $0.broken > 0 } ? 1 : 0
  }
}

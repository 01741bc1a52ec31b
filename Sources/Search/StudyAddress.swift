internal import Foundation
package import Support

/// Where a study is kept: an SQLite file, a journal's file, or a database.
package struct StudyAddress: Sendable, Hashable {
  /// As Optuna's storages take it; holds passwords.
  let url: String
  /// The same without passwords.
  package let shown: String
  /// The file, where it is one.
  let file: String?
  private let secrets: [String]

  private static let forms =
    "'PATH.db' or 'sqlite:///PATH' (SQLite), 'journal:PATH', 'postgresql://USER@HOST/NAME', 'mysql://USER@HOST/NAME'"
  private static let schemes = [
    "postgresql": "postgresql+psycopg2", "postgresql+psycopg2": "postgresql+psycopg2", "mysql": "mysql+pymysql",
    "mysql+pymysql": "mysql+pymysql",
  ]

  /// Reads an address; throws where it is none of a known form.
  package init(_ text: String) throws(Failure) {
    (shown, secrets) = Self.withoutPasswords(text)
    if let path = Self.path(text, ["journal:"]) {
      (url, file) = ("journal:" + path, path)
    } else if let scheme = text.range(of: "://"), let known = Self.schemes[String(text[..<scheme.lowerBound])],
      text.endIndex > scheme.upperBound
    {
      (url, file) = (known + text[scheme.lowerBound...], nil)
    } else if let path = Self.path(text, ["sqlite:///", ""]), !text.contains("://") || text.hasPrefix("sqlite:///"),
      text.hasPrefix("sqlite:///") || text.hasSuffix(".db")
    {
      guard !path.contains("?") else { throw Failure(at: path, "a study's path has no question mark") }
      (url, file) = ("sqlite:///" + path, path)
    } else {
      throw Failure(at: "study '\(shown)'", "is no address of a study", notes: ["addresses are \(Self.forms)"])
    }
  }

  /// The absolute path behind the first prefix that the text has.
  private static func path(_ text: String, _ prefixes: [String]) -> String? {
    guard let prefix = prefixes.first(where: text.hasPrefix), text.count > prefix.count else { return nil }
    return URL(fileURLWithPath: String(text.dropFirst(prefix.count))).path
  }

  /// The text without what stands behind a user's name or in a key such as `password`, and what that was.
  private static func withoutPasswords(_ text: String) -> (String, [String]) {
    var (shown, secrets) = (text, [String]())
    for pattern in [#/://[^:/@?]*:(.*)@/#, #/(?i)[?&](?:ssl)?pass(?:word|wd|phrase)?=([^&]*)/#] {
      while let match = shown.firstMatch(of: pattern), match.output.1 != "***" {
        secrets.append(String(match.output.1))
        shown.replaceSubrange(match.output.1.startIndex..<match.output.1.endIndex, with: "***")
      }
    }
    return (shown, secrets + secrets.compactMap(\.removingPercentEncoding))
  }

  /// A message in which no password stands.
  func clean(_ message: String) -> String {
    secrets.filter { !$0.isEmpty }.reduce(message) { $0.replacingOccurrences(of: $1, with: "***") }
  }
}

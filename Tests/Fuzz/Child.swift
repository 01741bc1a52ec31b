import Foundation

/// A process of this program that runs cases.
struct Child {
  /// How it ended: 0, an exit code, or the negative of a signal's number.
  var status: Int32
  /// What it said.
  var text: String

  /// No progress in so many seconds of the clock is a hang, whatever the processor's time.
  private static let patience = 180.0

  static var executable: URL {
    URL(fileURLWithPath: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "")
  }

  /// - Parameter isTraced: whether a trap prints where it was.
  init(_ arguments: [String], folder: URL, isTraced: Bool = false) throws {
    let log = folder.appending(path: "log")
    _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    let handle = try FileHandle(forWritingTo: log)
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "SWIFT_BACKTRACE": isTraced ? "enable=yes,color=no,interactive=no,threads=crashed,limit=40" : "enable=no",
      "OPENBLAS_NUM_THREADS": "1", "TMPDIR": folder.path,
    ]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    var (last, seen) = (Date(), -1)
    while process.isRunning {
      usleep(5_000)
      let index = Cases.Progress(folder)?.index ?? -1
      if index != seen { (last, seen) = (Date(), index) }
      if Date().timeIntervalSince(last) > Self.patience { kill(process.processIdentifier, SIGKILL) }
    }
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    text = String(decoding: (try? Data(contentsOf: log)) ?? Data(), as: UTF8.self)
  }

  /// Whether the fault shows at once.
  var isQuick: Bool { status == Cases.complains || status < 0 && status != -27 && status != -9 }

  /// What happened, in words; the same for the same fault.
  var fault: String {
    switch status {
    case -27: "no end in the processor's time"
    case -9: "no end in the clock's time"
    case Cases.complains: "complaint: " + (text.split(separator: "\n").first.map { String($0.prefix(160)) } ?? "")
    case ..<0: "trap: " + frames
    default: "exit code \(status): \(text.prefix(200))"
    }
  }

  /// The innermost functions of this program.
  private var frames: String {
    let lines = text.split(separator: "\n").filter { $0.contains(" in ") && $0.contains(".swift:") }
    let places = lines.compactMap { $0.firstMatch(of: #/([A-Za-z0-9+]+\.swift:\d+)/#).map { String($0.1) } }
    return places.isEmpty ? "signal \(-status)" : places.prefix(3).joined(separator: " < ")
  }
}

import Foundation

/// A process of this program that runs cases.
struct Child {
  /// How it ended: 0, an exit code, or the negative of a signal's number.
  var status: Int32
  /// What it said.
  var text: String

  /// No case that ends in so many seconds of the processor is a hang; of the clock, for a child that waits. One that only
  /// gets no processor on a busy machine has neither.
  private static let patience = (processor: 60.0, clock: 3600.0)

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
    var (last, used, seen) = (Date(), 0.0, -1)
    while process.isRunning {
      usleep(5_000)
      let now = Self.processorSeconds(process.processIdentifier)
      let index = Cases.Progress(folder)?.index ?? -1
      if index != seen { (last, used, seen) = (Date(), now, index) }
      if now - used > Self.patience.processor || Date().timeIntervalSince(last) > Self.patience.clock {
        kill(process.processIdentifier, SIGKILL)
      }
    }
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    text = String(decoding: (try? Data(contentsOf: log)) ?? Data(), as: UTF8.self)
  }

  /// What a process has used so far; 0 when it is gone.
  private static func processorSeconds(_ process: Int32) -> Double {
    let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    // Behind the name, which may hold anything: the state, and as the 12th and 13th ticks in and for the process.
    let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let own = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
    return (own + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Whether the fault shows at once.
  var isQuick: Bool { status == Cases.complains || status < 0 && status != -27 && status != -9 }

  /// What happened, in words; the same for the same fault.
  var fault: String {
    switch status {
    case -27: "no end in the processor's time"
    case -9: "no end in any time"
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

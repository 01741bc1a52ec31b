import Foundation
import Support

/// One case after another in this process, which a trap ends: the place of each is on disk before it starts.
enum Cases {
  /// The exit code of a child that complains.
  static let complains: Int32 = 70
  /// Memory of a child.
  static let mostBytes: UInt = 2 << 30

  /// How far a child came.
  struct Progress {
    var index: Int
    var accepted: Int
    var refused: Int

    static func file(_ folder: URL) -> URL { folder.appending(path: "progress") }

    init(index: Int, accepted: Int = 0, refused: Int = 0) {
      self.index = index
      self.accepted = accepted
      self.refused = refused
    }

    init?(_ folder: URL) {
      let numbers = (try? String(contentsOf: Self.file(folder), encoding: .utf8))?.split(separator: " ")
        .compactMap { Int($0) }
      guard let numbers, numbers.count == 3 else { return nil }
      self.init(index: numbers[0], accepted: numbers[1], refused: numbers[2])
    }

    fileprivate func write(to descriptor: Int32) {
      let text = [index, accepted, refused].map { String(format: "%019d", $0) }.joined(separator: " ")
      _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }
  }

  /// The file that a case is about.
  static func file(_ folder: URL) -> URL { folder.appending(path: "case") }

  /// The seed of a case: kinds do not share sequences.
  static func random(_ kind: any Subject.Type, _ index: Int) -> SplitMix64 {
    let name = kind.name.utf8.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) }
    return SplitMix64(seed: name << 40 &+ UInt64(index))
  }

  /// Runs cases `first` and up to `last`, which is not one of them; `folder` is the child's own.
  static func run(_ kind: any Subject.Type, first: Int, last: Int, folder: URL) throws {
    var subject = try kind.init(folder: folder)
    limitMemory()
    let descriptor = open(Progress.file(folder).path, O_WRONLY | O_CREAT, 0o644)
    var progress = Progress(index: first)
    let file = file(folder)
    while progress.index < last {
      progress.write(to: descriptor)
      var random = random(kind, progress.index)
      let bytes = try subject.make(&random)
      write(bytes, to: file.path)
      if isAccepted(subject, file.path) { progress.accepted += 1 } else { progress.refused += 1 }
      progress.index += 1
    }
    progress.write(to: descriptor)
  }

  /// Runs the case in a file.
  static func run(_ kind: any Subject.Type, file: String, folder: URL) throws -> Bool {
    let subject = try kind.init(folder: folder)
    limitMemory()
    return isAccepted(subject, file)
  }

  /// Whether the program takes the file; a complaint ends the process.
  private static func isAccepted(_ subject: any Subject, _ path: String) -> Bool {
    limitTime(type(of: subject).mostSeconds)
    do {
      try subject.read(path)
      return true
    } catch let failure as Failure {
      do { try failure.check() } catch { complain("\(error)") }
    } catch {
      complain("\(error)")
    }
    return false
  }

  private static func complain(_ text: String) -> Never {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    exit(complains)
  }

  private static func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    _ = Glibc.write(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  private static func limitMemory() {
    for (resource, bytes) in [(RLIMIT_DATA, mostBytes), (RLIMIT_CORE, 0)] {
      var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
      setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
  }

  /// Past it the process is ended by a signal.
  private static func limitTime(_ mostSeconds: Int) {
    var timer = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: mostSeconds, tv_usec: 0))
    setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
  }
}

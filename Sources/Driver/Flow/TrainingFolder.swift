import Foundation
import Support
import Synchronization
import Training

/// The folder that a training writes: each file the whole of it or nothing, the checkpoint last.
struct TrainingFolder {
  let path: String
  private let lock: FileLock?

  /// Throws where the folder holds what must not be replaced, or has no checkpoint to go on from.
  init(_ path: String, resumes: Bool, replacing: Bool) throws(Failure) {
    self.path = path
    try OutputFile.checkName(path)
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      throw Failure(at: path, "this is a file; the output is a folder")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let hasCheckpoint = names.contains("checkpoint")
    if resumes, !hasCheckpoint {
      throw Failure(at: path, "has no checkpoint to go on from", notes: ["start the training without --resume"])
    }
    if !resumes, !replacing, hasCheckpoint {
      throw Failure(at: path, "holds a training", notes: ["--resume goes on with it, --force starts again"])
    }
    if !resumes, !replacing, !names.isEmpty {
      throw Failure(
        at: path, "the folder holds what is no training", notes: ["name another folder; --force writes beside it"])
    }
    try Disk.makeFolder(path)
    lock = try FileLock.waiting(for: path, .exclusive, patience: .seconds(2))
  }

  var checkpoint: String { path + "/checkpoint" }

  func write(_ name: String, _ bytes: [UInt8]) throws(Failure) { try OutputFile("\(path)/\(name)").write(bytes) }

  func write(_ name: String, _ text: String) throws(Failure) { try write(name, Array(text.utf8)) }
}

/// The latest state of a run, which a signal writes as a checkpoint.
final class TrainingSnapshot: Sendable {
  private let state: Mutex<TrainingState?> = Mutex(nil)

  func set(_ state: TrainingState) { self.state.withLock { $0 = state } }

  /// Writes the checkpoint as the process ends: nothing else may be made or forgotten then.
  func write(to path: String, _ identity: TrainingIdentity) {
    guard let state = state.withLock({ $0 }), let bytes = try? Checkpoint.bytes(state, identity) else { return }
    let draft = "\(path).\(getpid())"
    guard (try? Disk.write(bytes, to: draft)) != nil, rename(draft, path) == 0 else {
      unlink(draft)
      return
    }
  }
}

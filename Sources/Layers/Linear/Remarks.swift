internal import Synchronization

/// Collects what a user should know of layers while they are quantized.
package final class Remarks: Sendable {
  private let collected = Mutex<[String]>([])

  package init() {}

  package var all: [String] { collected.withLock { $0 } }

  package func add(_ remark: String) { collected.withLock { $0.append(remark) } }
}

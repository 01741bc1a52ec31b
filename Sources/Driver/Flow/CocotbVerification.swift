import Foundation
package import Support
package import Verify

/// Runs an emitted folder's cocotb bench against the folder's vectors.
package func verifyInCocotb(
  _ request: VerifyRequest, progress: Progress = .silent
) async throws(Failure) -> CocotbReport {
  let junit = try request.junit.map { path throws(Failure) in try OutputFile(path) }
  // No run of 'compile' may replace the folder meanwhile.
  let lock = try FileLock.waiting(for: request.folder, .shared)
  defer { withExtendedLifetime(lock) {} }
  progress.show("running cocotb")
  let report = try await CocotbReport.run(folder: request.folder, request.options)
  progress.clear()
  if let junit { try junit.write(Array(try WholeFile.bytes(report.results, most: 1 << 24))) }
  return report
}

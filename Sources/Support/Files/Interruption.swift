internal import Dispatch
internal import Foundation
internal import Synchronization

/// What has to be undone when a signal ends this process.
package enum Interruption {
  /// Stands for one thing to be undone.
  package struct Token: Sendable, Hashable { fileprivate let number: Int }

  private struct State {
    var next = 0
    var undo: [Int: @Sendable () -> Void] = [:]
  }

  private static let state = Mutex(State())

  /// Has `undo` run when a signal ends the process, unless it is forgotten before; the latest runs first.
  package static func onEnd(_ undo: @escaping @Sendable () -> Void) -> Token {
    state.withLock { state in
      state.next += 1
      state.undo[state.next] = undo
      return Token(number: state.next)
    }
  }

  /// There is nothing to undo any more.
  package static func forget(_ token: Token) { _ = state.withLock { $0.undo.removeValue(forKey: token.number) } }

  /// Does something that no undoing meets halfway; not at all once a signal is ending the process.
  package static func apart<Problem: Error>(_ body: () throws(Problem) -> Void) throws(Problem) {
    try state.withLock { _ throws(Problem) in try body() }
  }

  /// From now on SIGINT, SIGTERM and SIGHUP undo what there is and then end the process as they would have, unless
  /// they were ignored. Nothing goes on meanwhile that makes or forgets anything.
  package static func heed() {
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
      // It lives as long as its handler, which is for ever.
      source.setEventHandler { withExtendedLifetime(source) { end(by: number) } }
      source.resume()
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func end(by number: Int32) {
    state.withLock { state in
      for (_, undo) in state.undo.sorted(by: { $0.key > $1.key }) { undo() }
      signal(number, SIG_DFL)
      // To this thread, which blocks it no more: one to the process may be read by the queue of the source instead.
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, number)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      raise(number)
      while true { pause() }
    }
  }
}
